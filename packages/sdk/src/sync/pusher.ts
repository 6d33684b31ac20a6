import type { StoredEntry } from '../cache/cache.ts';
import { AuthError, BackendError, ClosedError, VinculoError } from '../errors.ts';
import { type Change, type PushOutcome, sameValue } from '../schema/index.ts';
import { bringUp, mergeInto, standingOn, without } from './bring-up.ts';
import { Doubts, type HeldRow, heldRow } from './doubts.ts';
import { isKept, keyOf, recordOf } from './entry-key.ts';
import type { Outbox } from './outbox.ts';
import type { PushEvents } from './push-events.ts';
import type { Reading } from './reading.ts';
import { SendPace } from './send-pace.ts';
import type { SyncContext } from './sync-context.ts';
import { withRowsRead } from './unread-rows.ts';

/** A change that meets a newer version again and again waits for the next occasion after so many tries. */
const mostMerges = 5;

/** A backend that takes one change at a time is sent so many at once, of different records. */
const singleLanes = 4;

/** What became of a change. */
interface Answered {
  readonly entry: StoredEntry;
  readonly outcome: PushOutcome;
}

/** Sends what waits. Runs in the leading tab only. */
export class Pusher {
  readonly #context: SyncContext;
  readonly #outbox: Outbox;
  readonly #events: PushEvents;
  readonly #reading: Reading;
  readonly #lanes = new Set<Promise<void>>();
  /** Chosen to be sent, and being prepared. */
  readonly #chosen = new Set<string>();
  readonly #doubts: Doubts;
  #known: Promise<unknown> = Promise.resolve();
  #again = false;
  /** A person asked: the connection is tried although it was gone. */
  #insistent = false;
  readonly #pace: SendPace;
  readonly #merges = new Map<string, number>();
  #closed = false;
  /** The adapter failed in a way that says nothing of the backend, and nothing went through since. */
  fault: VinculoError | undefined;

  constructor(context: SyncContext, outbox: Outbox, reading: Reading, events: PushEvents) {
    this.#context = context;
    this.#outbox = outbox;
    this.#events = events;
    this.#reading = reading;
    this.#pace = new SendPace(context.host, () => void this.kick());
    this.#doubts = new Doubts(context, outbox, reading, events);
  }

  /** Nothing is chosen before this is over: of what comes first something may not be known yet. */
  wait(known: Promise<void>): void {
    this.#known = Promise.all([this.#known, known]);
  }

