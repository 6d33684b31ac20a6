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

interface Outcome {
  readonly durable: Promise<void>;
  readonly synced: Promise<AnyRow | null>;
}

/** A write whose outcome is asked for or not: most are not, so promises are made when they are. */
class Pending implements PendingChange {
  readonly change: Change;
  readonly #undo: (change: Change, isLost: () => boolean) => PendingChange | undefined;
  #outcome: Outcome | undefined;
  /** Of a batch that is still being written. */
  #awaited: { readonly promise: Promise<Outcome>; readonly resolve: (outcome: Outcome) => void } | undefined;
  #lost = false;
  #undone = false;

  constructor(change: Change, undo: (change: Change, isLost: () => boolean) => PendingChange | undefined) {
    this.change = change;
    this.#undo = undo;
  }

  get id(): string {
    return this.change.id;
  }

  get durable(): Promise<void> {
    return this.#outcome?.durable ?? quiet(this.#later().then((o) => o.durable));
  }

  get synced(): Promise<AnyRow | null> {
    return this.#outcome?.synced ?? quiet(this.#later().then((o) => o.synced));
  }

  #later(): Promise<Outcome> {
    if (!this.#awaited) {
      let resolve!: (outcome: Outcome) => void;
      const promise = new Promise<Outcome>((r) => (resolve = r));
      this.#awaited = { promise, resolve };
    }
    return this.#awaited.promise;
  }

  /** It is on its way. Who does not wait for an outcome sees it in the outbox; it is no unhandled rejection. */
  sent(durable: Promise<void>, synced: Promise<AnyRow | null>): void {
    this.#outcome = { durable, synced };
    this.#awaited?.resolve(this.#outcome);
    synced.catch(() => (this.#lost = true));
  }

  /** Undone once; and what never came to be has no opposite. */
  readonly undo = (): PendingChange | undefined => {
    if (this.#undone) return undefined;
    this.#undone = true;
    return this.#undo(this.change, () => this.#lost);
  };
}

function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** Numbers the writes of this page and hands them to the engine. */
export function createWriter(engine: Engine): Writer {
  const client = crypto.randomUUID();
  let counter = 0;
  let at = { ms: NaN, text: '' };
  let group: { readonly id: string; readonly open: Pending[] } | undefined;

  /** The present, as text that is made once per millisecond. */
  function instant(): string {
    const now = engine.host.now();
    if (now !== at.ms) at = { ms: now, text: new Date(now).toISOString() };
    return at.text;
  }

  function prepare(draft: Draft): Pending {
    const change: Change = { ...draft, key: [client, ++counter], at: instant(), ...(group ? { group: group.id } : {}) };
    return new Pending(change, undo);
  }

  function send(open: readonly Pending[]): void {
    const { durable, synced } = engine.writing.enqueue(open.map((o) => o.change));
    durable.catch(() => {});
    open.forEach((o, i) => o.sent(durable, synced[i]!));
  }

  function undo(change: Change, isLost: () => boolean): PendingChange | undefined {
    const entry = engine.outbox.find(keyOf(change));
    if (entry && entry.state !== 'sending') {
      // Another tab may have sent it by now: then it is answered by its opposite.
      void engine.writing.discard(keyOf(change)).then((taken) => (taken || isLost() ? undefined : opposite(change)));
      return undefined;
    }
    return isLost() ? undefined : opposite(change);
  }

  function opposite(change: Change): PendingChange {
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
    return open;
  }

  return {
    write,
    batch(work) {
      if (group) throw new TypeError('batch() was called inside batch(); write everything in the outer one.');
      const own = { id: crypto.randomUUID(), open: [] as Pending[] };
      group = own;
      try {
        work();
      } finally {
        group = undefined;
      }
      if (own.open.length > 0) send(own.open);
      return own.open;
    },
  };
}
