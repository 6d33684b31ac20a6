import type { StoredEntry } from '../cache/cache.ts';
import { AuthError, BackendError, ClosedError, VinculoError } from '../errors.ts';
import { type AnyRow, type Change, type Entity, type FieldConflict, mergeFields, type PushOutcome, sameValue } from '../schema/index.ts';
import { isKept, keyOf } from './entry-key.ts';
import type { Outbox } from './outbox.ts';
import type { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';

/** Before a change over which the backend failed is tried again, at the most, in milliseconds. */
const longestWait = 6_000;

/** How many changes travel together at the most, where the backend takes more than one. */
const batchSize = 200;
/** A change that meets a newer version again and again waits for the next occasion after so many tries. */
const mostMerges = 5;

/** A backend that takes one change at a time is sent so many at once, of different records. */
const singleLanes = 4;

/** Why the rest of a group stays out of which one change cannot go. */
const endedWhileSending = 'The page ended while this was being sent; it may have arrived. Look before you send it again.';

export const heldWithGroup: NonNullable<StoredEntry['reason']> = { code: 'group_failed', message: 'Not sent, because another change of the same group waits for a decision.', problems: [] };

/** What a push led to, for whoever keeps it and tells the other tabs. */
export interface PushEvents {
  /** Marks entries as being sent. Answers those that were not taken back meanwhile; undefined when nothing may be sent from here. */
  claim(entries: readonly StoredEntry[]): Promise<readonly StoredEntry[] | undefined>;
  /**
   * Confirmed: `row` as it now stands, null after a remove.
   * `sentOver` is what the store held when the change was sent: if it holds something else by now, which of the two is newer cannot be told.
   */
  confirmed(entry: StoredEntry, row: AnyRow | null, id: string, overwrote: readonly FieldConflict[], sentOver: AnyRow | undefined): Promise<void>;
  /** Still there, with another state or another base. */
  changed(entries: readonly StoredEntry[]): Promise<void>;
  /** The record as others left it, asked for at this tick of the store. */
  learned(table: string, row: AnyRow, asked: number): Promise<void>;
}

/** Sends what waits. Runs in the leading tab only. */
export class Pusher {
  readonly #context: SyncContext;
  readonly #outbox: Outbox;
  readonly #reading: Reading;
  readonly #events: PushEvents;
  readonly #lanes = new Set<Promise<void>>();
  /** Chosen to be sent, and being prepared. */
  readonly #chosen = new Set<string>();
  /** Being sent when the answer was lost, with what to say of it. */
  readonly #doubtful = new Map<string, string>();
  #lookingBack: Promise<boolean> | undefined;
  #known: Promise<unknown> = Promise.resolve();
  #again = false;
  /** A person asked: the connection is tried although it was gone. */
  #insistent = false;
  #callOff: (() => void) | undefined;
  readonly #merges = new Map<string, number>();
  #closed = false;
  /** How many changes travel together now: fewer after a failure, so that one change that cannot pass is found. */
  #size = batchSize;
  /** How often each change was sent alone in vain. What fails again and again lets others go first. */
  readonly #failures = new Map<string, number>();
  /** The backend failed, and is left alone until this moment, in milliseconds. */
  #pausedUntil: number | undefined;
  /** The adapter failed in a way that says nothing of the backend, and nothing went through since. */
  fault: VinculoError | undefined;

  constructor(context: SyncContext, outbox: Outbox, reading: Reading, events: PushEvents) {
    this.#context = context;
    this.#outbox = outbox;
    this.#reading = reading;
    this.#events = events;
  }

  /** Nothing is chosen before this is over: of what comes first something may not be known yet. */
  wait(known: Promise<void>): void {
    this.#known = Promise.all([this.#known, known]);
  }

  /** Sends now; fulfilled when nothing more can be sent for the moment. */
  async kick({ now = false }: { readonly now?: boolean } = {}): Promise<void> {
    if (now) {
      this.#pausedUntil = undefined;
      this.#insistent = true;
    }
    this.#again = true;
    this.#fill();
    while (this.#lanes.size > 0) await Promise.all(this.#lanes);
  }

  #fill(): void {
    const most = this.#context.adapter.capabilities.push === 'single' ? singleLanes : 1;
    while (this.#lanes.size < most && !this.#closed) {
      const lane = this.#lane().finally(() => {
        this.#lanes.delete(lane);
        // What came while it was ending found it still there.
        if (this.#again && this.#context.leads()) this.#fill();
      });
      this.#lanes.add(lane);
    }
  }

  async #lane(): Promise<void> {
    // What is written in one go is sent together.
    await Promise.resolve();
    while (!this.#closed && this.#context.leads()) {
      this.#again = false;
      // Another lane may come to doubt one while this is under way.
      while (this.#doubtful.size > 0) {
        this.#lookingBack ??= this.#lookBack().finally(() => (this.#lookingBack = undefined));
        if (!(await this.#lookingBack)) return;
      }
      await this.#known;
      const batch = this.#next();
      if (batch.length === 0) return;
      for (const e of batch) this.#chosen.add(keyOf(e.change));
      const goOn = await this.#send(batch).finally(() => batch.forEach((e) => this.#chosen.delete(keyOf(e.change))));
      if (!goOn && !this.#again) return;
      this.#fill();
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
    const left = prepared.filter((e) => this.#outbox.find(keyOf(e.change))?.state === 'waiting');
    if (left.length === 0) return true;
    const sending = await this.#events.claim(left);
    if (!sending || this.#closed || !this.#context.leads()) return false;
    if (sending.length === 0) return true;
    const before = sending.map((e) => this.#held(e.change));
    const asked = this.#context.store.tick;
    let outcomes: readonly PushOutcome[];
    try {
      outcomes = await this.#context.connection.call((signal) => this.#context.adapter.push(sending.map((e) => e.change), signal));
    } catch (error) {
      return this.#failed(sending, error);
    }
    this.#size = Math.min(batchSize, this.#size * 2);
    this.fault = undefined;
    // The new leader finds out by itself what became of what is on disk.
    const own = sending.flatMap((entry, i) => (isKept(entry) && !this.#context.leads() ? [] : [{ entry, i }]));
    // Begun in their order, and together: what they became is one transaction, and rows that are doubtful are asked for side by side.
    const goOn = await Promise.all(own.map(({ entry, i }) => {
      this.#failures.delete(keyOf(entry.change));
      return this.#settle(entry, outcomes[i] ?? { status: 'retry', message: 'The backend gave no answer for this change.' }, before[i], asked);
    }));
    return own.length === sending.length && goOn.every(Boolean);
  }

  /** Nothing of what was sent is known to have been stored. Answers whether it is worth going on at once. */
  async #failed(sending: readonly StoredEntry[], error: unknown): Promise<boolean> {
    // The page ends: what was being sent waits for the next start, and says nothing of it.
    if (error instanceof ClosedError || this.#closed) return false;
    if (!(error instanceof VinculoError)) {
      // It may have come after the changes arrived: an answer that was read wrongly.
      this.fault = new VinculoError('fault', `Sending changes failed in the adapter: ${String(error)}. They stay in the outbox and are tried again.`, { retryable: true, cause: error });
      console.error(this.fault.message, error);
      this.#backOff(sending, undefined);
      await this.#doubt(sending, this.fault.message);
      return true;
    }
    await this.#events.changed(sending.map((e) => ({ ...e, state: 'waiting' })));
    if (!error.retryable && !(error instanceof AuthError)) {
      // The backend will not take these as they are: the one it means is found by sending fewer.
      if (this.#divide(sending)) return true;
      const reason = { code: error.code, message: error.message, problems: [] };
      await this.#events.changed(sending.map((e) => ({ ...e, state: 'refused', reason })));
      return true;
    }
    if (error instanceof BackendError) this.#backOff(sending, error.retryAfter);
    return false;
  }

  #next(): readonly StoredEntry[] {
    const { push, atomic } = this.#context.adapter.capabilities;
    if (push === 'none' || this.#pausedUntil !== undefined) return [];
    const { state } = this.#context.connection;
    if (state !== 'online' && state !== 'connecting' && !this.#insistent) return [];
    this.#insistent = false;
    const size = push === 'single' ? 1 : this.#size;
    const stubborn = new Set([...this.#failures].filter(([, count]) => count >= 3).map(([key]) => key));
    const others = this.#outbox.ready(size, atomic, new Set([...stubborn, ...this.#chosen]));
    return others.length > 0 || stubborn.size === 0 ? others : this.#outbox.ready(size, atomic, this.#chosen);
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
    const wait = retryAfter ?? Math.min(longestWait, 250 * 2 ** most);
    this.#pausedUntil = this.#context.host.now() + wait;
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
    await this.#events.changed(held.map((e) => ({ ...e, state: 'refused', reason: heldWithGroup })));
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

  async #settle(sent: StoredEntry, outcome: PushOutcome, sentOver: AnyRow | undefined, asked: number): Promise<boolean> {
    const { change } = sent;
    const e = this.#context.entityOf(change.table);
    // What it waited with may have got another name meanwhile.
    const entry = this.#outbox.find(keyOf(change)) ?? sent;
    switch (outcome.status) {
      case 'ok':
        this.#merges.delete(change.id);
        await this.#events.confirmed(entry, outcome.row, outcome.id ?? change.id, outcome.overwrote ?? [], sentOver);
        return true;
      case 'conflict': {
        await this.#events.learned(change.table, outcome.row, asked);
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
        this.#doubtful.set(keyOf(change), outcome.message);
        return true;
      case 'retry':
        await this.#events.changed([{ ...entry, state: 'waiting' }]);
        this.#later(outcome.after ?? 2000);
        return false;
    }
  }

  /** It is not known whether these arrived. With idempotency they are sent again; else the records are looked at first. */
  async #doubt(entries: readonly StoredEntry[], message: string = endedWhileSending): Promise<void> {
    if (this.#context.adapter.capabilities.idempotency) await this.#events.changed(entries.map((e) => ({ ...e, state: 'waiting' })));
    else for (const e of entries) this.#doubtful.set(keyOf(e.change), message);
  }

  /**
   * Another page led, or may have, while these waited: it may have been sending them. Of what the disk holds the mark there says so; of what pages alone
   * hold only their word does, which may not have come.
   */
  async inherit(entries: readonly StoredEntry[]): Promise<void> {
    const sending = entries.filter((e) => e.state === 'sending');
    if (this.#context.adapter.capabilities.idempotency) return this.#doubt(sending);
    const unsure = entries.filter((e) => e.state === 'waiting' && e.n > 0 && !isKept(e));
    // In this very step, before any of them is chosen.
    const marked = this.#events.changed(unsure.map((e) => ({ ...e, state: 'sending' })));
    await Promise.all([marked, this.#doubt([...sending, ...unsure])]);
  }

  /** Looks at the records of changes that may have arrived. Answers false when the backend cannot be asked now. */
  async #lookBack(): Promise<boolean> {
    for (const [key, message] of [...this.#doubtful]) {
      const entry = this.#outbox.find(key);
      if (entry?.state === 'sending') {
        try {
          await this.#lookBackAt(entry, message);
        } catch {
          return false;
        }
      }
      this.#doubtful.delete(key);
    }
    return true;
  }

  /**
   * Where the record says so the change is confirmed, or sent again; else it is parked: a second create would be a second record, and a second update
   * could cover what others wrote since.
   */
  async #lookBackAt(entry: StoredEntry, message: string): Promise<void> {
    const { change } = entry;
    const e = this.#context.entityOf(change.table);
    const unknown: StoredEntry = { ...entry, state: 'unknown', reason: { code: 'outcome_unknown', message, problems: [] } };
    if (!e || (change.op === 'create' && this.#context.adapter.capabilities.ids === 'server')) return this.#events.changed([unknown]);
    const sentOver = this.#held(change);
    let row: AnyRow | undefined;
    try {
      row = await this.#reading.read(e, change.id);
    } catch (error) {
      if (error instanceof VinculoError && (error.retryable || error instanceof AuthError || error instanceof ClosedError)) throw error;
      return this.#events.changed([unknown]);
    }
    const stands = change.op === 'remove' ? !row : row && Object.entries(change.patch).every(([field, value]) => sameValue(row[field], value));
    const untouched = change.op === 'remove' || (change.op === 'update' && row?.version !== undefined && row.version === change.baseVersion);
    if (stands) await this.#events.confirmed(entry, row ?? null, change.id, [], sentOver);
    else await this.#events.changed([untouched ? { ...entry, state: 'waiting' } : unknown]);
  }

  #later(milliseconds: number): void {
    this.#callOff?.();
    this.#callOff = this.#context.host.after(milliseconds, () => {
      this.#pausedUntil = undefined;
      void this.kick();
    });
  }

  /** How often a change was sent alone in vain. */
  tries(change: Change): number {
    return this.#failures.get(keyOf(change)) ?? 0;
  }

  /** Nothing is sent before this moment, in milliseconds, because the backend failed or asked for it; undefined when that is over. */
  get pausedUntil(): number | undefined {
    return this.#pausedUntil;
  }

  /** Fulfilled when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#callOff?.();
    await Promise.allSettled(this.#lanes);
  }
}
