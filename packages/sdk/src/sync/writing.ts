import type { StoredEntry, TableWrite } from '../cache/cache.ts';
import { ClosedError } from '../errors.ts';
import type { AnyRow, Change } from '../schema/index.ts';
import { type Author, Authors } from './authors.ts';
import { isKept, keyOf } from './entry-key.ts';
import { NewestRows } from './newest-rows.ts';
import type { Outbox } from './outbox.ts';
import type { PushEvents, Stored } from './push-events.ts';
import type { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';
import type { TabMessage } from './tabs.ts';
import { TakingBack } from './taking-back.ts';

const nothing = (): void => {};

type Confirmed = Extract<TabMessage, { readonly type: 'confirmed' }>;

/** Takes writes into the outbox and brings what became of them to store, cache, other tabs and whoever waits. */
export class Writing implements PushEvents {
  readonly #context: SyncContext;
  readonly #outbox: Outbox;
  readonly #authors = new Authors();
  readonly #newest: NewestRows;
  readonly #reading: Reading;
  readonly #takingBack: TakingBack;
  /** What was written together, waiting for a transaction. */
  #toAppend: (readonly Author[])[] = [];
  #appending: Promise<void> | undefined;
  #closed = false;

  constructor(context: SyncContext, outbox: Outbox, reading: Reading) {
    this.#context = context;
    this.#outbox = outbox;
    this.#newest = new NewestRows(context, reading);
    this.#reading = reading;
    this.#takingBack = new TakingBack(context, outbox, {
      appended: () => this.#appending,
      forget: (keys) => this.#forget(keys),
      vanished: (keys) => this.vanished(keys),
      changed: (entries) => this.changed(entries),
    });
  }

  /** Shows changes at once and sends them when it can. */
  enqueue(authors: readonly Author[]): void {
    if (this.#closed) throw new ClosedError();
    const entries: StoredEntry[] = [];
    for (const author of authors) {
      this.#authors.add(author);
      entries.push({ n: -1, change: author.change, state: 'waiting' });
    }
    // Before anyone is told: what a subscriber writes in turn comes after it.
    this.#toAppend.push(authors);
    this.#outbox.put(entries);
    this.#appending ??= this.#appendAll();
  }

  /** What is written while a transaction runs goes into the next one together. */
  async #appendAll(): Promise<void> {
    await this.#context.ready();
    while (this.#toAppend.length > 0) await this.#appendSome(this.#toAppend.splice(0));
    this.#appending = undefined;
  }

  async #appendSome(writes: readonly (readonly Author[])[]): Promise<void> {
    const changes = writes.flatMap((together) => together.map((author) => author.change));
    const kept = changes.filter(this.#context.mayBeKept);
    const places = new Map<string, number>();
    let onDisk = this.#context.mode === 'disk' && !this.#context.storageBroken();
    try {
      // A disk that is not in use any more gives no places: they could be those of other changes there.
      if (onDisk || this.#context.mode !== 'disk') {
        const cache = this.#context.cache();
        const { database } = cache;
        let ns = await cache.append(kept);
        // What was there just before the database was emptied goes there again.
        if (cache.database !== database) ns = await cache.putBack(kept.map((change, i) => ({ n: ns[i]!, change, state: 'waiting' })));
        for (const [i, n] of ns.entries()) places.set(keyOf(kept[i]!), n);
      }
    } catch (error) {
      onDisk = false;
      this.#context.storageFailed(error);
    }
    const placed: StoredEntry[] = [];
    for (const change of changes) {
      const key = keyOf(change);
      const n = places.get(key);
      // Renamed it may be meanwhile, or taken back.
      const entry = this.#outbox.find(key);
      if (entry) placed.push({ ...entry, n: n ?? this.#outbox.placeInPage() });
      else if (n !== undefined) this.#takingBack.placed(key, n);
    }
    this.#outbox.put(placed);
    this.#context.tell({ type: 'entries', entries: placed, under: this.#outbox.under(placed) });
    this.#context.push();
    for (const together of writes) {
      const onDiskWhole = onDisk && together.every(({ change }) => places.has(keyOf(change)));
      for (const author of together) author.kept(onDiskWhole);
    }
  }

  /** Entries got another state or another content. */
  async changed(entries: readonly StoredEntry[]): Promise<void> {
    const news = this.#marked(entries);
    if (news.length === 0) return;
    for (const entry of news) this.answerParked(entry);
    const kept = news.filter(isKept);
    if (kept.length > 0) await this.#context.cache().update(kept).catch(this.#context.storageFailed);
    // What is being appended is told when it has its place, maybe by now: without it, it must not come after that. And what is over by now nobody takes out again who came since.
    this.#context.tell({ type: 'entries', entries: news.filter((e) => e.n > 0 && this.#outbox.find(keyOf(e.change))) });
  }

  /** Puts entries that wait for a person into the outbox, one of a kind and record. */
  async park(entries: readonly StoredEntry[]): Promise<void> {
    const known = (entry: StoredEntry): boolean => this.#outbox.of(entry.change.table, entry.change.id).some((e) => e.state === entry.state && e.reason?.code === entry.reason?.code);
    const news = entries.filter((entry) => !known(entry));
    if (news.length === 0) return;
    const onDisk = this.#context.mode !== 'disk' || !this.#context.storageBroken();
    const places = onDisk ? await this.#context.cache().putBack(news).catch(this.#context.storageFailed) : undefined;
    const placed = news.map((entry, i) => ({ ...entry, n: places?.[i] ?? this.#outbox.placeInPage() }));
    this.#outbox.put(placed);
    this.#context.tell({ type: 'entries', entries: placed });
  }

  /** Puts entries, but for those that went, into the outbox as newer than what is known of them. */
  #marked(entries: readonly StoredEntry[]): StoredEntry[] {
    const news = entries.flatMap((entry) => {
      const known = this.#outbox.find(keyOf(entry.change));
      return known ? [{ ...entry, n: known.n, rev: (known.rev ?? 0) + 1 }] : [];
    });
    this.#outbox.put(news);
    return news;
  }

  /** See PushEvents. */
  async claim(entries: readonly StoredEntry[]): Promise<readonly StoredEntry[] | undefined> {
    const sending = this.#marked(entries.map((e) => ({ ...e, state: 'sending' })));
    const kept = sending.filter(isKept);
    const { database } = this.#outbox;
    // Where a double could come of it, the next leader must know what may have been sent.
    const marked = kept.length > 0 ? await this.#context.cache().claim(kept, !this.#context.adapter.capabilities.idempotency).catch(this.#context.storageFailed) : [];
    // A database that was emptied since lacks them, and says nothing of what became of them.
    const held = marked && (database === undefined || this.#context.cache().database === database) ? new Set(marked) : undefined;
    // Another tab leads by now; or it could not learn that these may have been sent.
    if (!held && (!this.#context.leads() || !this.#context.adapter.capabilities.idempotency)) {
      this.#marked(sending.map((e) => ({ ...e, state: 'waiting' })));
      return undefined;
    }
    const gone = held ? kept.filter((e) => !held.has(e.n)).map((e) => keyOf(e.change)) : [];
    if (gone.length > 0) this.#forget(gone);
    if (!this.#context.leads()) {
      // What no disk holds nobody else knows to be on its way.
      await this.changed(sending.filter((e) => !isKept(e)).map((e) => ({ ...e, state: 'waiting' })));
      return undefined;
    }
    const left = sending.filter((e) => this.#outbox.find(keyOf(e.change)));
    this.#context.tell({ type: 'entries', entries: left });
    return left;
  }

  /** Tells who waits for a change that it is parked. */
  answerParked(entry: StoredEntry): void {
    this.#authors.parked(entry);
  }

  /** Sends a parked change again as it is told here, and with it the rest of its group. Nothing happens when it is no longer parked. */
  async resend(key: string, change: Change): Promise<void> {
    const entry = this.#outbox.find(key);
    if (!entry || entry.state === 'waiting' || entry.state === 'sending') return;
    await this.changed(this.#outbox.together(entry).map((e): StoredEntry => ({ n: e.n, change: e === entry ? change : e.change, state: 'waiting' })));
    if (this.#context.leads()) this.#context.push();
    else this.#context.tell({ type: 'retry' });
  }

  /** Forgets an entry and what makes no sense without it. Answers false when it is gone or on its way already. */
  discard(key: string): Promise<boolean> {
    return this.#takingBack.discard(key);
  }

  /** Entries went without being sent. */
  #forget(keys: readonly string[]): void {
    this.#outbox.drop(keys);
    this.answerDropped(keys);
    this.#context.tell({ type: 'dropped', keys });
  }

  /** Entries are no longer on disk, and what became of them was not heard. */
  vanished(keys: readonly string[]): void {
    this.#outbox.drop(keys);
    for (const key of keys) {
      this.#takingBack.heard(key);
      this.#authors.vanished(key);
    }
  }

  /** Tells who waits for changes that they were taken back, here or in another tab. */
  answerDropped(keys: readonly string[]): void {
    for (const key of keys) {
      this.#takingBack.heard(key);
      this.#authors.dropped(key);
    }
  }

  /** Nobody hears of anything any more. What is on disk goes on at the next start. */
  close(): void {
    this.#closed = true;
    this.#authors.close();
  }

  /** See PushEvents. */
  async confirmed(stored: readonly Stored[], row: AnyRow | null, id: string, sentOver: AnyRow | undefined): Promise<void> {
    const { table, id: previousId, op } = stored[0]!.entry.change;
    const e = this.#context.entityOf(table);
    const held = e && this.#context.store.table(e).confirmed(id);
    // A new record that came and went by the pulls meanwhile looks like one that nobody heard of. So does a changed one that nobody looks at here; and
    // the answer to a change that was sent before says what was then. Under an id that the backend gave, nobody knows its record before that.
    const isOld = op === 'update' || (id !== previousId && stored.some(({ entry }) => (entry.rev ?? 0) > 1));
    const isGone = row !== null && e !== undefined && !held && (isOld || this.#context.store.table(e).touchedAt(id) > 0);
    const doubtful = (isGone || held !== sentOver) && !(row && row.version !== undefined && row.version === held?.version);
    const aliases = id === previousId ? [] : [{ table, from: previousId, to: id }];
    // A row of which it is not sure that it is the newest stays off the disk until it was read again, or pulled.
    // Of a row that a whole new reading brought it may be the older state; memory has it, and what that says differently is asked for.
    const sure = !doubtful && !(e && this.#context.gathers(this.#context.store.table(e)));
    const writes: TableWrite[] = !sure ? [] : [{ table, rows: row ? [row] : [], removed: row ? [] : [id] }];
    const messages = stored.map(({ entry, overwrote }): Confirmed => ({ type: 'confirmed', key: keyOf(entry.change), table, previousId, id, row, written: sure, overwrote }));
    if (e && held) for (const { entry: { change } } of stored) if (change.op === 'update') this.#newest.replaces(e, held, change.patch);
    // The store first: between the answer and its taking there must be no gap for an older reading.
    const renamed = this.changed(this.applyConfirmed(messages));
    const kept = stored.flatMap(({ entry }) => (isKept(entry) ? [entry.n] : []));
    const settled = this.#context.cache().settle(kept, writes.map(this.#context.kept), aliases).then(() => sure, (error: unknown) => {
      this.#context.storageFailed(error);
      if (e) this.#context.store.table(e).unwritten.add(id);
      return false;
    });
    // After another tab took the lead that one finds out by itself.
    for (const [i, message] of messages.entries()) {
      this.#context.tellWhen(settled.then((written) => (!isKept(stored[i]!.entry) || this.#context.leads() ? { ...message, written } : undefined)));
    }
    await Promise.all([settled, renamed]);
    if (e && doubtful) await this.#newest.reread(e, id);
  }

  /** Takes in what became of changes of one record. Answers the entries that name it by its new id now. */
  applyConfirmed(messages: readonly Confirmed[]): readonly StoredEntry[] {
    const { table, previousId, id, row, written } = messages[0]!;
    const keys = messages.map((m) => m.key);
    const e = this.#context.entityOf(table);
    this.#outbox.settle(keys);
    // Known here by then, it would be no news to the pull that is to bring it to the disk.
    if (e && !written) this.#context.store.table(e).unwritten.add(id);
    const renamed = this.#context.store.step(() => {
      if (id !== previousId) this.#context.store.alias(table, previousId, id);
      const others = id === previousId ? [] : this.#outbox.rename(table, previousId, id);
      if (e) this.#context.store.replace(e, id, row ?? undefined, this.#outbox.over(table, id), previousId);
      return others;
    });
    for (const { key, overwrote } of messages) if (overwrote.length > 0) this.#context.overwrote({ id: key, table, recordId: id, fields: overwrote });
    for (const key of keys) {
      this.#takingBack.heard(key);
      this.#authors.confirmed(key, row);
    }
    return renamed;
  }

  /** See PushEvents. */
  learned(table: string, row: AnyRow, asked: number): Promise<void> {
    return this.#newest.learned(table, row, asked);
  }

  /** Of rows that another tab tells: what is to be taken in. See NewestRows.late. */
  hearRows(write: TableWrite): TableWrite {
    const e = this.#context.entityOf(write.table);
    // A whole new reading of the tab that led before stands on disk, and comes from there.
    return e && this.#context.leads() && !write.anew ? this.#newest.late(e, write) : write;
  }

  /** Another tab tells that the backend has a change. What one tells that led before may be older than what is known here. */
  hearConfirmed(message: Confirmed): void {
    const { key, table, id, written, overwrote } = message;
    const e = this.#context.entityOf(table);
    const leads = this.#context.leads();
    // Which id the backend gave its record may not have been heard.
    const known = this.#outbox.find(key)?.change.id ?? id;
    const previousId = known === id ? message.previousId : known;
    // Of one that is over here the disk told before this did, and later ones may have been told since.
    const isLate = this.#outbox.isOver(key) && !this.#takingBack.takes(key);
    if (!isLate) this.applyConfirmed([{ ...message, previousId }]);
    else if (written && overwrote.length > 0) this.#context.overwrote({ id: key, table, recordId: id, fields: overwrote });
    if (!e) return;
    if (leads && !written) this.#context.store.table(e).unwritten.add(id);
    // A tab that led before tells it: this one may have pulled further since. The backend says what it is now; without a connection the pull that follows its return does.
    if (leads) void this.#newest.reread(e, id);
    else if (isLate && written) void this.#reading.load(e, [id]).catch(nothing);
  }
}
