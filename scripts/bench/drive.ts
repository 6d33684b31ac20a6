// Drives the page: prepares all contestants of a line, then measures them in turn, round by round.

import type { Page } from 'playwright-core';
import type { BenchBrowser } from './browser.ts';
import type { Line } from './lines.ts';
import type { Bench, Outcome } from './page/bench.ts';
import type { Reloaded } from './page/reload.ts';
import { type Spread, spread } from './statistics.ts';

declare global {
  interface Window {
    bench: Bench;
  }
}

/** The contestant that is measured against the others. */
const oursName = 'vinculo';

export interface Measured {
  readonly id: string;
  readonly rows: number;
  readonly line: Line;
  readonly limit: Spread | undefined;
  readonly ours: Spread;
  /** By name: times, or why there are none. */
  readonly peers: ReadonlyMap<string, Spread | string>;
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
const defaultPatience = 30;
/** Seconds after which a page that says nothing counts as stuck. */
const stuckAfter = 240;

type Samples = Map<string, number[]>;
type Reasons = Map<string, string>;

/** One line at one size, and what is known of it so far. */
interface Run {
  readonly browser: BenchBrowser;
  readonly line: Line;
  readonly rows: number;
  readonly plan: Plan;
  readonly samples: Samples;
  /** Why a contestant has no times. */
  readonly reasons: Reasons;
}

/** Measures one line at one size. @throws when ours or the limit fails: a wrong result is no time */
export async function measure(browser: BenchBrowser, line: Line, rows: number, plan: Plan): Promise<Measured> {
  const reasons: Reasons = new Map();
  for (;;) {
    const run: Run = { browser, line, rows, plan, samples: new Map(), reasons };
    try {
      if (line.workload === 'reload') await measureReload(run);
      else if (line.workload === 'tabs') await measureTabs(run);
      else if (line.workload === 'heap') await measureHeap(run);
      else await measureInPage(run);
      return summed(run);
    } catch (error) {
      // The page went with it: all the others begin again without that one.
      if (!(error instanceof Stuck) || error.who === oursName || error.who === 'limit') throw error;
      reasons.set(error.who, error.message);
      plan.say(`${line.id} ${rows}: again without ${error.who}: ${error.message}`);
    }
  }
}

/** A contestant took the page down, or does not come back. */
class Stuck extends Error {
  override name = 'Stuck';
  readonly who: string;

  constructor(who: string, message: string) {
    super(message);
    this.who = who;
  }
}

function summed({ line, rows, samples, reasons }: Run): Measured {
  const of = (who: string): Spread | undefined => {
    const times = samples.get(who);
    return times && times.length > 0 ? spread(times) : undefined;
  };
  const ours = of(oursName);
  if (!ours)
    throw new Error(`${line.id} with ${rows} rows: Vinculo was not measured: ${reasons.get(oursName) ?? 'no sample'}.`);
  const peers = new Map<string, Spread | string>();
  for (const who of new Set([...samples.keys(), ...reasons.keys()])) {
    if (who !== oursName && who !== 'limit') peers.set(who, reasons.get(who) ?? of(who) ?? 'no sample');
  }
  return { id: line.id, rows, line, limit: of('limit'), ours, peers };
}

// ---- pages ---------------------------------------------------------------------------------------------------------

async function openPage({ context, url }: BenchBrowser): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`  page: ${error.message}\n`));
  await page.goto(url);
  await page.waitForFunction(() => window.bench !== undefined && crossOriginIsolated);
  return page;
}

/** One call into the page on behalf of a contestant. What it threw is its error; ours and the limit's ends the run. */
async function ask<A, T>(
  page: Page,
  who: string,
  reasons: Reasons,
  call: (argument: A) => Promise<Outcome<T>>,
  argument: A,
): Promise<T | undefined> {
  let outcome: Outcome<T>;
  try {
    // The call's types are lost between two programs; what goes in and comes out is plain data.
    outcome = await within(page.evaluate(call as (argument: unknown) => Promise<Outcome<T>>, argument), who);
  } catch (error) {
    if (error instanceof Stuck) throw error;
    const message = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    if (/crash|closed|Target/i.test(message)) throw new Stuck(who, 'took the page down (out of memory)');
    if (who === oursName || who === 'limit') throw new Error(`${who}: ${message}`, { cause: error });
    reasons.set(who, `error: ${message.replace('page.evaluate: ', '')}`);
    return undefined;
  }
  if ('ok' in outcome) return outcome.ok;
  reasons.set(who, outcome.notAble);
  return undefined;
}

