// What came out: judged against the demands of lines.ts, as a table for people and as JSON for programs.

import type { Measured } from './drive/run.ts';
import { type Demand, growth } from './lines.ts';
import type { Spread } from './statistics.ts';

interface Verdict {
  readonly demand: Demand;
  readonly held: boolean;
  /** `must <= 5x limit: 3.2, held`. */
  readonly text: string;
}

/** One line of the table. */
export interface Entry {
  readonly id: string;
  readonly says: string;
  readonly rows: number;
  readonly unit: string;
  readonly limit: Spread | undefined;
  readonly ours: Spread;
  readonly peers: ReadonlyMap<string, Spread | string>;
  readonly best: { readonly name: string; readonly p50: number } | undefined;
  readonly verdicts: readonly Verdict[];
}

export function entryOf(measured: Measured, suffix = ''): Entry {
  const { line, rows, limit, ours, peers } = measured;
  const entry = {
    id: line.id + suffix,
    says: line.says,
    rows,
    unit: line.unit,
    limit,
    ours,
    peers,
    best: bestOf(peers),
  };
  // Over the second disk only the limit is there to compare with.
  const demands = line.demands.filter((d) => suffix === '' || d.of !== 'peer');
  return { ...entry, verdicts: demands.map((d) => judge(d, entry)) };
}

/** Lines that compare two others: how ours grows. */
export function growthEntries(entries: readonly Entry[]): Entry[] {
  const find = ({ id, rows }: { readonly id: string; readonly rows: number }): Entry | undefined =>
    entries.find((entry) => entry.id === id && entry.rows === rows);
  return growth.flatMap(({ id, of, from, to, demands }) => {
    const small = find(from);
    const large = find(to);
    if (!small || !large) return [];
    const entry = {
      id,
      says: of,
      rows: to.rows,
      unit: large.unit,
      limit: small.ours,
      ours: large.ours,
      peers: new Map<string, Spread | string>(),
      best: undefined,
    };
    return [{ ...entry, verdicts: demands.map((d) => judge(d, entry)) }];
  });
}

/** Sizes of what a page downloads, against their budgets. */
export function sizeEntries(
  sizes: readonly {
    readonly name: string;
    /** Absent for what has no budget. */
    readonly limit?: number;
    readonly esbuild: number;
    readonly rolldown: number;
  }[],
): Entry[] {
  return sizes.flatMap(({ name, limit, esbuild, rolldown }) => {
    if (limit === undefined) return [];
    const largest = Math.max(esbuild, rolldown);
    const entry = {
      id: `W11.size ${name}`,
      says: `gzip of ${name}, against its budget`,
      rows: 0,
      unit: 'KB',
      limit: { p50: limit, p95: limit },
      ours: { p50: largest, p95: largest },
      peers: new Map<string, Spread | string>(),
      best: undefined,
    };
    return { ...entry, verdicts: [judge({ kind: 'reach', of: 'limit', atMost: 1 }, entry)] };
  });
}

function bestOf(peers: ReadonlyMap<string, Spread | string>): Entry['best'] {
  let best: Entry['best'];
  for (const [name, times] of peers)
    if (typeof times !== 'string' && (!best || times.p50 < best.p50)) best = { name, p50: times.p50 };
  return best;
}

function judge(demand: Demand, { limit, ours, best, unit }: Pick<Entry, 'limit' | 'ours' | 'best' | 'unit'>): Verdict {
  const { kind, of, atMost, atLeast } = demand;
  const wanted = atMost !== undefined ? `<= ${atMost}` : `>= ${atLeast}`;
  const value =
    of === 'value' ? ours.p50 : of === 'limit' ? limit && ours.p50 / limit.p50 : best && best.p50 / ours.p50;
  const against = of === 'limit' ? 'x limit' : of === 'peer' ? 'x faster than the best peer' : ` ${unit}`;
  if (value === undefined)
    return {
      demand,
      held: false,
      text: `${kind} ${wanted}${against}: ${of === 'peer' ? 'no peer could run it' : 'no limit was measured'}`,
    };
  const held = atMost !== undefined ? value <= atMost : value >= atLeast!;
  return { demand, held, text: `${kind} ${wanted}${against}: ${held ? 'held' : `missed (${short(value)})`}` };
}

/** Three figures that count. */
export function short(value: number): string {
  if (value === 0) return '0';
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

const pair = (times: Spread | undefined): string => (times ? `${short(times.p50)} / ${short(times.p95)}` : '-');
const rowsText = (rows: number): string => (rows === 0 ? '' : rows.toLocaleString('en-US'));
const ratio = (value: number | undefined): string => (value === undefined ? '-' : `${short(value)}x`);

function cells(entry: Entry): string[] {
  const { id, rows, unit, limit, ours, best } = entry;
  return [
    id,
    rowsText(rows),
    unit,
    pair(limit),
    pair(ours),
    ratio(limit && ours.p50 / limit.p50),
    best ? `${best.name} ${short(best.p50)}` : '-',
    ratio(best && best.p50 / ours.p50),
    entry.verdicts.map((v) => v.text).join('; ') || '-',
  ];
}

const heads = [
  'line',
  'rows',
  'unit',
  'limit p50 / p95',
  'ours p50 / p95',
  'of the limit',
  'best peer',
  'ahead of it',
  'demand',
];

/** For a terminal. */
export function textTable(entries: readonly Entry[]): string {
  return aligned([heads, ...entries.map(cells)]);
}

/** Columns under each other, for a terminal. */
export function aligned(table: readonly (readonly string[])[]): string {
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function markdown(table: readonly (readonly string[])[]): string {
  const [head, ...rows] = table.map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`);
  return [head, `|${table[0]!.map(() => '---').join('|')}|`, ...rows].join('\n');
}

export function markdownTable(entries: readonly Entry[]): string {
  return markdown([heads, ...entries.map(cells)]);
}

/** Medians of everyone; why where there is none. */
export function peersTable(entries: readonly Entry[], form: 'text' | 'markdown'): string {
  const compared = entries.filter((entry) => entry.peers.size > 0);
  const names = [...new Set(compared.flatMap((entry) => [...entry.peers.keys()]))];
  const reasons: string[] = [];
  const cell = (times: Spread | string | undefined): string => {
    if (times === undefined) return '-';
    if (typeof times !== 'string') return pair(times);
    if (!reasons.includes(times)) reasons.push(times);
    return `n/a (${reasons.indexOf(times) + 1})`;
  };
  const table = [
    ['line', 'rows', 'unit', 'ours', ...names],
    ...compared.map((entry) => [
      entry.id,
      rowsText(entry.rows),
      entry.unit,
      pair(entry.ours),
      ...names.map((name) => cell(entry.peers.get(name))),
    ]),
  ];
  const body = form === 'text' ? aligned(table) : markdown(table);
  return [body, '', ...reasons.map((reason, i) => `${form === 'text' ? '' : '- '}(${i + 1}) ${reason}`)].join('\n');
}

/** `[{ id, rows, limit, ours, peers }]`. */
export function json(entries: readonly Entry[]): string {
  const plain = entries.map(({ id, rows, limit, ours, peers }) => ({
    id,
    rows,
    limit: limit ?? 'n/a',
    ours,
    peers: Object.fromEntries([...peers].map(([name, times]) => [name, typeof times === 'string' ? 'n/a' : times])),
  }));
  return `${JSON.stringify(plain, undefined, 2)}\n`;
}
