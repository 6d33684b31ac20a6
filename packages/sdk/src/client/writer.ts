import { UnsupportedError } from '../errors.ts';
import { type Change, fieldAccess, newId } from '../schema/index.ts';
import type { Engine } from '../sync/engine.ts';
import { recordOf } from '../sync/entry-key.ts';
import { Pending } from './pending.ts';
import type { PendingChange } from './vinculo.ts';

type Draft = Omit<Change, 'key' | 'at' | 'group' | 'baseVersion'>;

/** What a change gets after it was made: one that has neither is no slower for it. */
type Numbered = Change & { baseVersion?: string; group?: string };

export interface Writer {
  /** The version is that of what the backend is known to hold. */
  write(draft: Draft, version?: string): PendingChange;
  /** What the batch that is being written has said of a record so far, oldest first. */
  over(table: string, id: string): readonly Change[];
  /** Everything written inside travels as one group. */
  batch(write: () => void): readonly PendingChange[];
}

/** Numbers the writes of this page and hands them to the engine. */
export function createWriter(engine: Engine): Writer {
  const client = newId();
  let counter = 0;
  let at = { ms: NaN, text: '' };
  let group: { readonly id: string; readonly open: Pending[]; readonly byRecord: Map<string, Change[]> } | undefined;

  /** The present, as text that is made once per millisecond. */
  function instant(): string {
    const now = engine.host.now();
    if (now !== at.ms) at = { ms: now, text: new Date(now).toISOString() };
    return at.text;
  }

  function undo(pending: Pending): PendingChange | undefined {
    const { change } = pending;
    const entry = engine.entry(change);
    if (entry && entry.state !== 'sending') {
      // Another tab may have sent it by now: then it is answered by its opposite.
      void engine.discard(change).then((taken) => (taken || pending.lost ? undefined : opposite(change)));
      return undefined;
    }
    return pending.lost ? undefined : opposite(change);
  }

  function opposite(change: Change): PendingChange {
    const { table } = change;
    const id = engine.store.resolve(table, change.id);
    if (change.op === 'create') return write({ op: 'remove', table, id, patch: {}, base: {} });
    if (Object.keys(change.base).length < (change.op === 'remove' ? 1 : Object.keys(change.patch).length)) return refused(change);
    if (change.op === 'update') return write({ op: 'update', table, id, patch: Object.fromEntries(Object.keys(change.patch).map((k) => [k, change.base[k] ?? null])), base: change.patch });
    // A field that this sign-in may only read would have all of it refused.
    const rights = engine.description.snapshot?.tables[table];
    return write({ op: 'create', table, id, patch: Object.fromEntries(Object.entries(change.base).filter(([k]) => fieldAccess(rights, k) === 'write')), base: {} });
  }

  /** Nobody here ever read what stood before: to write something in its place would lose it for good. */
  function refused(change: Change): PendingChange {
    const pending = new Pending(change, () => undefined);
    pending.failed(new UnsupportedError(`What ${change.table} ${change.id} held was never read here. Write it anew.`));
    pending.kept(false);
    return pending;
  }

  function write(draft: Draft, version?: string): PendingChange {
    const change: Numbered = { ...draft, key: [client, ++counter], at: instant() };
    if (version !== undefined) change.baseVersion = version;
    if (group) change.group = group.id;
    const pending = new Pending(change, undo);
    if (group) {
      group.open.push(pending);
      const record = recordOf(change);
      const over = group.byRecord.get(record);
      if (over) over.push(change);
      else group.byRecord.set(record, [change]);
    } else engine.enqueue([pending]);
    return pending;
  }

  return {
    write,
    over: (table, id) => group?.byRecord.get(recordOf({ table, id })) ?? [],
    batch(work) {
      if (group) throw new TypeError('batch() was called inside batch(); write everything in the outer one.');
      const open: Pending[] = [];
      group = { id: newId(), open, byRecord: new Map() };
      try {
        work();
      } finally {
        group = undefined;
      }
      for (const pending of open) pending.join(open);
      if (open.length > 0) engine.enqueue(open);
      return open;
    },
  };
}
