import { idFrom } from '../import/record-id.ts';
import type { Culture } from './cultures.ts';
import { type Random, random } from './random.ts';

/** A row on its way to a backend. */
export type NewRow = { readonly id: string } & Record<string, unknown>;

/** Rows of one table, at most some hundreds. */
export interface TableRows {
  readonly table: string;
  readonly rows: readonly NewRow[];
}

export interface Party {
  readonly culture: Culture;
  readonly account: NewRow | undefined;
  readonly contacts: readonly NewRow[];
  readonly ownerId: string;
}

/** The rows made so far, and what they are made with. */
export interface Book {
  readonly random: Random;
  /** Milliseconds. All dates lie around it. */
  readonly now: number;
  readonly tables: Map<string, NewRow[]>;
  add(table: string, values: Readonly<Record<string, unknown>>, id?: string): NewRow;
  /** An ISO instant so many days from now, at a time of day of offices unless said otherwise. */
  at(days: number, hour?: number): string;
  /** An ISO day so many days from now. */
  day(days: number): string;
}

const dayLong = 86_400_000;

export function newBook(seed: number, now: number): Book {
  const r = random(seed);
  const tables = new Map<string, NewRow[]>();
  return {
    random: r,
    now,
    tables,
    add(table, values, id) {
      let rows = tables.get(table);
      if (!rows) tables.set(table, (rows = []));
      const row: NewRow = { ...values, id: id ?? idFrom('demo', String(seed), table, String(rows.length)) };
      rows.push(row);
      return row;
    },
    at(days, hour) {
      const moment = new Date(now + Math.round(days * dayLong));
      const [h, m] =
        hour === undefined ? [r.int(7, 16), r.int(0, 11) * 5] : [Math.floor(hour), Math.round((hour % 1) * 60)];
      moment.setUTCHours(h, m, 0, 0);
      return moment.toISOString();
    },
    day: (days) => new Date(now + Math.round(days * dayLong)).toISOString().slice(0, 10),
  };
}

/** Whole minor units of an amount in euros, rounded as people round prices. */
export function money(
  euros: number,
  { currency, perEuro }: Pick<Culture, 'currency' | 'perEuro'>,
): { minor: number; currency: string } {
  const amount = euros * perEuro;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(amount, 1))) - 2);
  return { minor: Math.round(amount / step) * step * (currency === 'JPY' ? 1 : 100), currency };
}
