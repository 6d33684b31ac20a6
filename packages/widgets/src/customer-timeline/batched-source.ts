import type { Result } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import type { LiveSource } from '../base/live-controller.ts';
import { WindowSource } from './window-source.ts';

// What one question asks for at the most: a backend may answer no more than 2,000 rows at once.
const [mostRows, mostIds] = [500, 250];

interface Page {
  readonly limit: number;
  readonly offset?: number;
}

type Make<R, Of> = (of: Of) => () => LiveSource<Result<R>>;

/** One list that may be longer than what a backend answers at once: as many questions as it takes, by pages or by ids. */
export class BatchedSource<R extends { readonly id: string }> {
  readonly #host: ReactiveControllerHost;
  readonly #batches: WindowSource<R>[];
  #about: readonly unknown[] = [];
  #ids: readonly string[] | undefined;
  #known = new Set<string>();
  #chunks: string[][] = [];
  #told: readonly unknown[] = [];
  #rows: readonly R[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#batches = [new WindowSource<R>(host)];
  }

  /** As of a WindowSource; `limit` rows in all. */
  watchPages(about: readonly unknown[], window: readonly unknown[], limit: number, make: Make<R, Page>): void {
    this.#watch(about, Math.max(1, Math.ceil(limit / mostRows)), (i) => {
      const offset = i * mostRows;
      const page = { limit: Math.min(mostRows, limit - offset), ...(offset > 0 ? { offset } : {}) };
      return [[...window, page.limit], make(page)];
    });
  }

  /** Chunks keep their ids, so that one more asks for few rows again. `about`: ids of another subject are forgotten. The same list of ids costs nothing. */
  watchIds(about: readonly unknown[], ids: readonly string[], make: Make<R, readonly string[]>): void {
    if (about.length !== this.#about.length || about.some((part, i) => !Object.is(part, this.#about[i]))) {
      this.#about = about;
      this.#known = new Set();
      this.#chunks = [];
    } else if (ids === this.#ids) return;
    this.#ids = ids;
    for (const id of ids) {
      if (this.#known.has(id)) continue;
      this.#known.add(id);
      const last = this.#chunks.at(-1);
      if (last && last.length < mostIds) last.push(id);
      else this.#chunks.push([id]);
    }
    // Ids are only ever added, so that their number tells one chunk from what it was.
    this.#watch(about, this.#chunks.length, (i) => {
      const own = [...(this.#chunks[i] ?? [])];
      return [[own.length], make(own)];
    });
  }

  #watch(about: readonly unknown[], count: number, ask: (i: number) => readonly [window: readonly unknown[], make: () => LiveSource<Result<R>>]): void {
    while (this.#batches.length < count) this.#batches.push(new WindowSource<R>(this.#host));
    this.#batches.forEach((batch, i) => {
      const [window, make] = ask(i);
      batch.watch([...about, i], i < count ? window : [undefined], make);
    });
  }

  /** What the first question is answered; undefined without one. */
  get value(): Result<R> | undefined { return this.#batches[0]!.value; }

  get rows(): readonly R[] {
    const told = this.#batches.map((batch) => batch.rows);
    if (told.length !== this.#told.length || told.some((rows, i) => rows !== this.#told[i])) {
      this.#told = told;
      // A row that moved from one page to the next may stand in both for a moment.
      this.#rows = told.length === 1 ? told[0]! : [...new Map(told.flat().map((row) => [row.id, row])).values()];
    }
    return this.#rows;
  }

  /** Without a first answer. Further batches let stand what is there. */
  get loading(): boolean { return this.#batches[0]!.loading; }
  get growing(): boolean { return this.#batches.some((batch, i) => batch.growing || (i > 0 && batch.loading)); }

  /** Further rows than these are there, as far as anybody can tell. */
  hasMore(limit: number): boolean {
    const first = this.#batches[0]!;
    if (this.#batches.length === 1) return first.hasMore(limit);
    const { total, status } = first.value ?? { total: 0, status: 'ready' };
    if (status === 'forbidden' || status === 'unsupported' || status === 'error') return false;
    return total === undefined ? this.rows.length >= limit : total > this.rows.length;
  }
}
