// Drives the page: prepares all contestants of a line, then measures them in turn, round by round.

import type { BenchBrowser } from './browser.ts';
import type { Line } from './lines.ts';
import { spread, type Spread } from './statistics.ts';
import { measureHeap } from './drive/heap.ts';
import { measureInPage, measureTogether } from './drive/in-page.ts';
import { Stuck } from './drive/page.ts';
import { measureReload } from './drive/reload.ts';
import { type Measured, oursName, type Plan, type Reasons, type Run } from './drive/run.ts';
import { measureTabs } from './drive/tabs.ts';

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
