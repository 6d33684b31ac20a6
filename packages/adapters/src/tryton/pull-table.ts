import type { PullPage } from '@vinculo/sdk/adapter';
import type { TrytonRpc } from './rpc.ts';
import { type Domain, type Setting, type TrytonRecord, type TrytonTable, changedAt } from './table.ts';
import { toRow } from './to-row.ts';
import { type TrytonDateTime, dateTime, millisecondsOf } from './values.ts';

/** Shows archived records too: a party is put away by making it inactive. */
export const everything = { active_test: false };

/**
 * Where a pull stands: rows changed since `since`, up to `until` once the reading is through; `after` is the last record of a reading under way.
 * Written `since/until/after`; `since` 0 is a first reading.
 */
interface Cursor {
  readonly since: number;
  readonly until: number;
  readonly after: number;
}

function parse(text: string | null): Cursor {
  const [since = 0, until = 0, after = 0] = (text ?? '').split('/').map((n) => Number(n) || 0);
  return { since, until, after };
}

function changedSince({ parts }: TrytonTable, since: number): Domain {
  const at = dateTime(since);
  return ['OR', ...['', ...parts.map((p) => `${p.field}.`)].flatMap((path) => [[`${path}write_date`, '>=', at], [`${path}create_date`, '>=', at]])];
}

/**
 * One page of what changed. Tryton tells changes by time only, stamped when a transaction began and, on some databases, in whole seconds:
 * so each reading begins `overlap` before the newest change the last one knew of, and rows come again rather than never.
 */
export async function pullTable(rpc: TrytonRpc, table: TrytonTable, setting: Setting, cursor: string | null, limit: number, overlap: number, signal?: AbortSignal): Promise<PullPage> {
  const { since, until, after } = parse(cursor);
  const first = after === 0;
  const domain: unknown[] = since > 0 ? [changedSince(table, since - overlap)] : [...table.domain(setting)];
  if (!first) domain.push(['id', '>', after]);
  const records = await rpc.call<TrytonRecord[]>(`model.${table.model}.search_read`, [domain, 0, limit + 1, [['id', 'ASC']], table.fields, { ...setting.context, ...everything }], signal);
  const page = records.slice(0, limit);
  const more = records.length > page.length;
  // What changes while the pages come in must be in the next reading: its start is fixed with the first page.
  const next = !first ? until : more ? await newestChange(rpc, table, setting, signal) : page.reduce((latest, r) => Math.max(latest, changedAt(r, table.parts)), since);
  const rows = page.map((r) => toRow(table, r, setting));
  const gone = since > 0 ? page.filter((_, i) => rows[i] === undefined).map((r) => String(r.id)) : [];
  return {
    rows: rows.filter((row) => row !== undefined), deleted: gone, movedOut: [], more,
    cursor: more ? `${since}/${next}/${page[page.length - 1]!.id}` : `${next}/0/0`,
  };
}

/** The time of the last write to any record of these models. */
async function newestChange(rpc: TrytonRpc, table: TrytonTable, setting: Setting, signal: AbortSignal | undefined): Promise<number> {
  const models = [table.model, ...table.parts.map((p) => p.model)];
  const times = await Promise.all(models.flatMap((model) => ['write_date', 'create_date'].map(async (field) => {
    const [record] = await rpc.call<TrytonRecord[]>(`model.${model}.search_read`, [[[field, '!=', null]], 0, 1, [[field, 'DESC']], [field], { ...setting.context, ...everything }], signal);
    return millisecondsOf(record?.[field] as TrytonDateTime | undefined);
  })));
  return Math.max(...times);
}
