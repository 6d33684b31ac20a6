import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from './browser.ts';
import { type Colleague, colleagues } from './colleagues.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

const ticketOf = (who: Colleague): Locator => who.widget('vinculo-ticket');
const textOf = (who: Colleague): Locator => ticketOf(who).locator('.compose .text');

test('two agents at one ticket: each is named to the other, the queue says who is replying, and the second answer waits for a second press', async () => {
  const { katarzyna, joao, shira, leave } = await colleagues(browser, server, 'katarzyna', 'joao', 'shira');
  await shira.show(['vinculo-inbox', { view: 'all' }]);
  const row = shira.widget('vinculo-inbox').locator('[data-row="tick-1"]');
  await row.waitFor();
  for (const who of [katarzyna, joao]) {
    await who.show(['vinculo-ticket', { 'ticket-id': 'tick-1' }]);
    await textOf(who).waitFor();
  }
  await ticketOf(katarzyna).getByText('João Pedro Sant’Anna is looking at this too').waitFor();
  await textOf(joao).fill('I am on it.');
  await ticketOf(katarzyna).locator('[part~="replying"]').getByText('João Pedro Sant’Anna is replying').waitFor();
  await row.getByText('João Pedro Sant’Anna is replying').waitFor();

  await textOf(katarzyna).fill('The part is on its way.');
  await row.getByText('João Pedro Sant’Anna and Katarzyna Wójcik are replying').or(row.getByText('Katarzyna Wójcik and João Pedro Sant’Anna are replying')).waitFor();
  await ticketOf(joao).locator('.compose [type="submit"]').click();
  await ticketOf(katarzyna).locator('.meanwhile').getByText('João Pedro Sant’Anna has written meanwhile').waitFor();
  await ticketOf(katarzyna).locator('.compose [type="submit"]').click();
  await ticketOf(katarzyna).locator('#write-problem').getByText('João Pedro Sant’Anna has written since you began').waitFor();
  const answers = async (): Promise<unknown[]> => (await server.adapter.query!({ table: 'ticketMessage', where: { ticketId: 'tick-1', body: { in: ['I am on it.', 'The part is on its way.'] } }, orderBy: ['at'] })).rows.map((each) => each['body']);
  expect(await answers()).toEqual(['I am on it.']);
  await ticketOf(katarzyna).locator('.compose [type="submit"]').click();
  await expect.poll(answers).toEqual(['I am on it.', 'The part is on its way.']);

  await joao.show();
  await ticketOf(katarzyna).locator('[part~="others"]').waitFor({ state: 'detached' });
  await leave();
});
