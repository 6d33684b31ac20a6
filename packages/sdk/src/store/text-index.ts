import MiniSearch, { type SearchOptions } from 'minisearch';
import { type AnyRow, searchText } from '../schema/index.ts';
import type { Taker } from './routes.ts';
import type { RowDelta, Table } from './table.ts';
import { isUnspaced, signsOf, termsOf, wordsOf } from './words.ts';

/** What is found by its single signs counts so much of what is found by its words. */
const ofSigns = 0.1;

/** Rows read in one go while an index is made, so that the page stays alive. */
const slice = 1000;

export interface TextHit {
  readonly id: string;
  /** The higher, the better it fits. Comparable among tables. */
  readonly score: number;
}

/** Full text over the rows of a table that are in memory, kept up with them. */
export class TextIndex implements Taker {
  readonly #index: MiniSearch<AnyRow>;
  /** Rows that changed while the index was being made. */
  readonly #touched = new Set<string>();
  #full = false;
  /** Fulfilled when all rows of the beginning are in. */
  readonly ready: Promise<void>;

  constructor(table: Table) {
    const e = table.entity;
    this.#index = new MiniSearch<AnyRow>({
      fields: ['title', 'rest'],
      extractField: (row, name) => (name === 'id' ? row.id : name === 'title' ? String(row[e.title] ?? '') : searchText(e, row)),
      tokenize: termsOf,
      processTerm: (term) => term,
    });
    this.ready = this.#fill([...table.rows()]);
  }

  async #fill(rows: readonly AnyRow[]): Promise<void> {
    for (const [i, row] of rows.entries()) {
      // A change may have brought it, or taken it away, meanwhile.
      if (!this.#touched.has(row.id)) this.#index.add(row);
      if (i % slice === slice - 1) await new Promise((resolve) => setTimeout(resolve));
    }
    this.#touched.clear();
    this.#full = true;
  }

  take(deltas: readonly RowDelta[]): void {
    for (const { id, after } of deltas) {
      if (!this.#full) this.#touched.add(id);
      if (this.#index.has(id)) this.#index.discard(id);
      if (after) this.#index.add(after);
    }
  }

  search(text: string, limit: number): TextHit[] {
    const options: SearchOptions = { combineWith: 'AND', prefix: true, fuzzy: (term) => (term.length > 4 && /^\p{Script=Latin}+$/u.test(term) ? 0.2 : false), boost: { title: 3 } };
    const scores = new Map<string, number>();
    for (const { id, score } of this.#index.search(text, { ...options, tokenize: wordsOf })) scores.set(String(id), score);
    // The dictionary may cut a part of a name in another way than the name. What is found by single signs alone fits less.
    if (isUnspaced(text)) {
      for (const { id, score } of this.#index.search(text, { ...options, tokenize: signsOf })) if (!scores.has(String(id))) scores.set(String(id), score * ofSigns);
    }
    return [...scores].sort(([, a], [, b]) => b - a).slice(0, limit).map(([id, score]) => ({ id, score }));
  }
}
