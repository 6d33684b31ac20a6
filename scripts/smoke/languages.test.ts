import { demoSeed } from '@vinculo/sdk/testing';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { launch, open, person, warningsOf } from './browser.ts';
import { textsOf, watchTexts } from './composed-text.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { type PageName, startHost } from './host.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

const cases: readonly { readonly name: PageName; readonly widgets: Readonly<Record<string, readonly string[]>> }[] = [
  { name: 'erp-page', widgets: { 'vinculo-contact-card': ['电话', '邮箱', '负责人', '最近联系'], 'vinculo-customer-timeline': ['备注', '任务', '已逾期'] } },
  { name: 'intranet-page', widgets: { 'vinculo-pipeline-board': ['新建商机', '只看我的'] } },
  { name: 'shop-page', widgets: { 'vinculo-ticket-form': ['提交'] } },
];

/** Latin words that stand in Chinese text as they are. */
const kept = /(?<![A-Za-z])(CRM|PDF|MB|KB|SLA|Esc|UTC)(?![A-Za-z])|name@example\.com/g;

/** What people wrote: texts of the demo book, longest first. Words like `confirmed` are keys of options, which a widget has to translate. */
const written = Object.values(demoSeed()).flat().flatMap(textsIn).filter((text) => /[A-Za-z]{2}/.test(text) && !/^[a-z][A-Za-z]*$/.test(text)).sort((a, b) => b.length - a.length);

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Whether a widget's text holds English that is its own. */
function isEnglish(text: string): boolean {
  return /[A-Za-z]{2}/.test(written.reduce((rest, value) => rest.replaceAll(value, ''), text).replaceAll(kept, ''));
}

describe.each(cases)('$name', ({ name, widgets }) => {
  test('speaks Chinese, and leaves no English word', async () => {
    const host = await startHost(server, name, { bundle: inject('bundle') });
    const context = await person(browser);
    const page = await open(context, `${host.address}?lang=zh`);
    for (const [widget, words] of Object.entries(widgets)) {
      for (const word of words) await page.locator(widget).getByText(word).first().waitFor({ state: 'attached' });
      await page.locator(widget).locator('.bone').first().waitFor({ state: 'detached' });
      expect((await textsOf(page, widget, { own: true })).filter(isEnglish), widget).toEqual([]);
    }
    await context.close();
    await host.close();
  });

  test.each(['en', 'zh'])('needs no sideways scrolling at 320 px (%s)', async (lang) => {
    const host = await startHost(server, name, { bundle: inject('bundle') });
    const context = await person(browser, { viewport: { width: 320, height: 640 } });
    const page = await open(context, `${host.address}?lang=${lang}`);
    for (const widget of Object.keys(widgets)) {
      await page.locator(widget).locator('bdi').first().waitFor();
      expect(await page.locator(widget).evaluate(wideParts), widget).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await context.close();
    await host.close();
  });
});

test('what comes later waits for its texts: no English word, and no key, is drawn in any frame', async () => {
  const host = await startHost(server, 'erp-page', { bundle: inject('bundle') });
  const page = await (await person(browser)).newPage();
  const drawn = await watchTexts(page, 'vinculo-contact-card, vinculo-customer-timeline');
  let release = (): void => {};
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route(/zh-hans-late/, async (route) => {
    await held;
    await route.continue();
  });
  const parts = Promise.all([page.waitForResponse(/card-full-/), page.waitForResponse(/after-first-drawing-/)]);
  await page.goto(`${host.address}?lang=zh`);
  // Who it is, and what happened, show meanwhile.
  await page.locator('vinculo-contact-card bdi').first().waitFor();
  await page.locator('vinculo-customer-timeline .ev').first().waitFor();
  await Promise.all((await parts).map((part) => part.finished()));
  expect(await page.locator('vinculo-customer-timeline [part="composer"], vinculo-contact-card [data-menu="more"]').count()).toBe(0);
  release();
  await page.locator('vinculo-contact-card').getByText('最近联系').first().waitFor();
  await page.locator('vinculo-customer-timeline [part="composer"]').waitFor();
  const texts = await drawn();
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.filter(isEnglish)).toEqual([]);
  await page.context().close();
  await host.close();
});

test('where the texts of later parts cannot be had, English stands in, and a later drawing has them', async () => {
  const host = await startHost(server, 'erp-page', { bundle: inject('bundle') });
  const page = await (await person(browser)).newPage();
  const warnings = warningsOf(page);
  await page.route(/zh-hans-late/, (route) => route.abort());
  await page.goto(`${host.address}?lang=zh`);
  const card = page.locator('vinculo-contact-card');
  await card.getByText('Last contact').first().waitFor();
  // What came before is in Chinese all the same.
  await page.locator('vinculo-customer-timeline').getByText('已逾期').first().waitFor({ state: 'attached' });
  expect(warnings.filter((text) => text.includes('texts of zh-Hans did not load'))).toHaveLength(1);
  await page.unroute(/zh-hans-late/);
  await card.evaluate((element) => (element as HTMLElement & { requestUpdate(): void }).requestUpdate());
  await card.getByText('最近联系').first().waitFor();
  expect((await textsOf(page, 'vinculo-contact-card', { own: true })).filter(isEnglish)).toEqual([]);
  await page.context().close();
  await host.close();
});

/** Parts that stick out of their widget sideways, but for what scrolls on purpose or is hidden from the eye. */
function wideParts(host: Element): string[] {
  const around = host.getBoundingClientRect();
  const scrolls = (element: Element | null): boolean => element !== null && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  return [...host.shadowRoot!.querySelectorAll('*')].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 0 && (left < around.left - 1 || right > around.right + 1) && !scrolls(element.parentElement) && !element.closest('.hidden-text, [popover], dialog');
  }).map((element) => `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 40)}`);
}
