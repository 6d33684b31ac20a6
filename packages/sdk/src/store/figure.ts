import { type AnyRow, comparable, type Entity, fieldOf, type Measure, type MeasureValue, type Money } from '../schema/index.ts';
import { ExactSum } from '../schema/exact-sum.ts';
import { SortedList } from './sorted-list.ts';

/** One figure over rows that come and go. */
export interface Figure {
  add(row: AnyRow): void;
  remove(row: AnyRow): void;
  /** One row for another state of it. Answers whether the figure may be another. */
  exchange(before: AnyRow, after: AnyRow): boolean;
  /** @param count of the rows */
  value(count: number): MeasureValue;
}

/** Values of one field that come and go: of money those of one currency. */
interface Values {
  add(value: number | string): void;
  remove(value: number | string): void;
  readonly size: number;
  read(): number | string;
}

/** How to begin a figure over no rows. It says the same as `figures()` over all rows. */
export function figureOf(e: Entity, measure: Measure): () => Figure {
  const { op } = measure;
  if (op === 'count') return () => ({ add() {}, remove() {}, exchange: () => false, value: (count) => count });
  const { field } = measure;
  const kind = fieldOf(e, field)!.kind;
  const values = (): Values => (op === 'sum' || op === 'avg' ? summed(op) : sorted(op));
  if (kind === 'money') return () => moneyFigure(field, values);
  // Sums and averages are of numbers; decimals are numbers in text.
  const numeric = op === 'sum' || op === 'avg' || kind === 'decimal';
  return () => plainFigure(field, values(), (v) => (numeric ? Number(v) : comparable(v)!), op === 'sum' ? 0 : null);
}

function plainFigure(field: string, values: Values, read: (value: unknown) => number | string, empty: MeasureValue): Figure {
  const present = (row: AnyRow): boolean => row[field] !== null && row[field] !== undefined;
  const figure: Figure = {
    add: (row) => void (present(row) && values.add(read(row[field]))),
    remove: (row) => void (present(row) && values.remove(read(row[field]))),
    exchange(before, after) {
      if (before[field] === after[field]) return false;
      figure.remove(before);
      figure.add(after);
      return true;
    },
    value: () => (values.size === 0 ? empty : values.read()),
  };
  return figure;
}

function moneyFigure(field: string, values: () => Values): Figure {
  const byCurrency = new Map<string, Values>();
  const put = (row: AnyRow, come: boolean): void => {
    // Fields of this kind hold money or nothing.
    const money = row[field] as Money | null | undefined;
    if (!money) return;
    let own = byCurrency.get(money.currency);
    if (!own) byCurrency.set(money.currency, (own = values()));
    if (come) own.add(money.minor);
    else own.remove(money.minor);
    if (own.size === 0) byCurrency.delete(money.currency);
  };
  return {
    add: (row) => put(row, true),
    remove: (row) => put(row, false),
    exchange(before, after) {
      const [was, is] = [before[field] as Money | null | undefined, after[field] as Money | null | undefined];
      if (was === is || (was?.minor === is?.minor && was?.currency === is?.currency)) return false;
      put(before, false);
      put(after, true);
      return true;
    },
    value: () => Object.fromEntries([...byCurrency].map(([currency, own]) => [currency, Number(own.read())])),
  };
}

function summed(op: 'sum' | 'avg'): Values {
  const sum = new ExactSum();
  let size = 0;
  return {
    add(value) {
      sum.add(Number(value));
      size++;
    },
    remove(value) {
      sum.remove(Number(value));
      size--;
    },
    get size() {
      return size;
    },
    read: () => (op === 'avg' ? sum.value / size : sum.value),
  };
}

function sorted(op: 'min' | 'max'): Values {
  const list = new SortedList<number | string>((a, b) => (a < b ? -1 : a > b ? 1 : 0), []);
  return {
    add: (value) => list.insert(value),
    remove: (value) => void list.remove(value),
    get size() {
      return list.length;
    },
    read: () => list.at(op === 'min' ? 0 : list.length - 1)!,
  };
}
