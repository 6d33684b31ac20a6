// W6: a page load for each sample.

import type { BenchBrowser } from '../browser.ts';
import type { Reloaded } from '../page/reload.ts';
import { ask, cleared, openPage } from './page.ts';
import { add, defaultPatience, nameOf, type Reasons, type Run, takingPart, turned } from './run.ts';

/** One run tells both: when the first rows were there, and when all were. */
const reloads = new WeakMap<
  BenchBrowser,
  Map<number, { readonly times: Map<string, Reloaded[]>; readonly reasons: Reasons }>
>();

export async function measureReload(run: Run): Promise<void> {
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
