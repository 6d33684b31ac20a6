import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { launch, person, problemsOf, warningsOf } from './browser.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { type PageName, startHost } from './host.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

const shown: Readonly<Record<PageName, Readonly<Record<string, readonly string[]>>>> = {
  'erp-page': {
    'vinculo-contact-card': ['Amina Okonkwo-Bauer', 'Head of procurement', 'Hanseatic Kühltechnik GmbH', 'a.okonkwo@hanseatic-kuehl.example', 'Send drawings to the plant', '€212,400', '2 deals'],
    'vinculo-customer-timeline': ['Call about the revised quote', 'Re: Quote Q-2291', '10-48213', '€12,940.00'],
  },
  'intranet-page': { 'vinculo-pipeline-board': ['22 open', 'Cold store, second hall', '压缩空气与工艺冷却新厂', 'Panadería Los Álamos, S.L.', '€184,500', '26 days in stage, more than 14'] },
  'shop-page': { 'vinculo-ticket-form': ['How can we help?', 'T-1042', 'Compressor stops after 20 min', 'We answer within 4 working hours'] },
};

test.each(Object.keys(shown) as PageName[])('%s shows its data under the strict policy, without a violation or an error', async (name) => {
  const host = await startHost(server, name, { bundle: inject('bundle') });
  const context = await person(browser);
  const page = await context.newPage();
  const [problems, warnings] = [problemsOf(page), warningsOf(page)];
  const answer = await page.goto(host.address);
  for (const [widget, texts] of Object.entries(shown[name])) {
    const element = page.locator(widget);
    for (const text of texts) await element.getByText(text).or(element.getByRole('img', { name: text })).first().waitFor({ state: 'attached' });
  }
  expect(answer!.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'");
  expect([...problems, ...warnings, ...host.reports]).toEqual([]);
  // And a violation would have been seen.
  await page.evaluate(() => document.createElement('div').innerHTML = '<b>').catch(() => undefined);
  await expect.poll(() => host.reports).toEqual([expect.stringContaining('require-trusted-types-for')]);
  expect(problems).toHaveLength(1);
  await context.close();
  await host.close();
});