  /** Sends now; fulfilled when nothing more can be sent for the moment. */
  async kick({ now = false }: { readonly now?: boolean } = {}): Promise<void> {
    if (now) {
      this.#pace.pausedUntil = undefined;
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
      while (this.#doubts.any) if (!(await this.#doubts.resolve())) return;
      await this.#known;
      const batch = this.#next();
      if (batch.length === 0) return;
      for (const e of batch) this.#chosen.add(keyOf(e.change));
      const goOn = await this.#prepare(batch).finally(() => batch.forEach((e) => this.#chosen.delete(keyOf(e.change))));
      if (!goOn && !this.#again) return;
      this.#fill();
    }
  }

  /** Whether edits of one record travel together: a lost answer leaves none of them in doubt where keys tell what arrived. */
  get inRuns(): boolean {
    const { push, idempotency } = this.#context.adapter.capabilities;
    return push === 'batch' && idempotency;
  }

  /** Answers whether it is worth going on at once. */
  async #prepare(chosen: readonly StoredEntry[]): Promise<boolean> {
    const batch = await withRowsRead(this.#context, this.#outbox, this.#reading, this.#events, chosen);
    if (!batch || this.#closed) return false;
    return batch.length === 0 || this.#send(batch);
  }

  async #send(batch: readonly StoredEntry[]): Promise<boolean> {
    const { ready, parked } = bringUp(batch, this.#context.adapter.capabilities.atomic, (change) => heldRow(this.#context, change));
    // In this very step: what is sent stands on what goes before it, which nobody may take back between.
    const [sending] = await Promise.all([ready.length > 0 ? this.#claim(batch, ready) : [], parked.length > 0 ? this.#events.changed(parked) : undefined]);
    if (!sending || this.#closed) return false;
    if (!this.#context.leads()) {
      // What no disk holds nobody else knows to be on its way.
      await this.#events.changed(sending.filter((e) => !isKept(e)).map((e) => ({ ...e, state: 'waiting' })));
      return false;
    }
    if (sending.length === 0) return true;
    const before = new Map(sending.map((e) => [recordOf(e.change), heldRow(this.#context, e.change)]));
    const asked = this.#context.store.tick;
    let outcomes: readonly PushOutcome[];
    try {
      outcomes = await this.#context.connection.call('push', (signal) => this.#context.adapter.push(sending.map((e) => e.change), signal));
    } catch (error) {
      return this.#failed(sending, error);
    }
    this.#pace.quicken();
    this.fault = undefined;
    const runs = new Map<string, Answered[]>();
    let own = 0;
    for (const [i, entry] of sending.entries()) {
      // The new leader finds out by itself what became of what is on disk.
      if (isKept(entry) && !this.#context.leads()) continue;
      own++;
      this.#pace.passed(entry.change);
      const answered = { entry, outcome: outcomes[i] ?? { status: 'retry', message: 'The backend gave no answer for this change.' } as const };
      const record = recordOf(entry.change);
      const run = runs.get(record);
      if (run) run.push(answered);
      else runs.set(record, [answered]);
    }
    // Begun in their order, and together: what they became is one transaction, and rows that are doubtful are asked for side by side.
    const goOn = await Promise.all([...runs].map(([record, run]) => this.#settle(run, before.get(record), asked)));
    return own === sending.length && goOn.every(Boolean);
  }

  /** Marks entries as being sent. What stands on one that was taken back meanwhile waits. */
  async #claim(batch: readonly StoredEntry[], ready: readonly StoredEntry[]): Promise<readonly StoredEntry[] | undefined> {
    const claimed = await this.#events.claim(ready);
    if (!claimed || claimed.length === ready.length) return claimed;
    const left = new Set(claimed.map((e) => keyOf(e.change)));
    const taken = ready.filter((e) => !left.has(keyOf(e.change)));
    const waits = standingOn(batch, new Set(taken.map((e) => keyOf(e.change))), this.#context.adapter.capabilities.atomic).filter((e) => left.has(keyOf(e.change)));
    await this.#events.changed(waits.map((e) => ({ ...e, state: 'waiting' })));
    for (const e of waits) left.delete(keyOf(e.change));
    return claimed.filter((e) => left.has(keyOf(e.change)));
  }

  /** Nothing of what was sent is known to have been stored. Answers whether it is worth going on at once. */
  async #failed(sending: readonly StoredEntry[], error: unknown): Promise<boolean> {
    // The page ends: what was being sent waits for the next start, and says nothing of it.
    if (error instanceof ClosedError || this.#closed) return false;
    if (!(error instanceof VinculoError)) {
      // It may have come after the changes arrived: an answer that was read wrongly.
      this.fault = new VinculoError('fault', `Sending changes failed in the adapter: ${String(error)}. They stay in the outbox and are tried again.`, { retryable: true, cause: error });
      console.error(this.fault.message, error);
      this.#pace.backOff(sending, undefined);
      await this.#doubt(sending, this.fault.message);
      return true;
    }
    await this.#events.changed(sending.map((e) => ({ ...e, state: 'waiting' })));
    if (!error.retryable && !(error instanceof AuthError)) {
      // The backend will not take these as they are: the one it means is found by sending fewer.
      if (this.#pace.divide(sending)) return true;
      const reason = { code: error.code, message: error.message, problems: [] };
      await this.#events.changed(sending.map((e) => ({ ...e, state: 'refused', reason })));
      return true;
    }
    if (error instanceof BackendError) this.#pace.backOff(sending, error.retryAfter);
    return false;
  }

  #next(): readonly StoredEntry[] {
    const { push, atomic } = this.#context.adapter.capabilities;
    if (push === 'none' || this.#pace.pausedUntil !== undefined) return [];
    const { state } = this.#context.connection;
    if (state !== 'online' && state !== 'connecting' && !this.#insistent) return [];
    this.#insistent = false;
    const size = push === 'single' ? 1 : this.#pace.size;
    const { stubborn } = this.#pace;
    const others = this.#outbox.ready(size, atomic, this.inRuns, new Set([...stubborn, ...this.#chosen]));
    return others.length > 0 || stubborn.size === 0 ? others : this.#outbox.ready(size, atomic, this.inRuns, this.#chosen);
  }

  /** What became of changes of one record, in their order. Answers whether it is worth going on at once. */
  async #settle(run: readonly Answered[], sentOver: HeldRow | undefined, asked: number): Promise<boolean> {
    const { table } = run[0]!.entry.change;
    const last = run.findLast((a) => a.outcome.status === 'ok');
    const moved = heldRow(this.#context, run[0]!.entry.change)?.row !== sentOver?.row;
    const done: Promise<unknown>[] = [];
    let goOn = true;
    // What a later one stood on was never there: it is sent again, or stands, over what was before that.
    const refused = run.flatMap(({ entry, outcome }) => (outcome.status === 'rejected' ? [entry.change] : []));
    const over = run.flatMap(({ entry, outcome }) => (outcome.status === 'rejected' ? [] : this.#over(refused, this.#asItIs(entry))));
    if (over.length > 0) done.push(this.#events.changed(over));
    const isOver = ({ change }: StoredEntry): boolean => over.some((e) => keyOf(e.change) === keyOf(change));
    if (last?.outcome.status === 'ok') {
      const { row, id = last.entry.change.id } = last.outcome;
      this.#merges.delete(id);
      // What the last one left is what they all came to.
      const stored = run.flatMap(({ entry, outcome }) => (outcome.status === 'ok' ? [{ entry: this.#asItIs(entry), overwrote: (outcome.overwrote ?? []).filter((covered) => !refused.some(({ patch }) => sameValue(patch[covered.field], covered.base))) }] : []));
      done.push(this.#events.confirmed(stored, row, id, sentOver?.row));
    }
    // Known from this answer, unless something else came to be known while it was under way.
    const since = last && !moved ? this.#context.store.tick : asked;
    let first = true;
    for (const [i, { entry, outcome }] of run.entries()) {
      if (outcome.status === 'ok') continue;
      const newest = !last || i > run.indexOf(last);
      if (outcome.status === 'conflict' && newest) done.push(this.#events.learned(table, outcome.row, since));
      const now = this.#asItIs(entry);
      const next = outcome.status === 'conflict' && isOver(entry) ? { entry: { ...now, state: 'waiting' as const }, goOn: true } : this.#after(now, outcome, first);
      goOn &&= next.goOn;
      first = false;
      if (next.entry) done.push(this.#events.changed([next.entry]));
    }
    for (const { entry, outcome } of run) if (outcome.status === 'rejected') done.push(this.#events.changed(this.#outbox.rebaseAfter(this.#asItIs(entry)).filter((e) => e.state === 'waiting')));
    await Promise.all(done);
    return goOn;
  }

  /** A change as it is without those that were refused before it; nothing where it did not stand on them. */
  #over(refused: readonly Change[], entry: StoredEntry): StoredEntry[] {
    const next = refused.toReversed().reduce((e, gone) => without(gone, [e])[0] ?? e, entry);
    return next === entry ? [] : [next];
  }

  /** What it waited with may have got another name meanwhile. */
  #asItIs(entry: StoredEntry): StoredEntry {
    return this.#outbox.find(keyOf(entry.change)) ?? entry;
  }

  /**
   * How an entry waits on that was not stored.
   * @param first of its record: what comes after it stands on it
   */
  #after(entry: StoredEntry, outcome: Exclude<PushOutcome, { status: 'ok' }>, first: boolean): { readonly entry?: StoredEntry; readonly goOn: boolean } {
    const { change } = entry;
    switch (outcome.status) {
      case 'conflict': {
        const e = this.#context.entityOf(change.table);
        if (outcome.fields.length > 0 || !e || change.op !== 'update') return { entry: { ...entry, state: 'conflict', fields: outcome.fields, theirs: outcome.row }, goOn: true };
        if (!first) return { entry: { ...entry, state: 'waiting' }, goOn: true };
        const tries = (this.#merges.get(change.id) ?? 0) + 1;
        this.#merges.set(change.id, tries);
        const merged = mergeInto(e, entry, outcome.row);
        return { entry: merged.state === 'conflict' ? merged : { ...merged, state: 'waiting' }, goOn: tries < mostMerges };
      }
      case 'rejected':
        return { entry: { ...entry, state: 'refused', reason: { code: outcome.code, message: outcome.message, problems: outcome.problems ?? [] } }, goOn: true };
      case 'unknown':
        this.#doubts.add([entry], outcome.message);
        return { goOn: true };
      case 'retry':
        this.#pace.later(outcome.after ?? 2000);
        return { entry: { ...entry, state: 'waiting' }, goOn: false };
    }
  }

  /** It is not known whether these arrived. With idempotency they are sent again; else the records are looked at first. */
  async #doubt(entries: readonly StoredEntry[], message?: string): Promise<void> {
    if (this.#context.adapter.capabilities.idempotency) await this.#events.changed(entries.map((e) => ({ ...e, state: 'waiting' })));
    else this.#doubts.add(entries, message);
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

  /** How often a change was sent alone in vain. */
  tries(change: Change): number {
    return this.#pace.tries(change);
  }

  /** Nothing is sent before this moment, in milliseconds, because the backend failed or asked for it; undefined when that is over. */
  get pausedUntil(): number | undefined {
    return this.#pace.pausedUntil;
  }

  /** Fulfilled when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#pace.close();
    await Promise.allSettled(this.#lanes);
  }
}
