// Workloads whose contestants are all in one page, and are measured in turn.

import type { Page } from 'playwright-core';
import type { BenchBrowser } from '../browser.ts';
import { ask, cleared, openPage, within } from './page.ts';
import { add, defaultPatience, nameOf, oursName, type Run, takingPart, turned } from './run.ts';

/** What was found of variants that were measured with another one. */
const foundTogether = new WeakMap<BenchBrowser, Map<string, Run>>();

export async function measureTogether(run: Run): Promise<void> {
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
export async function measureInPage(runs: readonly Run[]): Promise<void> {
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
