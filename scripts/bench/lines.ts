// What is measured, and what it has to reach: each line of the printed table.

import type { WorkloadName } from './page/contestant.ts';

/** One demand: a ratio of ours that must not be exceeded (`atMost`) or must be reached (`atLeast`). */
export interface Demand {
  /** `must`: the run fails without it. `reach`: a miss is reported. */
  readonly kind: 'must' | 'reach';
  /** To the limit: ours / limit. To the best peer: its time / ours. `value`: the figure itself, in the line's unit. */
  readonly of: 'limit' | 'peer' | 'value';
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Line {
  readonly id: string;
  readonly says: string;
  readonly workload: WorkloadName;
  readonly rows: readonly number[];
  /** In `--quick`, which only shows that everything runs. */
  readonly quickRows: readonly number[];
  readonly variant?: string;
  /** Variants that no other one disturbs are measured in one page, over rows that each contestant loads once. */
  readonly together?: readonly string[];
  /** The limit is ours under another variant instead of a piece of code. */
  readonly limitVariant?: string;
  readonly noLimit?: string;
  readonly unit: string;
  readonly demands: readonly Demand[];
  /** Peers are measured by a line before it. */
  readonly alone?: true;
  /** Rows with which it is also measured over Chromium's other IndexedDB backend, against the limit alone. */
  readonly disk?: readonly number[];
  /** Seconds a contestant has to load its rows. */
  readonly patience?: number;
}

const atMost = (kind: Demand['kind'], ratio: number): Demand => ({ kind, of: 'limit', atMost: ratio });
const ahead = (ratio: number): Demand => ({ kind: 'must', of: 'peer', atLeast: ratio });

const sizes = [1_000, 10_000, 100_000];
const small = [1_000];

export const lines: readonly Line[] = [
  {
    id: 'W1',
    says: 'board of n deals: a card moves, the subscriber is told',
    workload: 'move',
    rows: sizes,
    quickRows: small,
    unit: 'ms',
    demands: [atMost('must', 5), ahead(2)],
  },
  {
    id: 'W2',
    says: '200 live queries open, a change touches 2 (limit: ours with those 2 open)',
    workload: 'unrelated',
    rows: sizes,
    quickRows: small,
    variant: '200',
    limitVariant: '2',
    unit: 'ms',
    demands: [atMost('must', 1.5)],
  },
  {
    id: 'W3',
    says: 'sum and count by stage over n: a pulled page of 1,000 changes (per change; ours tells once a page, the limit at each change)',
    workload: 'sums',
    rows: sizes,
    quickRows: small,
    variant: '6/1000',
    unit: 'ms',
    demands: [atMost('must', 10)],
  },
  {
    id: 'W3.single',
    says: 'the same in pages of one: each change is told',
    workload: 'sums',
    rows: [100_000],
    quickRows: small,
    variant: '6/1',
    alone: true,
    unit: 'ms',
    demands: [atMost('reach', 10)],
  },
  {
    id: 'W3.at-once',
    says: 'W3 without waiting for a page to be stored before the next one comes',
    workload: 'sums',
    rows: [100_000],
    quickRows: small,
    variant: '6/1000/at once',
    alone: true,
    unit: 'ms',
    demands: [],
  },
  {
    id: 'W3.3-groups',
    says: 'W3 with 3 large groups',
    workload: 'sums',
    rows: [100_000],
    quickRows: small,
    variant: '3/1000',
    alone: true,
    unit: 'ms',
    demands: [atMost('must', 10)],
  },
  {
    id: 'W3.300-groups',
    says: 'W3 with 300 small groups',
    workload: 'sums',
    rows: [100_000],
    quickRows: small,
    variant: '300/1000',
    alone: true,
    unit: 'ms',
    demands: [atMost('must', 10)],
  },
  {
    id: 'W4.window',
    says: 'subscribe to n sorted, a window of 50',
    workload: 'subscribe',
    rows: sizes,
    quickRows: small,
    variant: 'window',
    together: ['window', 'all'],
    unit: 'ms',
    demands: [atMost('must', 1.5)],
  },
  {
    id: 'W4.all',
    says: 'subscribe to n sorted, all of them read',
    workload: 'subscribe',
    rows: sizes,
    quickRows: small,
    variant: 'all',
    together: ['window', 'all'],
    unit: 'ms',
    demands: [atMost('must', 1.5)],
  },
  {
    id: 'W5',
    says: 'durable ingest of contacts and ten times as many activities (per 1,000 rows)',
    workload: 'ingest',
    rows: [1_000_000],
    quickRows: [10_000],
    unit: 'ms',
    demands: [atMost('reach', 1.5), ahead(5)],
    disk: [100_000],
    patience: 5,
  },
  {
    id: 'W6.first',
    says: 'reload, then the first 50 rows in the order of the query',
    workload: 'reload',
    rows: [100_000],
    quickRows: [10_000],
    variant: 'first',
    unit: 'ms',
    demands: [atMost('reach', 1.5)],
    disk: [100_000],
    patience: 60,
  },
  {
    id: 'W6.all',
    says: 'reload, then all rows in memory',
    workload: 'reload',
    rows: [100_000],
    quickRows: [10_000],
    variant: 'all',
    unit: 'ms',
    demands: [atMost('reach', 1.5)],
    disk: [100_000],
    patience: 60,
  },
  {
    id: 'W7',
    says: 'timeline of one customer never read before, among n activities',
    workload: 'timeline',
    rows: [10_000, 100_000, 1_000_000],
    quickRows: [10_000],
    unit: 'ms',
    demands: [atMost('must', 2)],
    disk: [100_000],
    patience: 40,
  },
  {
    id: 'W8',
    says: 'a change, until it is durable',
    workload: 'durable',
    rows: [10_000],
    quickRows: small,
    variant: 'one',
    unit: 'ms',
    demands: [atMost('must', 1.5)],
    disk: [10_000],
  },
  {
    id: 'W8.burst',
    says: 'a burst of 1,000 changes, until all are durable',
    workload: 'durable',
    rows: [10_000],
    quickRows: small,
    variant: 'burst',
    unit: 'ms',
    demands: [atMost('must', 2)],
    disk: [10_000],
  },
  {
    id: 'W9',
    says: 'pull 1,000 changes with 20 queries open: the longest task',
    workload: 'pullUnderQueries',
    rows: [100_000],
    quickRows: [10_000],
    noLimit: 'none',
    unit: 'ms',
    demands: [{ kind: 'reach', of: 'value', atMost: 50 }],
    disk: [100_000],
  },
  {
    id: 'W10',
    says: 'a durable commit in one tab, until the other is told',
    workload: 'tabs',
    rows: [10_000],
    quickRows: small,
    unit: 'ms',
    demands: [atMost('reach', 3)],
    disk: [10_000],
  },
  {
    id: 'W11',
    says: 'memory that n contacts take',
    workload: 'heap',
    rows: [100_000],
    quickRows: [10_000],
    unit: 'MB',
    demands: [atMost('reach', 1.5)],
    patience: 60,
  },
];

/** p50 at the largest size against the one at the smallest. W3: few large groups against many small ones. */
export const growth: readonly {
  readonly id: string;
  readonly of: string;
  readonly to: { readonly id: string; readonly rows: number };
  readonly from: { readonly id: string; readonly rows: number };
  readonly demands: readonly Demand[];
}[] = [
  {
    id: 'growth.W1',
    of: 'W1 at 100,000 against 1,000 rows',
    to: { id: 'W1', rows: 100_000 },
    from: { id: 'W1', rows: 1_000 },
    demands: [atMost('must', 2)],
  },
  {
    id: 'growth.W2',
    of: 'W2 at 100,000 against 1,000 rows',
    to: { id: 'W2', rows: 100_000 },
    from: { id: 'W2', rows: 1_000 },
    demands: [atMost('must', 2)],
  },
  {
    id: 'growth.W3',
    of: 'W3 with 3 groups against 300: independent of their size',
    to: { id: 'W3.3-groups', rows: 100_000 },
    from: { id: 'W3.300-groups', rows: 100_000 },
    demands: [atMost('must', 2)],
  },
  {
    id: 'growth.W7',
    of: 'W7 at 1,000,000 against 10,000 activities',
    to: { id: 'W7', rows: 1_000_000 },
    from: { id: 'W7', rows: 10_000 },
    demands: [atMost('must', 2)],
  },
];
