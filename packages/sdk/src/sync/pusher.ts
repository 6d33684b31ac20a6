import type { StoredEntry } from '../cache/cache.ts';
import { AuthError, BackendError, ClosedError, VinculoError } from '../errors.ts';
import { type AnyRow, type Change, type Entity, type FieldConflict, mergeFields, type PushOutcome } from '../schema/index.ts';
import { keyOf, type Outbox } from './outbox.ts';
import type { SyncContext } from './sync-context.ts';

/** How many changes travel together at the most, where the backend takes more than one. */
const batchSize = 200;
/** A change that meets a newer version again and again waits for the next occasion after so many tries. */
const mostMerges = 5;

/** What a push led to, for whoever keeps it and tells the other tabs. */
export interface PushEvents {
  /**
   * Confirmed: `row` as it now stands, null after a remove.
   * `sentOver` is what the store held when the change was sent: if it holds something else by now, which of the two is newer cannot be told.
   */
  confirmed(entry: StoredEntry, row: AnyRow | null, id: string, overwrote: readonly FieldConflict[], sentOver: AnyRow | undefined): Promise<void>;
  /** Still there, with another state or another base. */
  changed(entries: readonly StoredEntry[]): Promise<void>;
  /** The record as others left it. */
  learned(table: string, row: AnyRow): Promise<void>;
}

/** Sends what waits, in one loop. Runs in the leading tab only. */
export class Pusher {
  readonly #context: SyncContext;
  readonly #outbox: Outbox;
  readonly #events: PushEvents;
  #running: Promise<void> | undefined;
  #again = false;
  #callOff: (() => void) | undefined;
  readonly #merges = new Map<string, number>();
  #closed = false;
  /** How many changes travel together now: fewer after a failure, so that one change that cannot pass is found. */
  #size = batchSize;
  /** How often each change was sent alone in vain. What fails again and again lets others go first. */
  readonly #failures = new Map<string, number>();
  #holdUntil = 0;

  constructor(context: SyncContext, outbox: Outbox, events: PushEvents) {
    this.#context = context;
    this.#outbox = outbox;
    this.#events = events;
  }