async function within<T>(work: Promise<T>, who: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Stuck(who, `over ${stuckAfter} s`)), stuckAfter * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Who takes part: the limit first, then ours, then the peers that were not given up. */
async function takingPart(page: Page, { line, plan, reasons }: Run): Promise<string[]> {
  const names = await page.evaluate(() => window.bench.names);
  const peers = names.filter((name) => name !== oursName);
  if (line.alone || !plan.withPeers)
    for (const peer of peers)
      reasons.set(peer, line.alone ? `see ${line.id.split('.')[0]!}` : 'measured over the first backend');
  return [...(line.noLimit ? [] : ['limit']), oursName, ...peers].filter((who) => !reasons.has(who));
}

/** In another order each round. */
function turned<T>(list: readonly T[], round: number): T[] {
  const at = round % Math.max(1, list.length);
  return [...list.slice(at), ...list.slice(0, at)];
}

function add(samples: Samples, who: string, times: readonly number[] | undefined): void {
  if (times) samples.set(who, [...(samples.get(who) ?? []), ...times]);
}

/** Databases' names are in small letters: one library wants it so. */
function nameOf(line: Line, rows: number, who: string): string {
  return `${line.workload.toLowerCase()}-${line.variant?.replaceAll(/[/ ]/g, '-') ?? 'x'}-${rows}-${who}`;
}

// ---- workloads within one page -------------------------------------------------------------------------------------

async function measureInPage(run: Run): Promise<void> {
  const { browser, line, rows, plan, samples, reasons } = run;
  const page = await openPage(browser);
  try {
    const ready: string[] = [];
    for (const key of await takingPart(page, run)) {
      const ownLimit = key === 'limit' && line.limitVariant !== undefined;
      const variant = ownLimit ? line.limitVariant : line.variant;
      const setting = {
        rows,
        name: nameOf(line, rows, key),
        patience: line.patience ?? defaultPatience,
        ...(variant ? { variant } : {}),
      };
      const prepared = await ask(
        page,
        key,
        reasons,
        ([key, who, workload, setting]) => window.bench.prepare(key, who, workload, setting),
        [key, ownLimit ? oursName : key, line.workload, setting] as const,
      );
      const size =
        prepared &&
        (await ask(page, key, reasons, ([key, patience]) => window.bench.calibrate(key, patience), [
          key,
          plan.warmUp,
        ] as const));
      if (size !== undefined) ready.push(key);
    }
    for (let round = 0; round < plan.rounds; round++) {
      for (const key of turned(ready, round)) {
        if (reasons.has(key)) continue;
        const times = await ask(page, key, reasons, ([key, count, budget]) => window.bench.sample(key, count, budget), [
          key,
          plan.samples,
          plan.budget,
        ] as const);
        add(samples, key, times);
      }
    }
    for (const key of ready)
      await within(
        page.evaluate((key) => window.bench.close(key), key),
        key,
      ).catch((error: unknown) => plan.say(`${line.id}: ${key} could not be closed: ${String(error)}`));
  } finally {
    await cleared(browser, page);
  }
}

/** Closes the page and deletes what it left on disk. */
async function cleared(browser: BenchBrowser, page: Page): Promise<void> {
  await page.close();
  const fresh = await openPage(browser);
  await fresh.evaluate(() => window.bench.wipe());
  await fresh.close();
}

// ---- W6: a page load for each sample ---------------------------------------------------------------------------------

/** One run tells both: when the first rows were there, and when all were. */
const reloads = new WeakMap<
  BenchBrowser,
  Map<number, { readonly times: Map<string, Reloaded[]>; readonly reasons: Reasons }>
>();

async function measureReload(run: Run): Promise<void> {
  const { browser, line, rows, samples, reasons } = run;
  const known = reloads.get(browser) ?? reloads.set(browser, new Map()).get(browser)!;
  const { times, reasons: found } = known.get(rows) ?? (await reloadAll(run));
  known.set(rows, { times, reasons: found });
  for (const [who, reason] of found) reasons.set(who, reason);
  for (const [who, list] of times)
    add(
      samples,
      who,
      list.map((time) => (line.variant === 'all' ? time.all : time.first)),
    );
}

