import type { StoredEntry } from '../cache/cache.ts';
import { AuthError, ClosedError, VinculoError } from '../errors.ts';
import type { AnyRow, Entity } from '../schema/index.ts';
import { heldRow } from './doubts.ts';
import { keyOf, recordOf } from './entry-key.ts';
import type { Outbox } from './outbox.ts';
import type { PushEvents } from './push-events.ts';
import type { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';

/** Made of a row that nobody had read here: what stood before is not known, so that nobody could be asked about a conflict, and nothing be taken back. */
function isBlind({ change: { op, patch, base } }: StoredEntry): boolean {
  return op === 'update' ? Object.keys(patch).some((field) => !(field in base)) : op === 'remove' && Object.keys(base).length === 0;
}

/**
 * Reads the rows that changes were made of unread, and answers the batch with what stood there before each of them. A row that is not there, or may not be
 * read, is left as it is: the backend says what it makes of that. Answers undefined when the backend cannot be asked now.
 */
export async function withRowsRead(context: SyncContext, outbox: Outbox, reading: Reading, events: PushEvents, batch: readonly StoredEntry[]): Promise<readonly StoredEntry[] | undefined> {
  const blind = batch.filter(isBlind);
  const { get, capabilities } = context.adapter;
  if (blind.length === 0 || (!get && !capabilities.query)) return batch;
  const unread = new Map<Entity, Set<string>>();
  for (const { change } of blind) {
    const e = context.entityOf(change.table);
    if (!e || heldRow(context, change)) continue;
    const ids = unread.get(e) ?? new Set();
    unread.set(e, ids.add(change.id));
  }
  try {
    for (const [e, ids] of unread) await reading.load(e, [...ids]);
  } catch (error) {
    if (!(error instanceof VinculoError) || error instanceof AuthError || error instanceof ClosedError || error.retryable) return undefined;
    // It may be written and not read.
  }
  /** Records as they stand after what goes first. */
  const rows = new Map<string, AnyRow>();
  const based: StoredEntry[] = [];
  for (const entry of batch) {
    const { change } = entry;
    const held = heldRow(context, change);
    const before = rows.get(recordOf(change)) ?? held?.row;
    if (!held || !before) continue;
    const next = isBlind(entry) ? standingOn(held.entity, entry, before, held.row.version) : entry;
    if (next !== entry) based.push(next);
    rows.set(recordOf(change), { ...before, ...next.change.patch });
  }
  const now = (entry: StoredEntry): StoredEntry | undefined => outbox.find(keyOf(entry.change));
  await events.changed(based.filter((entry) => now(entry)?.state === 'waiting'));
  // What was taken back meanwhile is gone.
  return batch.flatMap((entry) => now(entry) ?? []);
}

function standingOn(e: Entity, entry: StoredEntry, before: AnyRow, version: string | undefined): StoredEntry {
  const { change } = entry;
  const known = version === undefined ? {} : { baseVersion: version };
  if (change.op === 'remove') {
    const base = Object.fromEntries([...Object.keys(e.fields), 'custom'].filter((field) => before[field] !== undefined).map((field) => [field, before[field]]));
    return { ...entry, change: { ...change, base, ...known } };
  }
  // Fields that a backend added are patched one by one, as the declared ones are.
  const patch = change.patch['custom'] && !('custom' in change.base) ? { ...change.patch, custom: { ...before.custom, ...change.patch['custom'] } } : change.patch;
  const base = Object.fromEntries(Object.keys(patch).map((field) => [field, field in change.base ? change.base[field] : (before[field] ?? null)]));
  return { ...entry, change: { ...change, patch, base, ...known } };
}
