import type { AnyRow, Entity } from '../schema/index.ts';
import type { KeptAnswer, KeptWindow } from './reader.ts';
import type { RowsResult, RowsSpec } from './rows-result.ts';
import type { Store } from './store.ts';

/** Rows that are kept of an answer. */
const mostRows = 50;
/** How long an answer has stood before it is kept, in milliseconds: what changes often is not written each time. */
const settling = 1500;

/** Where windows are kept. */
export interface Windows {
  /** What was kept of a query, by its name; undefined where nothing was, or it cannot be read. */
  recall(name: string): Promise<KeptWindow | undefined>;
  keep(name: string, window: KeptWindow): void;
  /** Calls back when the client closes, while there is still time to keep something. */
  onLeave(listener: () => void): () => void;
}

/** The first rows of a query's last answer, kept on disk so that they are shown before anything else is read, and where nothing else can be. */
export class LastWindow implements KeptAnswer {
  readonly #name: string;
  readonly #store: Store;
  readonly #windows: Windows;
  readonly #read: () => RowsResult;
  readonly #deaf: () => void;
  #callOff: (() => void) | undefined;
  #kept: RowsResult | undefined;
  #stopped = false;

  /** See Reader.keepAnswer. */
  constructor(e: Entity, spec: RowsSpec, store: Store, windows: Windows, read: () => RowsResult, show: (window: KeptWindow) => void) {
    this.#name = `${e.name} ${JSON.stringify(spec)}`;
    this.#store = store;
    this.#windows = windows;
    this.#read = read;
    this.#deaf = windows.onLeave(() => this.#flush());
    void this.#recall(show);
  }

  stop(): void {
    this.#stopped = true;
    this.#deaf();
    this.#flush();
  }

  async #recall(show: (window: KeptWindow) => void): Promise<void> {
    const window = await this.#windows.recall(this.#name);
    if (window && !this.#stopped) show(window);
  }

  #flush(): void {
    if (!this.#callOff) return;
    this.#callOff();
    this.#callOff = undefined;
    this.#keep(this.#read());
  }

  changed(): void {
    this.#callOff ??= this.#store.clock.after(settling, () => {
      this.#callOff = undefined;
      this.#keep(this.#read());
    });
  }

  #keep(result: RowsResult): void {
    if (result.status !== 'ready' || result === this.#kept) return;
    this.#kept = result;
    const rows = result.rows.slice(0, mostRows);
    this.#windows.keep(this.#name, { rows, total: result.total, related: Object.fromEntries(Object.entries(result.related).map(([table, known]) => [table, namedBy(rows, known)])) });
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
