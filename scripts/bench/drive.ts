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
const defaultPatience = 30;
/** Seconds after which a page that says nothing counts as stuck. */
const stuckAfter = 240;

/** Seconds after which it is said whom a run waits for. */
const worthSaying = 10;

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
  /** Milliseconds that went to each. */
  readonly spent: Map<string, number>;
}

/** Measures one line at one size. @throws when ours or the limit fails: a wrong result is no time */
export async function measure(browser: BenchBrowser, line: Line, rows: number, plan: Plan): Promise<Measured> {
  const reasons: Reasons = new Map();
  const spent = new Map<string, number>();
  let together = line.together !== undefined;
  for (;;) {
    const run: Run = { browser, line, rows, plan, samples: new Map(), reasons, spent };
    try {
      if (line.workload === 'reload') await measureReload(run);
      else if (line.workload === 'tabs') await measureTabs(run);
      else if (line.workload === 'heap') await measureHeap(run);
      else if (together) await measureTogether(run);
      else await measureInPage([run]);
      return summed(run);
    } catch (error) {
      // The page went with it: all the others begin again without that one.
      if (!(error instanceof Stuck) || error.who === oursName || error.who === 'limit') throw error;
      if (together) {
        // It may have been too much in one of the ways alone.
        together = false;
        plan.say(`${line.id} ${rows}: again by itself: ${error.who}: ${error.message}`);
        continue;
      }
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

function summed({ line, rows, samples, reasons, spent }: Run): Measured {
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
  return { id: line.id, rows, line, limit: of('limit'), ours, peers, spent };
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
  { line, plan, reasons, spent }: Run,
  call: (argument: A) => Promise<Outcome<T>>,
  argument: A,
): Promise<T | undefined> {
  const begin = performance.now();
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
  } finally {
    const took = performance.now() - begin;
    spent.set(who, (spent.get(who) ?? 0) + took);
    if (took > worthSaying * 1000)
      plan.say(`  ${line.id}: ${who} took ${(took / 1000).toFixed(0)} s for one step`);
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
  const variant = line.together ? 'together' : (line.variant?.replaceAll(/[/ ]/g, '-') ?? 'x');
  return `${line.workload.toLowerCase()}-${variant}-${rows}-${who}`;
}

// ---- workloads within one page -------------------------------------------------------------------------------------

/** What was found of variants that were measured with another one. */
const foundTogether = new WeakMap<BenchBrowser, Map<string, Run>>();

async function measureTogether(run: Run): Promise<void> {
  const { browser, line, rows, samples, reasons } = run;
  const known = foundTogether.get(browser) ?? foundTogether.set(browser, new Map()).get(browser)!;
  const key = (variant: string | undefined): string => `${line.workload} ${variant} ${rows}`;
  if (!known.has(key(line.variant))) {
    const runs = line.together!.map((variant) => ({
      ...run,
      line: { ...line, variant },
      samples: new Map(),
      reasons: new Map(reasons),
    }));
    await measureInPage(runs);
    for (const one of runs) known.set(key(one.line.variant), one);
  }
  const found = known.get(key(line.variant))!;
  for (const [who, reason] of found.reasons) reasons.set(who, reason);
  for (const [who, times] of found.samples) add(samples, who, times);
}

/** @param runs of one workload at one size, in its variants */
async function measureInPage(runs: readonly Run[]): Promise<void> {
  const { browser, plan } = runs[0]!;
  const page = await openPage(browser);
  try {
    const ready: { readonly key: string; readonly who: string; readonly run: Run }[] = [];
    const names = new Set<string>();
    for (const run of runs) for (const who of await takingPart(page, run)) names.add(who);
    for (const who of names)
      for (const run of runs) {
        const key = await madeReady(page, who, run);
        if (key !== undefined) ready.push({ key, who, run });
      }
    for (let round = 0; round < plan.rounds; round++) {
      for (const { key, who, run } of turned(ready, round)) {
        if (run.reasons.has(who)) continue;
        const times = await ask(page, who, run, ([key, count, budget]) => window.bench.sample(key, count, budget), [
          key,
          plan.samples,
          plan.budget,
        ] as const);
        add(run.samples, who, times);
      }
    }
    for (const { key, who, run } of ready)
      await within(
        page.evaluate((key) => window.bench.close(key), key),
        who,
      ).catch((error: unknown) => plan.say(`${run.line.id}: ${who} could not be closed: ${String(error)}`));
  } finally {
    await cleared(browser, page);
  }
}

/** How long it took to load so many rows, by line and contestant. */
const loadTimes = new WeakMap<BenchBrowser, Map<string, { readonly rows: number; readonly took: number }>>();

/** Who would need so many times what is given, going by a smaller size, is not tried. */
const hopeless = 2;

/** Loads a contestant's rows and warms it up. Answers its name in the page, or nothing where it has to give up. */
async function madeReady(page: Page, who: string, run: Run): Promise<string | undefined> {
  const { line, rows, plan } = run;
  if (run.reasons.has(who)) return undefined;
  const key = `${who} ${line.variant}`;
  const ownLimit = who === 'limit' && line.limitVariant !== undefined;
  const variant = ownLimit ? line.limitVariant : line.variant;
  const setting = {
    rows,
    name: nameOf(line, rows, who),
    patience: line.patience ?? defaultPatience,
    ...(variant ? { variant } : {}),
  };
  const loads = loadTimes.get(run.browser) ?? loadTimes.set(run.browser, new Map()).get(run.browser)!;
  const loading = `${line.id} ${who}`;
  const smaller = loads.get(loading);
  // No library loads more rows for less: of who needs far too long nothing would be known but that.
  if (smaller && who !== 'limit' && who !== oursName && (smaller.took / smaller.rows) * rows > hopeless * setting.patience * 1000) {
    run.reasons.set(
      who,
      `not tried: ${smaller.rows.toLocaleString('en-US')} rows took it ${(smaller.took / 1000).toFixed(0)} s, ${setting.patience} s are given for ${rows.toLocaleString('en-US')}`,
    );
    return undefined;
  }
  const begin = performance.now();
  const prepared = await ask(
    page,
    who,
    run,
    ([key, who, workload, setting]) => window.bench.prepare(key, who, workload, setting),
    [key, ownLimit ? oursName : who, line.workload, setting] as const,
  );
  const took = performance.now() - begin;
  if (prepared && took > (smaller?.took ?? 0)) loads.set(loading, { rows, took });
  const warm =
    prepared &&
    (await ask(page, who, run, ([key, patience]) => window.bench.calibrate(key, patience), [
      key,
      plan.warmUp,
    ] as const));
  return warm === undefined ? undefined : key;
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
        run,
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
          run,
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
        run,
        ([who, name, rows, patience]) => window.bench.openTab(who, 'sender', name, rows, patience),
        opening,
      );
      const hears =
        sends &&
        (await ask(
          listener,
          who,
          run,
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
            run,
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
          run,
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
