import { issueDevToken } from '@vinculo/server';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { card, moveDeal } from './board.ts';
import { launch, open, outboxOf, person, problemsOf, warningsOf } from './browser.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { type Front, openFront } from './front.ts';
import { type PageName, startHost } from './host.ts';
import { editsOf } from './records.ts';

let server: CrmServer;
let front: Front;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
  front = await openFront(server.url);
});
afterAll(async () => {
  await front?.close();
  await Promise.all([browser?.close(), server?.stop()]);
});

const widgetsOf: Readonly<Record<PageName, readonly string[]>> = {
  'erp-page': ['vinculo-contact-card', 'vinculo-customer-timeline'],
  'intranet-page': ['vinculo-pipeline-board'],
  'shop-page': ['vinculo-ticket-form'],
};
const pages = Object.keys(widgetsOf) as PageName[];

const staffToken = (): Promise<string> => issueDevToken(server.folder, { role: 'staff', subject: 'user-katarzyna' });

/** A token that was good a while ago: its claims say so, and no signature fits them any more. */
async function expiredToken(): Promise<string> {
  const [head, claims, signature] = (await staffToken()).split('.');
  const past = { ...(JSON.parse(Buffer.from(claims!, 'base64url').toString()) as object), iat: 1_700_000_000, exp: 1_700_000_900 };
  return [head, Buffer.from(JSON.stringify(past)).toString('base64url'), signature].join('.');
}

describe('a page that never gets data says why', () => {
  const wrong = {
    'a token that is none': { token: async () => 'garbage', says: /signed out/i },
    'a token that has expired': { token: expiredToken, says: /signed out/i },
    'a web page in place of the server': { answer: 'a web page', says: /Something other than the CRM answered/ },
    'a server that fails': { answer: 'an error', says: /The server answered with an error/ },
  } as const;
  const cases = Object.entries(wrong).flatMap(([what, how]) => pages.map((name) => ({ what, how, name })));

  test.each(cases)('$what: $name', async ({ how, name }) => {
    front.answer('answer' in how ? how.answer : 'as the server');
    const host = await startHost(server, name, { bundle: inject('bundle'), endpoint: front.url, ...('token' in how ? { token: how.token } : {}) });
    const context = await person(browser);
    const page = await context.newPage();
    const problems = problemsOf(page);
    await page.goto(host.address);
    for (const widget of widgetsOf[name]) {
      const state = page.locator(widget).locator('[part~="error"]');
      await state.getByText(how.says).waitFor();
      expect(await state.innerText()).toMatch(/did not load/);
      await state.getByRole('button', { name: 'Try again' }).waitFor();
    }
    // Browsers tell of answers of 400 and above by themselves.
    expect(problems.filter((text) => !text.startsWith('console: Failed to load resource'))).toEqual([]);
    await context.close();
    await host.close();
  });
});

describe('a page that worked keeps what is written meanwhile, and sends it once', () => {
  const cases = [
    { what: 'a web page', id: 'deal-06', says: 'The CRM does not answer as it should.' },
    { what: 'an error', id: 'deal-09', says: 'Offline.' },
    { what: 'signed out', id: 'deal-14', says: 'Signed out.' },
  ] as const;

  test.each(cases)('while the answer is: $what', async ({ what, id, says }) => {
    front.answer('as the server');
    const host = await startHost(server, 'intranet-page', { bundle: inject('bundle'), endpoint: front.url });
    const page = await open(await person(browser), host.address);
    await card(page, 'Qualify', id).waitFor();
    front.answer(what);
    await moveDeal(page, id, 'Discovery');
    const board = page.locator('vinculo-pipeline-board');
    await board.getByText(says).waitFor();
    await board.getByText('1 change waiting').waitFor();
    expect(await outboxOf(page)).toEqual([`update deal ${id} waiting`]);
    front.answer('as the server');
    await expect.poll(() => outboxOf(page)).toEqual([]);
    await board.getByText('1 change waiting').waitFor({ state: 'detached' });
    expect(await editsOf(server.adapter, id)).toEqual([expect.objectContaining({ stageId: 'pipe-new-discovery' })]);
    await page.context().close();
    await host.close();
  });
});

test('the menu of a card that nobody points at any more is looked for without the lane going sideways', async () => {
  front.answer('as the server');
  const host = await startHost(server, 'intranet-page', { bundle: inject('bundle'), endpoint: front.url });
  const page = await open(await person(browser), host.address);
  await page.mouse.move(0, 0);
  const menu = page.locator('[data-menu="move-deal-09"]');
  await menu.waitFor({ state: 'attached' });
  expect(await menu.evaluate((button) => {
    button.scrollIntoView({ inline: 'center' });
    return button.closest('[part~="cards"]')!.scrollLeft;
  })).toBe(0);
  await page.context().close();
  await host.close();
});

test('a wrong attribute value is told to the developer once, and drawn around', async () => {
  const host = await startHost(server, 'erp-page', { bundle: inject('bundle') });
  const page = await open(await person(browser), host.address);
  const [problems, warnings] = [problemsOf(page), warningsOf(page)];
  const contact = page.locator('vinculo-contact-card');
  const timeline = page.locator('vinculo-customer-timeline');
  await contact.getByText('Amina Okonkwo-Bauer').waitFor();
  await page.evaluate(() => {
    const set = (widget: string, values: Record<string, string>): void => Object.entries(values).forEach(([name, value]) => document.querySelector(widget)!.setAttribute(name, value));
    set('vinculo-contact-card', { mode: 'tiny', locale: 'no such language', density: 'roomy' });
    set('vinculo-customer-timeline', { kinds: 'calls dreams', 'page-size': 'many', 'last-visit': 'yesterday' });
    const board = document.createElement('vinculo-pipeline-board');
    board.setAttribute('pipeline-id', 'no-such-pipeline');
    document.querySelector('vinculo-provider')!.append(board);
  });
  await page.locator('vinculo-pipeline-board').getByText('Cold store, second hall').waitFor();
  await contact.getByText('Amina Okonkwo-Bauer').waitFor();
  await timeline.getByText('Call about the revised quote').waitFor();
  for (const value of ['tiny', 'no such language', 'dreams', 'yesterday', 'no-such-pipeline']) {
    await expect.poll(() => warnings.filter((text) => text.includes(value))).toHaveLength(1);
  }
  await page.evaluate(() => document.querySelector('vinculo-contact-card')!.setAttribute('contact-id', 'no-such-contact'));
  await contact.getByText('This record is not here any more').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
  await host.close();
});
