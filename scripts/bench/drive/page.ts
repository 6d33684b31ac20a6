// Pages that are asked to do something on behalf of a contestant.

import type { Page } from 'playwright-core';
import type { BenchBrowser } from '../browser.ts';
import type { Bench, Outcome } from '../page/bench.ts';
import { oursName, type Run } from './run.ts';

declare global {
  interface Window {
    bench: Bench;
  }
}

/** Seconds after which a page that says nothing counts as stuck. */
const stuckAfter = 240;

/** Seconds after which it is said whom a run waits for. */
const worthSaying = 10;

/** A contestant took the page down, or does not come back. */
export class Stuck extends Error {
  override name = 'Stuck';
  readonly who: string;

  constructor(who: string, message: string) {
    super(message);
    this.who = who;
  }
}

export async function openPage({ context, url }: BenchBrowser): Promise<Page> {
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`  page: ${error.message}\n`));
  await page.goto(url);
  await page.waitForFunction(() => window.bench !== undefined && crossOriginIsolated);
  return page;
}

/** One call into the page on behalf of a contestant. What it threw is its error; ours and the limit's ends the run. */
export async function ask<A, T>(
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

export async function within<T>(work: Promise<T>, who: string): Promise<T> {
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

/** Closes the page and deletes what it left on disk. */
export async function cleared(browser: BenchBrowser, page: Page): Promise<void> {
  await page.close();
  const fresh = await openPage(browser);
  await fresh.evaluate(() => window.bench.wipe());
  await fresh.close();
}
