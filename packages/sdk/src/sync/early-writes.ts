import type { StoredEntry } from '../cache/cache.ts';
import { ClosedError } from '../errors.ts';
import type { Change, Entity } from '../schema/index.ts';
import type { Store } from '../store/store.ts';
import type { Author } from './authors.ts';
import { keyOf } from './entry-key.ts';
import type { Writing } from './writing.ts';

/** Changes written before what keeps and sends them was loaded. They show at once, and are handed over in their order when it comes. */
export class EarlyWrites {
  readonly #store: Store;
  readonly #entityOf: (table: string) => Entity | undefined;
  readonly #changed: () => void;
  readonly #entries = new Map<string, StoredEntry>();
  #list: readonly StoredEntry[] | undefined;
  readonly #authors: Author[] = [];
  /** What was done, in its order. */
  readonly #done: ((writing: Pick<Writing, 'enqueue' | 'discard'>) => void)[] = [];
  #closed = false;

  constructor(store: Store, entityOf: (table: string) => Entity | undefined, changed: () => void) {
    this.#store = store;
    this.#entityOf = entityOf;
    this.#changed = changed;
  }

  /** Those that were not taken back, oldest first. The same list until something changed. */
  get entries(): readonly StoredEntry[] {
    return (this.#list ??= [...this.#entries.values()]);
  }

  /** As a person counts: what was done in one batch is one change. */
  get waiting(): number {
    return new Set(this.entries.map(({ change }) => change.group ?? keyOf(change))).size;
  }

  find(key: string): StoredEntry | undefined {
    return this.#entries.get(key);
  }

  /** See Writing.enqueue. */
  enqueue(authors: readonly Author[]): void {
    if (this.#closed) throw new ClosedError();
    this.#authors.push(...authors);
    this.#done.push((writing) => writing.enqueue(authors));
    const changes = authors.map(({ change }) => change);
    for (const change of changes) this.#entries.set(keyOf(change), { n: -1, change, state: 'waiting' });
    this.#show(changes);
  }

  /** See Writing.discard. It no longer shows; the rest follows when it is handed over. */
  discard(key: string): Promise<boolean> {
    const entry = this.#entries.get(key);
    if (!entry) return Promise.resolve(false);
    const { group } = entry.change;
    const gone = this.entries.filter((e) => e === entry || (group !== undefined && e.change.group === group)).map((e) => e.change);
    for (const change of gone) this.#entries.delete(keyOf(change));
    this.#show(gone);
    return new Promise((answer) => this.#done.push((writing) => answer(writing.discard(key))));
  }

  #show(changes: readonly Change[]): void {
    this.#list = undefined;
    this.#store.step(() => {
      for (const { table, id } of changes) {
        const e = this.#entityOf(table);
        if (e) this.#store.overlay(e, id, this.entries.flatMap(({ change }) => (change.table === table && change.id === id ? change : [])));
      }
    });
    this.#changed();
  }

  /** What keeps and sends changes is here. */
  handOver(writing: Writing): void {
    this.#store.step(() => {
      for (const again of this.#done.splice(0)) again(writing);
    });
    this.#forget();
  }

  /** Nobody will take them over any more. */
  close(): void {
    this.#closed = true;
    for (const author of this.#authors) {
      author.failed(new ClosedError());
      author.kept(false);
    }
    for (const again of this.#done.splice(0)) again({ enqueue: () => {}, discard: () => Promise.resolve(false) });
    this.#forget();
  }

  #forget(): void {
    this.#authors.length = 0;
    this.#entries.clear();
    this.#list = undefined;
  }
}
