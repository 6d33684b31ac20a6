import type { AnyRow, Entity } from '../schema/index.ts';
import type { KeptWindow, Reader } from './reader.ts';
import type { RowsResult, RowsSpec } from './rows-result.ts';
import type { Store } from './store.ts';

/** Rows that are kept of an answer. */
const mostRows = 50;
/** How long an answer has stood before it is kept, in milliseconds: what changes often is not written each time. */
const settling = 1500;

/** The first rows of a query's last answer, kept on disk so that they are shown before anything else is read, and where nothing else can be. */
export class LastWindow {
  readonly #name: string;
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #read: () => RowsResult;
  #callOff: (() => void) | undefined;
  #kept: RowsResult | undefined;
  #started = false;

  /** @param read the answer as it is now */
  constructor(e: Entity, { offset, ...spec }: RowsSpec, store: Store, reader: Reader, read: () => RowsResult) {
    this.#name = offset ? '' : `${e.name} ${JSON.stringify(spec)}`;
    this.#store = store;
    this.#reader = reader;
    this.#read = read;
  }

  /** @param show told of what is kept, unless the query ended before that was read */
  start(show: (window: KeptWindow) => void): () => void {
    if (this.#name === '' || !this.#reader.keepsWindows) return () => {};
    this.#started = true;
    void this.#recall(show);
    const forget = this.#reader.onLeave(() => this.#flush());
    return () => {
      this.#started = false;
      forget();
      this.#flush();
    };
  }

  async #recall(show: (window: KeptWindow) => void): Promise<void> {
    const window = await this.#reader.recall(this.#name);
    if (window && this.#started) show(window);
  }

  #flush(): void {
    if (!this.#callOff) return;
    this.#callOff();
    this.#callOff = undefined;
    this.#keep(this.#read());
  }

  /** The answer changed. */
  changed(): void {
    if (!this.#started) return;
    this.#callOff ??= this.#store.clock.after(settling, () => {
      this.#callOff = undefined;
      this.#keep(this.#read());
    });
  }

  #keep(result: RowsResult): void {
    if (result.status !== 'ready' || result === this.#kept) return;
    this.#kept = result;
    const rows = result.rows.slice(0, mostRows);
    this.#reader.keep(this.#name, { rows, total: result.total, related: Object.fromEntries(Object.entries(result.related).map(([table, known]) => [table, namedBy(rows, known)])) });
  }
}

/** The related rows that these rows name: the answer may hold many more. */
function namedBy(rows: readonly AnyRow[], known: ReadonlyMap<string, AnyRow>): [string, AnyRow][] {
  const named = new Map<string, AnyRow>();
  for (const row of rows) {
    for (const value of Object.values(row)) {
      const target = typeof value === 'string' ? known.get(value) : undefined;
      if (target) named.set(value as string, target);
    }
  }
  return [...named];
}