  /** Sends now; fulfilled when nothing more can be sent for the moment. */
  kick({ now = false }: { readonly now?: boolean } = {}): Promise<void> {
    if (now) this.#holdUntil = 0;
    if (this.#running) this.#again = true;
    else this.#running = this.#loop();
    return this.#running ?? Promise.resolve();
  }

  async #loop(): Promise<void> {
    // Whoever called kick() holds the promise before anything ends.
    await Promise.resolve();
    try {
      do {
        this.#again = false;
        while (!this.#closed && this.#context.adapter.capabilities.push !== 'none') {
          const batch = this.#next();
          if (batch.length === 0 || !(await this.#send(batch))) break;
        }
      } while (this.#again && !this.#closed);
    } finally {
      // In the same step as the last look at `again`: a call in between would be lost.
      this.#running = undefined;
    }
  }

  /** Answers whether it is worth going on at once. */
  async #send(batch: readonly StoredEntry[]): Promise<boolean> {
    const prepared: StoredEntry[] = [];
    for (const entry of batch) {
      const ready = await this.#prepare(entry);
      if (ready) prepared.push(ready);
    }
    await this.#holdBack(batch, prepared);
    // Some may have been taken back meanwhile.
    const sending = prepared.filter((e) => this.#outbox.find(keyOf(e.change))).map((e): StoredEntry => ({ ...e, state: 'sending' }));
    if (sending.length === 0) return true;
    await this.#events.changed(sending);
    const before = sending.map((e) => this.#held(e.change));
    let outcomes: readonly PushOutcome[];
    try {
      outcomes = await this.#context.connection.call((signal) => this.#context.adapter.push(sending.map((e) => e.change), signal));
    } catch (error) {
      // The page ends: what was being sent waits for the next start, and says nothing of it.
      if (error instanceof ClosedError) return false;
      if (error instanceof VinculoError && !error.retryable && !(error instanceof AuthError) && !this.#closed) {
        await this.#events.changed(sending.map((e) => ({ ...e, state: 'waiting' })));
        // The backend will not take these as they are: the one it means is found by sending fewer.
        if (this.#divide(sending)) return true;
        const reason = { code: error.code, message: error.message, problems: [] };
        await this.#events.changed(sending.map((e) => ({ ...e, state: 'refused', reason })));
        return true;
      }
      if (!this.#closed) await this.#events.changed(sending.map((e) => ({ ...e, state: 'waiting' })));
      if (error instanceof BackendError) this.#backOff(sending, error.retryAfter);
      // A fault of the adapter (not of the connection) would otherwise end unseen.
      if (!this.#closed && !(error instanceof VinculoError)) console.error('Vinculo: pushing changes failed; they stay in the outbox.', error);
      return false;
    }
    this.#size = Math.min(batchSize, this.#size * 2);
    let goOn = true;
    for (const [i, entry] of sending.entries()) {
      this.#failures.delete(keyOf(entry.change));
      const outcome: PushOutcome = outcomes[i] ?? { status: 'retry', message: 'The backend gave no answer for this change.' };
      goOn = (await this.#settle(entry, outcome, before[i])) && goOn;
    }
    return goOn;
  }

  #next(): readonly StoredEntry[] {
    if (this.#context.host.now() < this.#holdUntil) return [];
    const { push, atomic } = this.#context.adapter.capabilities;
    const size = push === 'single' ? 1 : this.#size;
    const stubborn = new Set([...this.#failures].filter(([, count]) => count >= 3).map(([key]) => key));
    const others = this.#outbox.ready(size, atomic, stubborn);
    return others.length > 0 ? others : this.#outbox.ready(size, atomic);
  }

  /** Makes batches smaller. Answers false when they cannot be: these few are meant. */
  #divide(sending: readonly StoredEntry[]): boolean {
    const units = new Set(sending.map((e) => e.change.group ?? keyOf(e.change)));
    if (units.size < 2) return false;
    this.#size = Math.max(1, Math.floor(sending.length / 2));
    return true;
  }

  /** The backend failed over these: they are tried again later, in smaller batches, and alone in the end. */
  #backOff(sending: readonly StoredEntry[], retryAfter: number | undefined): void {
    const alone = !this.#divide(sending);
    let most = 1;
    for (const { change } of alone ? sending : []) {
      const count = (this.#failures.get(keyOf(change)) ?? 0) + 1;
      this.#failures.set(keyOf(change), count);
      most = Math.max(most, count);
    }
    const wait = retryAfter ?? Math.min(30_000, 250 * 2 ** most);
    this.#holdUntil = this.#context.host.now() + wait;
    this.#later(wait);
  }

  /** Of a group of which one change was parked while it was being prepared nothing is sent. */
  async #holdBack(batch: readonly StoredEntry[], prepared: StoredEntry[]): Promise<void> {
    if (!this.#context.adapter.capabilities.atomic) return;
    const ready = new Set(prepared.map((e) => keyOf(e.change)));
    const broken = new Set(batch.filter((e) => e.change.group !== undefined && !ready.has(keyOf(e.change))).map((e) => e.change.group));
    const held = prepared.filter((e) => e.change.group !== undefined && broken.has(e.change.group));
    if (held.length === 0) return;
    prepared.splice(0, prepared.length, ...prepared.filter((e) => !held.includes(e)));
    const reason = { code: 'group_failed', message: 'Not sent, because another change of the same group waits for a decision.', problems: [] };
    await this.#events.changed(held.map((e) => ({ ...e, state: 'refused', reason })));
  }

  #held({ table, id }: Change): AnyRow | undefined {
    const e = this.#context.entityOf(table);
    return e && this.#context.store.table(e).confirmed(id);
  }

  /** Brings an update up to a row that changed since its author saw it. Undefined when it had to be parked. */
  async #prepare(entry: StoredEntry): Promise<StoredEntry | undefined> {
    const { change } = entry;
    const e = this.#context.entityOf(change.table);
    const confirmed = e && this.#context.store.table(e).confirmed(change.id);
    if (!e || !confirmed || change.op !== 'update' || confirmed.version === undefined || confirmed.version === change.baseVersion) return entry;
    return this.#merge(e, entry, confirmed);
  }

  async #merge(e: Entity, entry: StoredEntry, theirs: AnyRow): Promise<StoredEntry | undefined> {
    const { change } = entry;
    const merged = mergeFields(e, change.patch, change.base, theirs);
    if (merged.conflicts.length > 0) {
      await this.#events.changed([{ ...entry, state: 'conflict', fields: merged.conflicts, theirs }]);
      return undefined;
    }
    // Values covered by the field's policy stay in `base`, so that a backend that merges by base reports them.
    const covered = new Set(merged.overwrote.map((c) => c.field));
    const base = Object.fromEntries(Object.keys(merged.patch).map((f) => [f, covered.has(f) ? change.base[f] : (theirs[f] ?? null)]));
    const next: Change = { ...change, patch: merged.patch, base, ...(theirs.version === undefined ? {} : { baseVersion: theirs.version }) };
    return { ...entry, change: next };
  }

  async #settle(entry: StoredEntry, outcome: PushOutcome, sentOver: AnyRow | undefined): Promise<boolean> {
    const { change } = entry;
    const e = this.#context.entityOf(change.table);
    switch (outcome.status) {
      case 'ok':
        this.#merges.delete(change.id);
        await this.#events.confirmed(entry, outcome.row, outcome.id ?? change.id, outcome.overwrote ?? [], sentOver);
        return true;
      case 'conflict': {
        await this.#events.learned(change.table, outcome.row);
        if (outcome.fields.length > 0 || !e || change.op !== 'update') {
          await this.#events.changed([{ ...entry, state: 'conflict', fields: outcome.fields, theirs: outcome.row }]);
          return true;
        }
        const tries = (this.#merges.get(change.id) ?? 0) + 1;
        this.#merges.set(change.id, tries);
        const merged = await this.#merge(e, entry, outcome.row);
        if (merged) await this.#events.changed([{ ...merged, state: 'waiting' }]);
        return tries < mostMerges;
      }
      case 'rejected':
        await this.#events.changed([{ ...entry, state: 'refused', reason: { code: outcome.code, message: outcome.message, problems: outcome.problems ?? [] } }]);
        return true;
      case 'unknown':
        await this.#events.changed([{ ...entry, state: 'unknown', reason: { code: 'outcome_unknown', message: outcome.message, problems: [] } }]);
        return true;
      case 'retry':
        await this.#events.changed([{ ...entry, state: 'waiting' }]);
        this.#later(outcome.after ?? 2000);
        return false;
    }
  }

  #later(milliseconds: number): void {
    this.#callOff?.();
    this.#callOff = this.#context.host.after(milliseconds, () => void this.kick());
  }

  /** Fulfilled when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#callOff?.();
    await this.#running?.catch(() => {});
  }
}
