// What came out, as tables for people and as JSON for programs.

import { aligned, markdown, short } from '../report.ts';
import type { Load } from './jobs.ts';

/** What all connections asked for. */
export interface Rate {
  readonly id: string;
  readonly says: string;
  readonly ours: Load;
  /** Transactions a second of pgbench, or why there are none. */
  readonly raw: { readonly perSecond: number; readonly statements: number } | string;
  /** The same by Directus, or why there is none. */
  readonly directus: Load | string;
}

/** Everything else. */
export interface Figure {
  readonly id: string;
  readonly says: string;
  readonly value: number;
  readonly unit: string;
}

export interface Results {
  readonly setting: string;
  readonly rates: readonly Rate[];
  readonly figures: readonly Figure[];
  readonly failures: readonly string[];
}

const timesText = (ours: number, theirs: number): string => `${short(ours / theirs)}x`;

function rateTable(rates: readonly Rate[]): { readonly table: string[][]; readonly reasons: string[] } {
  const reasons: string[] = [];
  const cell = <T>(value: T | string, text: (value: T) => string): string => {
    if (typeof value !== 'string') return text(value);
    if (!reasons.includes(value)) reasons.push(value);
    return `n/a (${reasons.indexOf(value) + 1})`;
  };
  const table = [
    ['line', 'what', 'per second', 'p50 ms', 'p99 ms', 'statements', 'pgbench per second', 'of pgbench', 'Directus per second', 'p50 ms', 'p99 ms', 'ahead of it'],
    ...rates.map(({ id, says, ours, raw, directus }) => [
      id, says, short(ours.perSecond), short(ours.p50), short(ours.p99),
      cell(raw, (r) => String(r.statements)), cell(raw, (r) => short(r.perSecond)), cell(raw, (r) => timesText(ours.perSecond, r.perSecond)),
      cell(directus, (d) => short(d.perSecond)), cell(directus, (d) => short(d.p50)), cell(directus, (d) => short(d.p99)), cell(directus, (d) => timesText(ours.perSecond, d.perSecond)),
    ]),
  ];
  return { table, reasons };
}

function figureTable(figures: readonly Figure[]): string[][] {
  return [['line', 'what', 'value', 'unit'], ...figures.map(({ id, says, value, unit }) => [id, says, short(value), unit])];
}

/** Both tables, for a terminal or for the docs. */
function tables({ setting, rates, figures, failures }: Results, form: (table: readonly (readonly string[])[]) => string): string {
  const { table, reasons } = rateTable(rates);
  return [
    setting, '', ...(rates.length > 0 ? [form(table), ''] : []), ...(reasons.length > 0 ? [...reasons.map((reason, i) => `${form === markdown ? '- ' : ''}(${i + 1}) ${reason}`), ''] : []),
    ...(figures.length > 0 ? [form(figureTable(figures)), ''] : []), ...failures.map((failure) => `failed: ${failure}`),
  ].join('\n').trimEnd();
}

export const textTables = (results: Results): string => tables(results, aligned);
export const markdownTables = (results: Results): string => tables(results, markdown);
