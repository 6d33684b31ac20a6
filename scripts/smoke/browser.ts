import { type Browser, type BrowserContext, type BrowserContextOptions, type JSHandle, type Page, chromium } from 'playwright-core';
import type { Vinculo } from '@vinculo/sdk';
import { inject } from 'vitest';
import { chromiumFlags } from '../chromium.ts';

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: inject('chromium'), args: [...chromiumFlags] });
}

/** A browser of one person: own storage, own cookies. */
export async function person(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en', ...options });
  // Below the test's own limit, so that what was waited for is told.
  context.setDefaultTimeout(12_000);
  return context;
}

export async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** What went wrong in a page, as its developer would see it: errors of the console and exceptions nobody caught. */
export function problemsOf(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.stack ?? error.message}`));
  return problems;
}

/** What the widgets told the page's developer. */
export function warningsOf(page: Page): readonly string[] {
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning' && message.text().startsWith('Vinculo')) warnings.push(message.text());
  });
  return warnings;
}

/** The client that the page's widgets use, once they have one. */
export async function clientOf(page: Page): Promise<JSHandle<Vinculo>> {
  // The function waits for a value that is a client then.
  return (await page.waitForFunction(() => (document.querySelector('vinculo-provider > *') as { crm?: unknown } | null)?.crm)) as JSHandle<Vinculo>;
}

/** What waits in the page's outbox, as `op table id state`, oldest first. */
export async function outboxOf(page: Page): Promise<readonly string[]> {
  return (await clientOf(page)).evaluate((crm) => crm.outbox.snapshot.map(({ change, state }) => `${change.op} ${change.table} ${change.id} ${state}`));
}
