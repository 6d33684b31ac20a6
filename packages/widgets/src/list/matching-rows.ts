import type { AnyRow, Related, Vinculo } from '@vinculo/sdk';
import type { Where } from '@vinculo/sdk/schema';

/** Rows asked for at a time where all that match are read. */
const pageSize = 500;

export interface RowPage {
  readonly rows: readonly AnyRow[];
  readonly related: Related;
  /** Of all that match, where that is known. */
  readonly total: number | undefined;
}

/**
 * All rows that match, page by page, each row once also where others come and go meanwhile. Ends early when `stop` is aborted.
 * @throws OfflineError and what else the backend says
 */
export async function* matchingRows(crm: Vinculo, table: string, { where, orderBy = [], include = [] }: { where: Where; orderBy?: readonly string[]; include?: readonly string[] }, stop?: AbortSignal): AsyncGenerator<RowPage> {
  const seen = new Set<string>();
  for (let offset = 0; ; offset += pageSize) {
    if (stop?.aborted) return;
    const { rows, related, total, error } = await crm.collection(table).query({ where, orderBy, include, offset, limit: pageSize }).once();
    if (error) throw error;
    const fresh = rows.filter(({ id }) => !seen.has(id));
    for (const { id } of fresh) seen.add(id);
    if (fresh.length > 0) yield { rows: fresh, related, total };
    if (rows.length < pageSize) return;
  }
}
