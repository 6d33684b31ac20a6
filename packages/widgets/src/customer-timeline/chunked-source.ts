import type { Result } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import type { LiveSource } from '../base/live-controller.ts';
import { WindowSource } from './window-source.ts';

/** What one question asks for at the most: a backend may answer no more than 2,000 rows at once. */
const chunk = 250;

/** Rows by their ids, however many: asked for in chunks that keep their ids, so that one more id asks for few rows again. */
export class ChunkedSource<R extends { readonly id: string }> {
  readonly #host: ReactiveControllerHost;
  readonly #sources: WindowSource<R>[] = [];
  #about: readonly unknown[] = [];
  #ids: readonly string[] | undefined;
  #known = new Set<string>();
  #chunks: string[][] = [];
  #told: readonly unknown[] = [];
  #rows: readonly R[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** `about`: what the rows are about; ids of another subject are forgotten. The same list of ids costs nothing. */
  watch(about: readonly unknown[], ids: readonly string[], make: (ids: readonly string[]) => () => LiveSource<Result<R>>): void {
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
      if (last && last.length < chunk) last.push(id);
      else this.#chunks.push([id]);
    }
    while (this.#sources.length < this.#chunks.length) this.#sources.push(new WindowSource<R>(this.#host));
    this.#sources.forEach((source, i) => {
      const own = this.#chunks[i];
      // Ids are only ever added, so that their number tells one chunk from what it was.
      source.watch([...about, i], own ? [own.length] : [undefined], make(own ? [...own] : []));
    });
  }

  get rows(): readonly R[] {
    const told = this.#sources.map((source) => source.rows);
    if (told.length !== this.#told.length || told.some((rows, i) => rows !== this.#told[i])) {
      this.#told = told;
      this.#rows = told.length === 1 ? told[0]! : told.flat();
    }
    return this.#rows;
  }

  /** The worst state of its parts; undefined without a question. */
  get value(): Result<R> | undefined {
    const values = this.#sources.flatMap((source) => source.value ?? []);
    return values.find(({ status }) => status !== 'ready') ?? values[0];
  }

  get loading(): boolean { return this.#sources.some((source) => source.loading); }

  get growing(): boolean { return this.#sources.some((source) => source.growing || (source.loading && this.rows.length > 0)); }
}
