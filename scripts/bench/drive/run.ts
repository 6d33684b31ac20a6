// One line at one size, who takes part in it, and what is known of it so far.

import type { Page } from 'playwright-core';
import type { BenchBrowser } from '../browser.ts';
import type { Line } from '../lines.ts';
import type { Spread } from '../statistics.ts';

/** The contestant that is measured against the others. */
export const oursName = 'vinculo';

export interface Measured {
  readonly id: string;
  readonly rows: number;
  readonly line: Line;
  readonly limit: Spread | undefined;
  readonly ours: Spread;
  /** By name: times, or why there are none. */
  readonly peers: ReadonlyMap<string, Spread | string>;
  /** Milliseconds that went to each contestant, with what is not timed. */
  readonly spent: ReadonlyMap<string, number>;
}

export interface Plan {
  readonly rounds: number;
  readonly samples: number;
  /** Milliseconds for one contestant in one round. */
  readonly budget: number;
  /** Milliseconds for which one contestant may warm up. */
  readonly warmUp: number;
  /** Without: the limit and ours alone. */
  readonly withPeers: boolean;
  readonly say: (text: string) => void;
}

/** Seconds to load rows, where a line does not say otherwise. */
export const defaultPatience = 30;

type Samples = Map<string, number[]>;
export type Reasons = Map<string, string>;

/** One line at one size, and what is known of it so far. */
export interface Run {
  readonly browser: BenchBrowser;
  readonly line: Line;
  readonly rows: number;
  readonly plan: Plan;
  readonly samples: Samples;
  /** Why a contestant has no times. */
  readonly reasons: Reasons;
  /** Milliseconds that went to each. */
  readonly spent: Map<string, number>;
}

/** Who takes part: the limit first, then ours, then the peers that were not given up. */
export async function takingPart(page: Page, { line, plan, reasons }: Run): Promise<string[]> {
  const names = await page.evaluate(() => window.bench.names);
  const peers = names.filter((name) => name !== oursName);
  if (line.alone || !plan.withPeers)
    for (const peer of peers)
      reasons.set(peer, line.alone ? `see ${line.id.split('.')[0]!}` : 'measured over the first backend');
  return [...(line.noLimit ? [] : ['limit']), oursName, ...peers].filter((who) => !reasons.has(who));
}

/** In another order each round. */
export function turned<T>(list: readonly T[], round: number): T[] {
  const at = round % Math.max(1, list.length);
  return [...list.slice(at), ...list.slice(0, at)];
}

export function add(samples: Samples, who: string, times: readonly number[] | undefined): void {
  if (times) samples.set(who, [...(samples.get(who) ?? []), ...times]);
}

/** Databases' names are in small letters: one library wants it so. */
export function nameOf(line: Line, rows: number, who: string): string {
  const variant = line.together ? 'together' : (line.variant?.replaceAll(/[/ ]/g, '-') ?? 'x');
  return `${line.workload.toLowerCase()}-${variant}-${rows}-${who}`;
}
