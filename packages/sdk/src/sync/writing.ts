import type { StoredEntry, TableWrite } from '../cache/cache.ts';
import { ClosedError, ConflictError, RefusedError, type VinculoError } from '../errors.ts';
import type { AnyRow, Change, Entity, FieldConflict } from '../schema/index.ts';
import { LiveCell } from '../store/live.ts';
import { isKept, keyOf, type Outbox } from './outbox.ts';
import type { Puller } from './puller.ts';
import type { PushEvents } from './pusher.ts';
import type { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';
import type { TabMessage } from './tabs.ts';

/** An own edit that covered a value its author had not seen. */
export interface Overwrite {
  readonly id: string;
  readonly table: string;
  readonly recordId: string;
  readonly fields: readonly FieldConflict[];
}

interface Waiter {
  resolve(row: AnyRow | null): void;
  reject(error: VinculoError): void;
}

/** Takes writes into the outbox and brings what became of them to store, cache, other tabs and whoever waits. */
export class Writing implements PushEvents {
  readonly overwrites: LiveCell<readonly Overwrite[]> = new LiveCell<readonly Overwrite[]>([]);
  readonly #context: SyncContext;
  readonly #outbox: Outbox;
  readonly #puller: Puller;
  readonly #reading: Reading;
  readonly #waiters = new Map<string, Waiter>();
  #closed = false;

  constructor(context: SyncContext, outbox: Outbox, puller: Puller, reading: Reading) {
    this.#context = context;
    this.#outbox = outbox;
    this.#puller = puller;
    this.#reading = reading;
  }

  /** Shows changes at once and sends them when it can. Fulfilled when they are durable. */
  enqueue(changes: readonly Change[]): { readonly durable: Promise<void>; readonly synced: readonly Promise<AnyRow | null>[] } {
    if (this.#closed) throw new ClosedError();
    const synced = changes.map((change) => new Promise<AnyRow | null>((resolve, reject) => this.#waiters.set(keyOf(change), { resolve, reject })));
    this.#outbox.put(changes.map((change): StoredEntry => ({ n: -1, change, state: 'waiting' })));
    return { durable: this.#append(changes, synced), synced };
  }

  async #append(changes: readonly Change[], synced: readonly Promise<unknown>[]): Promise<void> {
    await this.#context.ready();
    const kept = changes.filter(this.#context.mayBeKept);
    let ns: readonly number[] = [];
    let onDisk = this.#context.mode === 'disk' && !this.#context.storageBroken() && kept.length === changes.length;
    try {
      ns = await this.#context.cache().append(kept);
    } catch (error) {
      onDisk = false;
      this.#context.storageFailed(error);
    }
    const place = new Map(kept.map((c, i) => [keyOf(c), ns[i]]));
    // Some may have been taken back, or renamed, meanwhile.
    const placed = changes.flatMap((c) => {
      const entry = this.#outbox.find(keyOf(c));
      return entry ? [{ ...entry, n: place.get(keyOf(c)) ?? this.#outbox.placeInPage() }] : [];
    });
    this.#outbox.put(placed);
    const taken = kept.filter((c) => !this.#outbox.find(keyOf(c))).map((c) => place.get(keyOf(c))).filter((n) => n !== undefined);
    if (taken.length > 0) await this.#context.cache().settle(taken, [], []).catch(this.#context.storageFailed);
    if (this.#context.leads()) this.#context.push();
    else this.#context.tell({ type: 'entries', entries: placed });
    if (!onDisk) await Promise.all(synced);
  }

  /** Entries got another state or another content. */
  async changed(entries: readonly StoredEntry[]): Promise<void> {
    if (entries.length === 0) return;
    this.#outbox.put(entries);
    for (const entry of entries) this.answerParked(entry);
    // "sending" is not written: after a crash the next leader cannot know more than that it waits, unless doubles could come of it.
    const kept = entries.filter((e) => isKept(e) && (e.state !== 'sending' || !this.#context.adapter.capabilities.idempotency));
    if (kept.length > 0) await this.#context.cache().update(kept).catch(this.#context.storageFailed);
    this.#context.tell({ type: 'entries', entries });
  }

  /** Tells who waits for a change that it is parked. */
  answerParked({ change, state, reason, fields }: StoredEntry): void {
    const waiter = this.#waiters.get(keyOf(change));
    if (!waiter || state === 'waiting' || state === 'sending') return;
    this.#waiters.delete(keyOf(change));
    if (state === 'conflict') waiter.reject(new ConflictError(change.table, change.id, (fields ?? []).map((f) => f.field)));
    else waiter.reject(new RefusedError(change.table, change.id, reason?.code ?? state, reason?.message ?? '', reason?.problems ?? []));
  }

  /** Sends a parked change again as it is told here, and with it the rest of its group. Nothing happens when it is no longer parked. */
  async resend(key: string, change: Change): Promise<void> {
    const entry = this.#outbox.find(key);
    if (!entry || entry.state === 'waiting' || entry.state === 'sending') return;
    await this.changed(this.#outbox.together(entry).map((e): StoredEntry => ({ n: e.n, change: e === entry ? change : e.change, state: 'waiting' })));
    if (this.#context.leads()) this.#context.push();
    else this.#context.tell({ type: 'retry' });
  }

  /** Forgets an entry and what makes no sense without it. Answers whether it was still there. */
  async discard(key: string): Promise<boolean> {
    const entry = this.#outbox.find(key);
    if (!entry || entry.state === 'sending') return false;
    const gone = [...new Set(this.#outbox.together(entry).flatMap((e) => [e, ...this.#outbox.dependants(e)]))];
    const rebased = entry.state === 'waiting' ? this.#outbox.rebaseAfter(entry) : [];
    const keys = gone.map((e) => keyOf(e.change));
    this.#outbox.drop(keys);
    for (const e of gone) {
      this.#waiters.get(keyOf(e.change))?.reject(new RefusedError(e.change.table, e.change.id, 'discarded', 'The change was taken back before it was sent.'));
      this.#waiters.delete(keyOf(e.change));
    }
    this.#context.tell({ type: 'dropped', keys });
    await this.#context.cache().settle(gone.filter(isKept).map((e) => e.n), [], []).catch(this.#context.storageFailed);
    await this.changed(rebased);
    this.#context.push();
    return true;
  }

  /** Nobody hears of anything any more. What is on disk goes on at the next start. */
  close(): void {
    this.#closed = true;
    for (const waiter of this.#waiters.values()) waiter.reject(new ClosedError());
    this.#waiters.clear();
  }

  /** A change of the outbox is in the backend. See PushEvents. */
  async confirmed(entry: StoredEntry, row: AnyRow | null, id: string, overwrote: readonly FieldConflict[], sentOver: AnyRow | undefined): Promise<void> {
    const { change } = entry;
    const e = this.#context.entityOf(change.table);
    const renamed = id === change.id ? [] : this.#outbox.rename(change.table, change.id, id);
    const write: TableWrite = { table: change.table, rows: row ? [row] : [], removed: row ? [] : [id] };
    const aliases = id === change.id ? [] : [{ table: change.table, from: change.id, to: id }];
    await this.#context.cache().settle(isKept(entry) ? [entry.n] : [], [write], aliases).catch(this.#context.storageFailed);
    if (renamed.length > 0) await this.changed(renamed.filter((e) => keyOf(e.change) !== keyOf(change)));
    const held = e && this.#context.store.table(e).confirmed(id);
    const doubtful = held !== sentOver && !(row && row.version !== undefined && row.version === held?.version);
    const message = { type: 'confirmed', key: keyOf(change), table: change.table, previousId: change.id, id, row, overwrote } as const;
    this.#context.tell(message);
    this.applyConfirmed(message);
    if (e && doubtful) await this.#reread(e, id);
  }

  /** Settles which state of a row is the newest by asking for it. */
  async #reread(e: Entity, id: string): Promise<void> {
    try {
      await this.learned(e.name, (await this.#reading.newest(e, id)) ?? id);
    } catch {
      // The connection went; the pull that follows its return begins where this row may have been missed.
      this.#puller.rewind(this.#context.store.table(e));
    }
  }

  applyConfirmed({ key, table, previousId, id, row, overwrote }: Extract<TabMessage, { type: 'confirmed' }>): void {
    const e = this.#context.entityOf(table);
    if (id !== previousId) {
      this.#context.store.alias(table, previousId, id);
      this.#outbox.rename(table, previousId, id);
    }
    const left = this.#outbox.settle(key);
    if (e) this.#context.store.replace(e, id, row ?? undefined, left, previousId);
    if (overwrote.length > 0) this.overwrites.set([...this.overwrites.snapshot, { id: key, table, recordId: id, fields: overwrote }]);
    this.#waiters.get(key)?.resolve(row);
    this.#waiters.delete(key);
  }

  /** A record as others left it, or the id of one they removed. */
  async learned(table: string, row: AnyRow | string): Promise<void> {
    const e = this.#context.entityOf(table);
    if (!e) return;
    const [id, held] = typeof row === 'string' ? [row, undefined] : [row.id, row];
    const write: TableWrite = { table, rows: held ? [held] : [], removed: held ? [] : [id] };
    // The store first: between a reading and its taking there must be no gap for a confirmation.
    this.#context.store.confirm(e, [[id, held]], 'write');
    this.#context.tellRows(write);
    await this.#context.cache().write(write).catch(this.#context.storageFailed);
  }
}
