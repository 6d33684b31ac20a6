import type { AnyRow, Where } from '../../schema/index.ts';
import type { PullPage } from '../adapter.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Entry, MemoryTables } from './memory-tables.ts';

/** What a pull may see. */
export interface PullView {
  readonly visible: (row: AnyRow) => boolean;
  readonly inScope: (row: AnyRow) => boolean;
  readonly tombstones: boolean;
  /** Milliseconds of the grain of a `since` backend's clock. */
  readonly grain: number;
}

/** A page of a scope, whose cursors are good for no other one. @param read gives the page */
export function pullPart(where: Where | undefined, cursor: string | null, read: (cursor: string | null) => PullPage): PullPage {
  const name = where ? `${fingerprint(JSON.stringify(where))}~` : '';
  const of = cursor === null ? name : (/^[a-z0-9]+~/.exec(cursor)?.[0] ?? '');
  const page = read(cursor === null || of !== name ? null : cursor.slice(name.length));
  return { ...page, cursor: name + page.cursor, ...(of === name ? {} : { reset: true }) };
}

/** A page by sequence number: exactly what changed, with removals. */
export function pullDelta(tables: MemoryTables, table: string, cursor: string | null, limit: number, view: PullView): PullPage {
  const [epoch, text, follows] = cursor === null ? [tables.epoch, '0'] : cursor.split(':');
  const foreign = epoch !== tables.epoch || !/^\d+$/.test(text ?? '');
  // Whoever keeps our rows for us is right about all we did not write ourselves.
  const from = foreign ? (tables.attached ? tables.loadedAt(table) : 0) : Number(text);
  const reset = foreign && !tables.attached;
  const changed = [...tables.entries(table)].filter((x) => x.seq > from && (x.row !== undefined || (from > 0 && view.tombstones))).sort((a, b) => a.seq - b.seq);
  const page = changed.slice(0, limit);
  const more = changed.length > page.length;
  const upTo = more ? page[page.length - 1]!.seq : Math.max(tables.seq, from);
  const gone = page.filter((x) => x.row === undefined).map((x) => x.id);
  const hidden = page.filter((x) => x.row !== undefined && !(view.visible(x.row) && view.inScope(x.row))).map((x) => x.id);
  const restored = tables.restoredTo !== undefined && (reset || follows !== undefined) ? { restoredTo: tables.restoredTo } : {};
  return { rows: seen(page, view), deleted: gone, movedOut: from > 0 ? hidden : [], cursor: `${tables.epoch}:${upTo}${more && 'restoredTo' in restored ? ':restored' : ''}`, more, ...(reset ? { reset: true } : {}), ...restored };
}

/**
 * A page by time of writing, of a coarse clock: rows of the last tick are given again, because more may have been written in it after the last pull.
 * The cursor is `epoch:from:until:after`: within one reading `from` stays, and `after` (a time and an id) moves.
 */
export function pullSince(tables: MemoryTables, table: string, cursor: string | null, limit: number, view: PullView): PullPage {
  const tick = (at: number): number => Math.floor(at / view.grain) * view.grain;
  const parts = cursor === null ? undefined : cursor.split('|');
  const reset = parts !== undefined && parts[0] !== tables.epoch;
  const known = reset ? undefined : parts;
  const from = Number(known?.[1] ?? 0);
  const until = known && known[3] !== '' ? Number(known[2]) : tick(tables.now());
  const [afterAt, afterId] = known && known[3] ? [Number(known[3].slice(0, known[3].indexOf(' '))), known[3].slice(known[3].indexOf(' ') + 1)] : [-1, ''];
  const changed = [...tables.entries(table)]
    .map((x) => ({ ...x, at: tick(x.at) }))
    .filter((x) => x.row !== undefined && x.at >= from && (x.at > afterAt || (x.at === afterAt && x.id > afterId)))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const page = changed.slice(0, limit);
  const more = changed.length > page.length;
  const last = page[page.length - 1];
  const next = more ? `${tables.epoch}|${from}|${until}|${last!.at} ${last!.id}` : `${tables.epoch}|${until}|${until}|`;
  const left = page.filter((x) => x.row !== undefined && view.visible(x.row) && !view.inScope(x.row)).map((x) => x.id);
  return { rows: seen(page, view), deleted: [], movedOut: from > 0 ? left : [], cursor: next, more, ...(reset ? { reset: true } : {}) };
}

/** A page of the whole table, in order of ids. After the last page the next pull begins anew. */
export function pullPage(tables: MemoryTables, table: string, cursor: string | null, limit: number, view: PullView): PullPage {
  const after = cursor?.startsWith('after:') ? cursor.slice('after:'.length) : '';
  const rest = [...tables.rows(table)].filter((row) => row.id > after && view.visible(row) && view.inScope(row)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const rows = rest.slice(0, limit);
  const more = rest.length > rows.length;
  const again = cursor !== null && after === '';
  return { rows, deleted: [], movedOut: [], cursor: more ? `after:${rows[rows.length - 1]!.id}` : 'end', more, ...(again ? { reset: true } : {}) };
}

function seen(page: readonly Entry[], view: PullView): AnyRow[] {
  return page.map((x) => x.row).filter((row): row is AnyRow => row !== undefined && view.visible(row) && view.inScope(row));
}
