import type { AnyRow, Change } from '../schema/index.ts';
import type { Engine } from '../sync/engine.ts';
import { keyOf } from '../sync/outbox.ts';
import type { PendingChange } from './vinculo.ts';

type Draft = Omit<Change, 'key' | 'at' | 'group'>;

export interface Writer {
  write(draft: Draft): PendingChange;
  /** Everything written inside travels as one group. */
  batch(write: () => void): readonly PendingChange[];
}

interface Open {
  readonly change: Change;
  readonly settle: (durable: Promise<void>, synced: Promise<AnyRow | null>) => void;
  readonly pending: PendingChange;
}

/** Numbers the writes of this page and hands them to the engine. */
export function createWriter(engine: Engine): Writer {
  const client = crypto.randomUUID();
  let counter = 0;
  let group: { readonly id: string; readonly open: Open[] } | undefined;

  function prepare(draft: Draft): Open {
    const change: Change = { ...draft, key: [client, ++counter], at: new Date(engine.host.now()).toISOString(), ...(group ? { group: group.id } : {}) };
    let settle!: Open['settle'];
    const both = new Promise<[Promise<void>, Promise<AnyRow | null>]>((resolve) => (settle = (d, s) => resolve([d, s])));
    const durable = both.then(([d]) => d);
    const synced = both.then(([, s]) => s);
    // Who does not wait for an outcome sees it in the outbox; it is no unhandled rejection.
    durable.catch(() => {});
    synced.catch(() => {});
    // Undone once; and what never came to be has no opposite.
    let lost = false;
    let undone = false;
    synced.catch(() => (lost = true));
    const takeBack = (): PendingChange | undefined => {
      if (undone) return undefined;
      undone = true;
      return undo(change, lost);
    };
    return { change, settle, pending: { id: draft.id, durable, synced, undo: takeBack } };
  }

  function send(open: readonly Open[]): void {
    const { durable, synced } = engine.writing.enqueue(open.map((o) => o.change));
    durable.catch(() => {});
    open.forEach((o, i) => {
      synced[i]!.catch(() => {});
      o.settle(durable, synced[i]!);
    });
  }

  function undo(change: Change, lost: boolean): PendingChange | undefined {
    const entry = engine.outbox.find(keyOf(change));
    if (entry && entry.state !== 'sending') {
      void engine.writing.discard(keyOf(change));
      return undefined;
    }
    if (lost) return undefined;
    const id = engine.store.resolve(change.table, change.id);
    if (change.op === 'create') return write({ op: 'remove', table: change.table, id, patch: {}, base: {} });
    if (change.op === 'remove') return write({ op: 'create', table: change.table, id, patch: change.base, base: {} });
    const back = Object.fromEntries(Object.keys(change.patch).map((k) => [k, change.base[k] ?? null]));
    return write({ op: 'update', table: change.table, id, patch: back, base: change.patch });
  }

  function write(draft: Draft): PendingChange {
    const open = prepare(draft);
    if (group) group.open.push(open);
    else send([open]);
    return open.pending;
  }

  return {
    write,
    batch(work) {
      if (group) throw new TypeError('batch() was called inside batch(); write everything in the outer one.');
      const own = { id: crypto.randomUUID(), open: [] as Open[] };
      group = own;
      try {
        work();
      } finally {
        group = undefined;
      }
      if (own.open.length > 0) send(own.open);
      return own.open.map((o) => o.pending);
    },
  };
}
