// One board in one page, measured from the first frame to the last move.

import type { Browser, CDPSession, Page } from 'playwright-core';
import type { BoardBench, Grip } from './page/bench.ts';
import type { Site, Who } from './site.ts';

declare global {
  interface Window { boardBench: BoardBench }
}

/** What one page told. */
export interface Sample {
  /** Until it could be used, ms. */
  readonly interactive: number;
  /** Main-thread time of each move, ms. */
  readonly moves: readonly number[];
  /** Elements of the board before it was used. */
  readonly elements: number;
  /** What data and board take of the heap, MB. */
  readonly heap: number;
  /** All that the page loaded for it, gzip KB. */
  readonly kilobytes: number;
  /** From frame to frame while a column scrolls, ms. */
  readonly frames: readonly number[];
}

/** A board did something else than it was told: that is no time. */
export class WrongWork extends Error {
  override name = 'WrongWork';
}

const movesOfOne = 6;
const framesOfOne = 120;

export async function measureOne(browser: Browser, site: Site, who: Who, count: number): Promise<Sample> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    let bytes = 0;
    page.on('response', (response) => { bytes += site.weight(response.url()) ?? 0; });
    await page.goto(site.url(who));
    await page.waitForFunction(() => window.boardBench !== undefined);
    await page.evaluate((name) => window.boardBench.load(name), who);
    const session = await context.newCDPSession(page);
    // Its own time alone: whatever else the machine does is not counted.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const empty = await heap(session);
    await page.evaluate((n) => window.boardBench.prepare(n), count);
    const interactive = await page.evaluate(() => window.boardBench.mount());
    const elements = await page.evaluate(() => window.boardBench.elements());
    const full = await heap(session);
    const moves: number[] = [];
    for (let n = 0; n < movesOfOne; n++) moves.push(await moved(page, session, n));
    const frames = await page.evaluate((n) => window.boardBench.scroll(n), framesOfOne);
    const [problem] = problems;
    if (problem !== undefined) throw new WrongWork(problem);
    return { interactive, moves, elements, heap: (full - empty) / 1e6, kilobytes: bytes / 1000, frames };
  } finally {
    await context.close();
  }
}

async function heap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** Seconds for which the page's main thread has worked. */
async function worked(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

const nextFrame = (page: Page): Promise<void> => page.evaluate(() => new Promise<void>((resolve) => { requestAnimationFrame(() => resolve()); }));

/** A person's move by the mouse, the same for all: take hold, over in four steps, let go. Timed until the card stands where it belongs. */
async function moved(page: Page, session: CDPSession, n: number): Promise<number> {
  const { id, from, to, target }: Grip = await page.evaluate((at) => window.boardBench.grip(at), n);
  await page.mouse.move(from.x, from.y);
  await nextFrame(page);
  const before = await worked(session);
  await page.mouse.down();
  for (let step = 1; step <= 4; step++) {
    await page.mouse.move(from.x + ((to.x - from.x) * step) / 4, from.y + ((to.y - from.y) * step) / 4);
    await nextFrame(page);
  }
  await page.mouse.move(to.x, to.y + 2);
  await nextFrame(page);
  await page.mouse.up();
  for (let tries = 0; ; tries++) {
    await nextFrame(page);
    if (await page.evaluate(([card, column]) => window.boardBench.isIn(card, column), [id, target] as const)) break;
    if (tries === 120) throw new WrongWork(`${id} did not come to column ${target}`);
  }
  await nextFrame(page);
  return (await worked(session) - before) * 1000;
}
