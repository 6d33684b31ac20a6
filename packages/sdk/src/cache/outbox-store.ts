import type { Change } from '../schema/index.ts';
import type { Alias, StoredEntry, TableWrite } from './cache.ts';
import { answerOf, type OutboxRecord } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';
import type { SchemaVersion } from './schema-version.ts';
import type { WriteQueue } from './write-queue.ts';

interface Waiting {
  readonly changes: readonly Change[];
  resolve(ns: readonly number[]): void;
  reject(error: unknown): void;
}

/**
 * Writes the outbox. Appends are on disk, not only handed to the system, when they are done; what comes while one transaction is under way shares the next, as each
 * costs a wait for the disk. All else goes through the queue, in order with what pulls write.
 */
export class OutboxStore {
  readonly #handle: DatabaseHandle;
  readonly #queue: WriteQueue;
  readonly #schema: SchemaVersion;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(handle: DatabaseHandle, queue: WriteQueue, schema: SchemaVersion) {
    this.#handle = handle;
    this.#queue = queue;
    this.#schema = schema;
  }

  append(changes: readonly Change[]): Promise<readonly number[]> {
    if (changes.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ changes, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    // What else is appended in this moment comes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        const ns = await this.#handle.add(['outbox'], (tx, repeated) => this.#add(tx, batch.flatMap((w) => w.changes), repeated));
        let at = 0;
        for (const { changes, resolve } of batch) resolve(ns.slice(at, (at += changes.length)));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#running = false;
  }

  async #add(tx: IDBTransaction, changes: readonly Change[], repeated: boolean): Promise<readonly number[]> {
    const store = tx.objectStore('outbox');
    // A transaction whose end was not heard of may have been committed.
    const there = new Map(repeated ? ((await answerOf(store.getAll())) as OutboxRecord[]).map((e) => [e.change.key.join('#'), e.n!]) : []);
    const ns: number[] = [];
    for (const [i, change] of changes.entries()) {
      const n = there.get(change.key.join('#'));
      if (n !== undefined) ns[i] = n;
      else {
        const request = store.add({ change, state: 'waiting', schema: this.#schema.current } satisfies OutboxRecord);
        request.onsuccess = () => (ns[i] = Number(request.result));
      }
    }
    return ns;
  }

  async putBack(entries: readonly StoredEntry[]): Promise<readonly number[]> {
    return this.#handle.add(['outbox'], async (tx) => {
      const store = tx.objectStore('outbox');
      const there = new Map(((await answerOf(store.getAll())) as OutboxRecord[]).map((e) => [e.change.key.join('#'), e.n!]));
      const taken = new Set(there.values());
      const ns: number[] = [];
      for (const [i, entry] of entries.entries()) {
        const known = there.get(entry.change.key.join('#'));
        // No two databases give the same places, so that its own is free, and keeps the order.
        const { n, ...rest } = entry;
        ns[i] = known ?? Number(await answerOf(store.add({ ...rest, ...(n < 0 || taken.has(n) ? {} : { n }), schema: this.#schema.current } satisfies OutboxRecord)));
      }
      return ns;
    });
  }

  /** Replaces entries that are still there, and answers their places: one that was settled meanwhile must not come back. */
  async replace(entries: readonly StoredEntry[], { claims, strict }: { readonly claims: boolean; readonly strict: boolean }): Promise<readonly number[]> {
    let held: number[] = [];
    await this.#queue.add({
      writes: [], strict, ...(claims ? {} : { anyone: true }),
      outbox: async (tx) => {
        const store = tx.objectStore('outbox');
        const keys = await Promise.all(entries.map((e) => answerOf(store.getKey(e.n))));
        const there = entries.filter((_, i) => keys[i] !== undefined);
        for (const entry of there) store.put({ ...entry, schema: this.#schema.current } satisfies OutboxRecord);
        held = there.map((e) => e.n);
      },
    });
    return held;
  }

  /** See Cache. */
  async withdraw(ns: readonly number[]): Promise<boolean> {
    let free = false;
    await this.#queue.add({
      writes: [], anyone: true,
      outbox: async (tx) => {
        const store = tx.objectStore('outbox');
        const entries = await Promise.all(ns.map((n) => answerOf(store.get(n)) as Promise<OutboxRecord | undefined>));
        free = entries.every((e) => e && e.state !== 'sending');
        if (free) for (const n of ns) store.delete(n);
      },
    });
    return free;
  }

  settle(ns: readonly number[], writes: readonly TableWrite[], aliases: readonly Alias[]): Promise<void> {
    return this.#queue.add({
      writes,
      outbox: async (tx) => {
        for (const n of ns) tx.objectStore('outbox').delete(n);
        for (const alias of aliases) tx.objectStore('aliases').put(alias);
      },
    });
  }
}
