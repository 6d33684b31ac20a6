import type { StoredEntry } from '../cache/cache.ts';
import { StorageError } from '../errors.ts';
import { isKept, keyOf } from './entry-key.ts';
import type { Outbox } from './outbox.ts';
import type { SyncContext } from './sync-context.ts';

/** What could not be taken back is told to be over within that time, in milliseconds, or nobody tells of it any more. */
const longestNews = 1000;

/** What comes of it. */
interface TakingBackEvents {
  /** Fulfilled when what is being written has its places. */
  appended(): Promise<void> | undefined;
  /** Entries went without being sent. */
  forget(keys: readonly string[]): void;
  /** Entries are over, and what became of them was not heard. */
  vanished(keys: readonly string[]): void;
  /** Entries stand on something else now. */
  changed(entries: readonly StoredEntry[]): Promise<void>;
}

/** Takes changes out of outbox and disk that were not sent, with what stands on them. */
export class TakingBack {
  readonly #context: SyncContext;
  readonly #outbox: Outbox;
  readonly #events: TakingBackEvents;
  readonly #taken = new Set<string>();
  /** Places of changes that were taken back while they were being written. */
  readonly #late = new Map<string, number>();

  constructor(context: SyncContext, outbox: Outbox, events: TakingBackEvents) {
    this.#context = context;
    this.#outbox = outbox;
    this.#events = events;
  }

  /** Whether a change is being taken back, of which nothing was heard meanwhile. */
  takes(key: string): boolean {
    return this.#taken.has(key);
  }

  /** What became of a change was heard: it does not come back. */
  heard(key: string): void {
    this.#taken.delete(key);
  }

  /** A change that is being taken back has its place. */
  placed(key: string, n: number): void {
    this.#late.set(key, n);
  }

  /** See Writing. */
  async discard(key: string): Promise<boolean> {
    const entry = this.#outbox.find(key);
    if (!entry || entry.state === 'sending') return false;
    const gone = [...new Set(this.#outbox.together(entry).flatMap((e) => [e, ...this.#outbox.dependants(e)]))];
    if (gone.some((e) => e.state === 'sending')) return false;
    const keysGone = new Set(gone.map((e) => keyOf(e.change)));
    const stoodOn = new Map<string, StoredEntry>();
    // Of a batch from its last change on, so that what stands on several of them comes to stand below the first.
    for (const taken of this.#outbox.together(entry).filter((e) => e.state === 'waiting').toReversed()) {
      const rebased = this.#outbox.rebaseAfter(taken);
      for (const e of rebased) if (!keysGone.has(keyOf(e.change)) && !stoodOn.has(keyOf(e.change))) stoodOn.set(keyOf(e.change), this.#outbox.find(keyOf(e.change))!);
      this.#outbox.put(rebased);
      this.#outbox.drop([keyOf(taken.change)]);
    }
    for (const lost of gone) {
      const forgetting = this.#outbox.forgetting(lost).filter((e) => !keysGone.has(keyOf(e.change)));
      for (const e of forgetting) if (!stoodOn.has(keyOf(e.change))) stoodOn.set(keyOf(e.change), this.#outbox.find(keyOf(e.change))!);
      this.#outbox.put(forgetting);
    }
    const rebased = [...stoodOn.keys()].flatMap((key) => this.#outbox.find(key) ?? []);
    this.#outbox.drop([...keysGone]);
    for (const e of gone) this.#taken.add(keyOf(e.change));
    const left = await this.#withdraw(gone);
    // Meanwhile it may have been heard what became of them.
    const stays = left?.filter((e) => this.#taken.has(keyOf(e.change)));
    for (const e of gone) this.#taken.delete(keyOf(e.change));
    const waiting = (entries: readonly StoredEntry[]): readonly StoredEntry[] => entries.filter((e) => this.#outbox.find(keyOf(e.change))?.state === 'waiting');
    if (stays) {
      this.#outbox.restore(stays);
      this.#outbox.put(waiting([...stoodOn.values()]));
      // News of it that did not come was read off the disk when it did not stand here.
      this.#context.host.after(longestNews, () => void this.#lookFor(stays));
      return false;
    }
    this.#events.forget(gone.map((e) => keyOf(e.change)));
    await this.#events.changed(waiting(rebased));
    this.#context.push();
    return true;
  }

  /** Takes entries off the disk, unless the leading tab is sending one of them: then it answers them, with their places. */
  async #withdraw(taken: readonly StoredEntry[]): Promise<readonly StoredEntry[] | undefined> {
    const { database } = this.#outbox;
    // What is being written now has its place afterwards.
    if (taken.some((e) => e.n < 0)) await this.#events.appended();
    const entries = taken.map((e) => ({ ...e, n: e.n < 0 ? (this.#late.get(keyOf(e.change)) ?? e.n) : e.n }));
    for (const e of entries) this.#late.delete(keyOf(e.change));
    const ns = entries.filter(isKept).map((e) => e.n);
    if (ns.length === 0) return undefined;
    try {
      // A database that was emptied since lacks it, and nobody puts it back.
      if (!this.#context.leads()) return (await this.#context.cache().withdraw(ns)) || this.#context.cache().database !== database ? undefined : entries;
      // Whoever leads knows better than the marks on disk: an earlier leader may have left one.
      await this.#context.cache().settle(ns, [], []);
      return undefined;
    } catch (error) {
      this.#context.storageFailed(error);
      // Another tab leads, and may be sending it.
      const elsewhere = error instanceof StorageError && (error.code === 'newer_schema' || error.code === 'fenced');
      return elsewhere && entries.some((e) => e.state === 'waiting') ? entries : undefined;
    }
  }

  /** Entries that the disk lacks are over, whatever became of them. */
  async #lookFor(entries: readonly StoredEntry[]): Promise<void> {
    if (this.#context.connection.closed.aborted || this.#context.storageBroken()) return;
    const { database } = this.#outbox;
    const known = entries.map((e) => keyOf(e.change)).filter((key) => {
      const entry = this.#outbox.find(key);
      return entry && isKept(entry);
    });
    if (known.length === 0) return;
    try {
      const { database: read, entries: kept } = await this.#context.cache().loadOutbox();
      const there = new Set(kept.map((e) => keyOf(e.change)));
      if (read === database) this.#events.vanished(known.filter((key) => !there.has(key)));
    } catch (error) {
      this.#context.storageFailed(error);
    }
  }
}
