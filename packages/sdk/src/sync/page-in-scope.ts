import type { PullPage } from '../adapter/index.ts';
import type { AnyRow } from '../schema/index.ts';
import type { Table } from '../store/table.ts';
import type { Holding } from './holding.ts';
import type { SyncContext } from './sync-context.ts';

/**
 * What of a page concerns the scope of a table: rows outside of it count as moved out, unless memory holds them, which learns what they are now.
 * @param whole the page is of a whole new reading
 */
export async function pageInScope({ adapter, connection, store }: SyncContext, { table, scope, everything }: Holding, page: PullPage, whole: boolean): Promise<PullPage> {
  const holds = scope!.holds;
  const isHere = (id: string): boolean => table.confirmed(id) !== undefined || table.unwritten.has(id);
  const last = [...new Map(page.rows.map((row) => [row.id, row])).values()];
  const rows = last.filter((row) => holds(row) || (!whole && isHere(row.id)));
  // Nobody has to be told of what nobody has.
  const isNews = (id: string): boolean => whole || !everything || isHere(id);
  const out = [...page.movedOut, ...last.filter((row) => !holds(row) && (whole || !isHere(row.id))).map((row) => row.id)].filter(isNews);
  // Rows that moved out may stand in answers of the backend, which go on showing them: as they are now.
  const shown = whole || !adapter.get || !store.asksBackend(table.entity) ? [] : out.filter((id) => holdsRow(table, id, holds));
  if (shown.length === 0) return { ...page, rows, movedOut: out };
  const found = await connection.call('get', (signal) => adapter.get!(table.entity.name, shown, signal));
  const known = new Set(found.map((row) => row.id));
  return { ...page, rows: [...rows, ...found], movedOut: out.filter((id) => !known.has(id)) };
}

function holdsRow(table: Table, id: string, holds: (row: AnyRow) => boolean): boolean {
  const row = table.confirmed(id);
  return row !== undefined && holds(row);
}