async function reloadAll(run: Run): Promise<{ readonly times: Map<string, Reloaded[]>; readonly reasons: Reasons }> {
  const { browser, line, rows, plan, reasons } = run;
  const page = await openPage(browser);
  const times = new Map<string, Reloaded[]>();
  try {
    const expected = new Map<string, readonly string[]>();
    for (const who of await takingPart(page, run)) {
      const storing = [who, nameOf(line, rows, who), rows, line.patience ?? defaultPatience] as const;
      const ids = await ask(
        page,
        who,
        reasons,
        ([who, name, rows, patience]) => window.bench.storeContacts(who, name, rows, patience),
        storing,
      );
      if (ids) expected.set(who, ids);
    }
    // The first load of each is a warm-up.
    for (let round = -1; round < plan.rounds; round++) {
      for (const who of turned([...expected.keys()], Math.max(0, round))) {
        if (reasons.has(who)) continue;
        await page.goto(browser.url);
        await page.waitForFunction(() => window.bench !== undefined);
        const opening = [who, nameOf(line, rows, who), rows, expected.get(who)!] as const;
        const time = await ask(
          page,
          who,
          reasons,
          ([who, name, rows, expected]) => window.bench.reload(who, name, rows, expected),
          opening,
        );
        if (time && round >= 0) times.set(who, [...(times.get(who) ?? []), time]);
      }
    }
  } finally {
    await cleared(browser, page);
  }
  return { times, reasons };
}

// ---- W10: two pages ------------------------------------------------------------------------------------------------

async function measureTabs(run: Run): Promise<void> {
  const { browser, line, rows, plan, samples, reasons } = run;
  const sender = await openPage(browser);
  const listener = await openPage(browser);
  try {
    await listener.evaluate(() => window.bench.echo());
    const ready: string[] = [];
    for (const who of (await takingPart(sender, run)).filter((who) => who !== 'limit')) {
      const opening = [who, nameOf(line, rows, who), rows, line.patience ?? defaultPatience] as const;
      const sends = await ask(
        sender,
        who,
        reasons,
        ([who, name, rows, patience]) => window.bench.openTab(who, 'sender', name, rows, patience),
        opening,
      );
      const hears =
        sends &&
        (await ask(
          listener,
          who,
          reasons,
          ([who, name, rows, patience]) => window.bench.openTab(who, 'listener', name, rows, patience),
          opening,
        ));
      if (hears) ready.push(who);
    }
    let wayBack = 0;
    for (let round = -1; round < plan.rounds; round++) {
      const ways: number[] = [];
      for (let i = 0; i < plan.samples * 4; i++) ways.push(await sender.evaluate(() => window.bench.oneWay()));
      wayBack = spread(ways).p50;
      if (round >= 0) add(samples, 'limit', ways);
      for (const who of turned(ready, Math.max(0, round))) {
        for (let i = 0; i < plan.samples && !reasons.has(who); i++) {
          const time = await ask(
            sender,
            who,
            reasons,
            ([who, name, rows, wayBack]) => window.bench.tellTab(who, name, rows, wayBack),
            [who, nameOf(line, rows, who), rows, wayBack] as const,
          );
          if (time !== undefined && round >= 0) add(samples, who, [time]);
        }
      }
    }
    for (const page of [listener, sender])
      for (const who of ready)
        await page.evaluate(([who, name]) => window.bench.closeTab(who, name, false), [
          who,
          nameOf(line, rows, who),
        ] as const);
  } finally {
    await listener.close();
    await cleared(browser, sender);
  }
}

// ---- W11: a page for each sample -------------------------------------------------------------------------------------

async function measureHeap(run: Run): Promise<void> {
  const { browser, line, rows, plan, samples, reasons } = run;
  const first = await openPage(browser);
  const who = await takingPart(first, run);
  await first.close();
  for (let round = 0; round < plan.rounds; round++) {
    for (const one of turned(who, round)) {
      if (reasons.has(one)) continue;
      const page = await openPage(browser);
      try {
        const before = await heapOf(page);
        const held = await ask(
          page,
          one,
          reasons,
          ([who, name, rows, patience]) => window.bench.hold(who, name, rows, patience),
          [one, nameOf(line, rows, one), rows, line.patience ?? defaultPatience] as const,
        );
        if (held) add(samples, one, [((await heapOf(page)) - before) / 1e6]);
      } finally {
        await cleared(browser, page);
      }
    }
  }
}

/** Bytes that scripts hold once all that is unreachable is gone. */
async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  // What a first collection sets free may free more.
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
