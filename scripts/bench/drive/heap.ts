// W11: a page for each sample.

import type { Page } from 'playwright-core';
import { ask, cleared, openPage } from './page.ts';
import { add, defaultPatience, nameOf, type Run, takingPart, turned } from './run.ts';

export async function measureHeap(run: Run): Promise<void> {
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
