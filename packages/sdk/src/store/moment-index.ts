import type { AnyRow } from '../schema/index.ts';
import { SortedList } from './sorted-list.ts';

/** The rows of a table by the text of one field: moments, as filters compare them with the present. */
export class MomentIndex {
  readonly #field: string;
  readonly #list: SortedList<AnyRow>;

  constructor(field: string, rows: Iterable<AnyRow>) {
    this.#field = field;
    this.#list = new SortedList(byText(field), [...rows].filter((row) => typeof row[field] === 'string').sort(byText(field)));
  }

  /** Rows whose text lies from one to another, both included. */
  between(from: string, to: string): readonly AnyRow[] {
    const out: AnyRow[] = [];
    for (let at = this.#list.rank(this.#probe(from)); ; at++) {
      const row = this.#list.at(at);
      if (!row || String(row[this.#field]) > to) return out;
      out.push(row);
    }
  }

  /** The smallest text from one on. */
  next(from: string): string | undefined {
    const row = this.#list.at(this.#list.rank(this.#probe(from)));
    return row && String(row[this.#field]);
  }

  change(before: AnyRow | undefined, after: AnyRow | undefined): void {
    if (before && typeof before[this.#field] === 'string') this.#list.remove(before);
    if (after && typeof after[this.#field] === 'string') this.#list.insert(after);
  }

  #probe(text: string): AnyRow {
    return { id: '', [this.#field]: text };
  }
}

function byText(field: string): (a: AnyRow, b: AnyRow) => number {
  return (a, b) => {
    const x = String(a[field]);
    const y = String(b[field]);
    if (x !== y) return x < y ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  };
}
