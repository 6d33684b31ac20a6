import type { Adapter } from '@vinculo/sdk/adapter';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumFlags, ensureChromium } from '../../chromium.ts';
import type { RunningHost } from '../host-server.ts';
import type { Cast } from '../stage.ts';
import { checkErp } from './check-erp.ts';
import { checkIntranet } from './check-intranet.ts';
import { checkShop } from './check-shop.ts';

export interface DemoUnderCheck {
  /** Reads what the data holds without any widget. */
  readonly adapter: Adapter;
  readonly cast: Cast;
  readonly hosts: Readonly<Record<string, RunningHost>>;
  readonly say: (text: string) => void;
  /** The export that was loaded, if one was. */
  readonly export: string | undefined;
}

/** Something that is not as the data says. */
export class Mismatch extends Error {}

/** One page under check, with what its browser complained of. */
export interface PageUnderCheck extends DemoUnderCheck {
  readonly page: Page;
  readonly address: string;
  /** Tells of something that was looked at and found right. */
  readonly right: (text: string) => void;
}

const checks = { 'erp-page': checkErp, 'intranet-page': checkIntranet, 'shop-page': checkShop } as const;

/** Opens every page, compares each widget with the data, and tries an edit on each that has to survive a reload. Answers whether all was right. */
export async function checkDemo(demo: DemoUnderCheck): Promise<boolean> {
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...chromiumFlags] });
  let allRight = true;
  try {
    for (const [name, check] of Object.entries(checks)) {
      demo.say(`\n${name}`);
      allRight = (await checkPage(browser, demo, name, check)) && allRight;
    }
  } finally {
    await browser.close();
  }
  demo.say(allRight ? '\nAll widgets show what the data holds.' : '\nNot everything is right; see the lines marked ✗.');
  return allRight;
}

async function checkPage(browser: Browser, demo: DemoUnderCheck, name: string, check: (under: PageUnderCheck) => Promise<void>): Promise<boolean> {
  const host = demo.hosts[name]!;
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error in the page: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
  let right = true;
  try {
    await check({ ...demo, page, address: host.address, right: (text) => demo.say(`  ✓ ${text}`) });
  } catch (error) {
    right = false;
    demo.say(`  ✗ ${error instanceof Mismatch ? error.message : String(error).split('\n').slice(0, 4).join('\n    ')}`);
  }
  for (const complaint of [...complaints, ...host.reports.map((r) => `policy violated: ${r}`)]) {
    right = false;
    demo.say(`  ✗ ${complaint}`);
  }
  await context.close();
  return right;
}

/** Waits until a look at the page gives no complaint; the last complaint is the mismatch. */
export async function eventually(page: Page, look: () => Promise<string | undefined>, within = 20_000): Promise<void> {
  const end = Date.now() + within;
  for (;;) {
    const complaint = await look();
    if (complaint === undefined) return;
    if (Date.now() > end) throw new Mismatch(complaint);
    await page.waitForTimeout(100);
  }
}

/** Headings, labels, buttons and tabs of a widget that say nothing to anybody: a text that did not load. */
export async function checkNothingBlank(page: Page, widget: string): Promise<void> {
  await eventually(page, async () => {
    const blank = await page.locator(widget).first().evaluate((host) =>
      [...host.shadowRoot!.querySelectorAll('h2, h3, h4, label, legend, button, option, [role="alert"], [part~="summary"] p')]
        .filter((e) => e instanceof HTMLElement && e.getClientRects().length > 0 && !e.textContent.trim() && !e.querySelector('slot, input, select, textarea') && !e.getAttribute('aria-label') && !e.getAttribute('title'))
        .map((e) => e.outerHTML.slice(0, 120)));
    return blank.length === 0 ? undefined : `${widget} draws without words: ${blank.join(' | ')}`;
  }, 5000);
}

/** Text as a person reads it: without the spaces and marks that formats put between. */
export function folded(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s\u200e\u200f\u2066-\u2069]+/g, '').toLowerCase();
}
