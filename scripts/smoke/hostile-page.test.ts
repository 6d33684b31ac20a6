import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { card, moveDeal } from './board.ts';
import { launch, person, problemsOf } from './browser.ts';
import { textsOf } from './composed-text.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { type PageName, startHost } from './host.ts';
import { editsOf } from './records.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

/** What old intranets do, and worse. */
const hostileCss = `
  * { all: unset; }
  * { color: red !important; font: italic 40px/3 serif; font-size: 40px; box-sizing: content-box; letter-spacing: 5px; word-spacing: 9px; text-align: right; text-transform: uppercase;
    text-indent: 30px; white-space: nowrap; text-shadow: 1px 1px lime; text-decoration: line-through; list-style: square; cursor: wait; font-variant: small-caps; }
  button, input, select, textarea, table { border: 9px dashed lime !important; font-size: 33px !important; padding: 20px !important; width: 400px !important; height: 90px !important; background: black !important; }
  p, h1, h2, h3, ul, li, dl, dd, svg, a { margin: 50px !important; font-size: 50px !important; display: inline !important; }
  .frame, .row, .btn, .tag, .title, .deal, .card, .hidden-text { display: none !important; }
`;

/** Every kind of element inside a widget, with how it is drawn there. */
function looksOf(page: Page, widget: string): Promise<Record<string, string>> {
  return page.locator(widget).evaluate((host) => {
    const looks: Record<string, string> = {};
    const properties = ['font-size', 'font-style', 'font-weight', 'font-variant-caps', 'line-height', 'color', 'letter-spacing', 'word-spacing', 'text-align', 'text-transform', 'text-indent', 'white-space', 'text-shadow', 'box-sizing', 'list-style-type', 'cursor'];
    for (const element of host.shadowRoot!.querySelectorAll('*:not([data-gap])')) {
      const style = getComputedStyle(element);
      looks[`${element.localName} ${element.getAttribute('part') ?? ''} ${element.getAttribute('class') ?? ''}`.trim()] ??= properties.map((name) => `${name}: ${style.getPropertyValue(name)}`).join('; ');
    }
    return looks;
  });
}

/** What hostile rules change in a widget. */
async function differences(page: Page, widget: string): Promise<readonly string[]> {
  const [looks, texts] = [await looksOf(page, widget), await textsOf(page, widget, { own: true })];
  // Set by script, which the policy lets a page do.
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, hostileCss);
  if ((await page.locator('header, h1').first().evaluate((element) => getComputedStyle(element).color)) !== 'rgb(255, 0, 0)') throw new Error('The hostile rules do not hold.');
  const [hostileLooks, hostileTexts] = [await looksOf(page, widget), await textsOf(page, widget, { own: true })];
  await page.evaluate(() => { document.adoptedStyleSheets = []; });
  const looksOther = Object.entries(hostileLooks).filter(([part, look]) => look !== looks[part]).map(([part, look]) => `${part}: ${look}`);
  // The page's own layout has fallen apart, so of a long list other items are in sight; nothing else is said.
  const saysOther = hostileTexts.filter((text) => !texts.includes(text));
  return [...looksOther, ...saysOther, ...(hostileTexts.length > texts.length / 2 ? [] : ['It says less than half of what it said.'])];
}

const cases: readonly { readonly name: PageName; readonly widget: string; readonly text: string }[] = [
  { name: 'erp-page', widget: 'vinculo-contact-card', text: 'decision-maker' },
  { name: 'erp-page', widget: 'vinculo-customer-timeline', text: 'Re: Quote Q-2291' },
  { name: 'intranet-page', widget: 'vinculo-pipeline-board', text: 'Vaccine storage, 6 sites' },
  { name: 'shop-page', widget: 'vinculo-ticket-form', text: 'Compressor stops after 20 min' },
];

test.each(cases)('$widget says and looks the same under hostile rules', async ({ name, widget, text }) => {
  const host = await startHost(server, name, { bundle: inject('bundle') });
  const page = await (await person(browser)).newPage();
  const problems = problemsOf(page);
  await page.goto(host.address);
  await page.locator(widget).getByText(text).first().waitFor();
  // Until all has come; a difference that the rules make stays.
  await expect.poll(() => differences(page, widget)).toEqual([]);
  expect(problems).toEqual([]);
  await page.context().close();
  await host.close();
});

test('prototypes that the page has added to are no trouble: data shows and an edit arrives', async () => {
  const host = await startHost(server, 'intranet-page', { bundle: inject('bundle') });
  const context = await person(browser);
  await context.addInitScript(() => {
    const add = (target: object, name: string, value: unknown): void => void Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
    add(Object.prototype, 'extend', () => undefined);
    add(Object.prototype, 'clone', null);
    add(Array.prototype, 'remove', () => undefined);
    add(Array.prototype, 'each', () => undefined);
    add(String.prototype, 'format', () => undefined);
    add(Function.prototype, 'bindAsEventListener', () => undefined);
  });
  const page = await context.newPage();
  const problems = problemsOf(page);
  await page.goto(host.address);
  await card(page, 'Qualify', 'deal-06').getByText('Panadería Los Álamos, S.L.').waitFor();
  await moveDeal(page, 'deal-06', 'Discovery');
  await expect.poll(() => editsOf(server.adapter, 'deal-06')).toEqual([expect.objectContaining({ stageId: 'pipe-new-discovery' })]);
  await page.reload();
  await card(page, 'Discovery', 'deal-06').waitFor();
  // What a card shows besides its head comes as a part of its own.
  const erp = await startHost(server, 'erp-page', { bundle: inject('bundle') });
  await page.goto(erp.address);
  await page.locator('vinculo-contact-card a[href^="tel:"]').first().waitFor();
  expect(problems).toEqual([]);
  await context.close();
  await erp.close();
  await host.close();
});
