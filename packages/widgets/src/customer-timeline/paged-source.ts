import type { Result } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import type { LiveSource } from '../base/live-controller.ts';
import { WindowSource } from './window-source.ts';

/** What one question asks for at the most: a backend may answer no more than 2,000 rows at once. */
const most = 500;

interface Window {
  readonly limit: number;
  readonly offset?: number;
}

/** One list whose window grows beyond what a backend answers at once: as many questions, one behind the other, as it takes. */
export class PagedSource<R extends { readonly id: string }> {
  readonly #host: ReactiveControllerHost;
  readonly #pages: WindowSource<R>[];
  #told: readonly unknown[] = [];
  #rows: readonly R[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#pages = [new WindowSource<R>(host)];
  }

  /** As of a WindowSource; `limit` rows in all. */
  watch(subject: readonly unknown[], window: readonly unknown[], limit: number, make: (window: Window) => () => LiveSource<Result<R>>): void {
    const wanted = Math.max(1, Math.ceil(limit / most));
    while (this.#pages.length < wanted) this.#pages.push(new WindowSource<R>(this.#host));
    this.#pages.forEach((page, i) => {
      const offset = i * most;
      const own = { limit: Math.min(most, limit - offset), ...(offset > 0 ? { offset } : {}) };
      page.watch([...subject, i], i < wanted ? [...window, own.limit] : [undefined], make(own));
    });
  }

  /** What the first question is answered; undefined without one. */
  get value(): Result<R> | undefined { return this.#pages[0]!.value; }

  get rows(): readonly R[] {
    const told = this.#pages.map((page) => page.rows);
    if (told.length !== this.#told.length || told.some((rows, i) => rows !== this.#told[i])) {
      this.#told = told;
      // A row that moved from one page to the next may stand in both for a moment.
      this.#rows = told.length === 1 ? told[0]! : [...new Map(told.flat().map((row) => [row.id, row])).values()];
    }
    return this.#rows;
  }

  get loading(): boolean { return this.#pages[0]!.loading; }
  get growing(): boolean { return this.#pages.some((page, i) => page.growing || (i > 0 && page.loading)); }

  /** Further rows than these are there, as far as anybody can tell. */
  hasMore(limit: number): boolean {
    const first = this.#pages[0]!;
    if (this.#pages.length === 1) return first.hasMore(limit);
    const { total, status } = first.value ?? { total: 0, status: 'ready' };
    if (status === 'forbidden' || status === 'unsupported' || status === 'error') return false;
    return total === undefined ? this.rows.length >= limit : total > this.rows.length;
  }
}
