import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { card, moveDeal } from './board.ts';
import { clientOf, launch, open, outboxOf, person } from './browser.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { startHost } from './host.ts';
import { editsOf, historyOf, recordOf } from './records.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

const told = (page: Page, widget: string, count: number): Promise<void> => page.locator(widget).getByText(count === 1 ? '1 change waiting' : `${count} changes waiting`).waitFor();

async function editJobTitle(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  const contact = page.locator('vinculo-contact-card');
  await contact.locator('[data-edit="jobTitle"]').click();
  await contact.getByRole('textbox', { name: 'Job title' }).fill(text);
  await page.keyboard.press('Enter');
  await contact.locator('[data-edit="jobTitle"]').getByText(text).waitFor();
}

test('an outage loses nothing and doubles nothing, over a reload too', { timeout: 60_000 }, async () => {
  const bundle = inject('bundle');
  const intranet = await startHost(server, 'intranet-page', { bundle });
  const erp = await startHost(server, 'erp-page', { bundle });
  const context = await person(browser);
  const board = await open(context, intranet.address);
  const contact = await open(context, erp.address);
  await card(board, 'Qualify', 'deal-06').waitFor();
  await contact.locator('vinculo-contact-card').getByText('Head of procurement').waitFor();
  for (const page of [board, contact]) await expect.poll(() => isOnline(page)).toBe(true);

  await server.kill();

  await moveDeal(board, 'deal-06', 'Discovery');
  await told(board, 'vinculo-pipeline-board', 1);
  await editJobTitle(contact, 'Head of everything');
  await told(contact, 'vinculo-contact-card', 1);
  const [contactId, dealId] = await (await clientOf(board)).evaluate((crm) => {
    const made = crm.contacts.create({ name: 'Nadia Offline', accountId: 'acc-wetherby' });
    const deal = crm.deals.create({ name: 'Made in the dark', contactId: made.id, accountId: 'acc-wetherby', pipelineId: 'pipe-new', stageId: 'pipe-new-qualify', amount: { minor: 1_250_000, currency: 'EUR' } });
    return [made.id, deal.id] as const;
  });
  await card(board, 'Qualify', dealId).getByText('Made in the dark').waitFor();
  await told(board, 'vinculo-pipeline-board', 3);

  await Promise.all([board.reload(), contact.reload()]);
  await card(board, 'Discovery', 'deal-06').waitFor();
  await card(board, 'Qualify', dealId).getByText('€12,500').waitFor();
  await told(board, 'vinculo-pipeline-board', 3);
  await contact.locator('vinculo-contact-card').getByText('Head of everything').waitFor();
  await told(contact, 'vinculo-contact-card', 1);

  await moveDeal(board, 'deal-06', 'Proposal');
  await moveDeal(board, dealId, 'Negotiation');
  await told(board, 'vinculo-pipeline-board', 5);
  expect(await outboxOf(board)).toEqual(['update deal deal-06 waiting', `create contact ${contactId} waiting`, `create deal ${dealId} waiting`, 'update deal deal-06 waiting', `update deal ${dealId} waiting`]);

  await server.start();

  for (const page of [board, contact]) {
    await expect.poll(() => outboxOf(page), { timeout: 20_000 }).toEqual([]);
    await page.getByText('Offline.').waitFor({ state: 'detached' });
  }
  expect((await editsOf(server.adapter, 'deal-06')).map(({ stageId }) => stageId)).toEqual(['pipe-new-discovery', 'pipe-new-proposal']);
  expect((await editsOf(server.adapter, 'con-amina')).map(({ jobTitle }) => jobTitle)).toEqual(['Head of everything']);
  const history = [...(await historyOf(server.adapter, contactId)), ...(await historyOf(server.adapter, dealId))];
  expect(history.map(({ op, table, app }) => [op, table, app].join(' '))).toEqual(['create contact intranet-page', 'create deal intranet-page', 'update deal intranet-page']);
  expect(await recordOf(server.adapter, 'deal', dealId)).toMatchObject({ contactId, stageId: 'pipe-new-negotiation' });
  await Promise.all([intranet.close(), erp.close()]);
});

async function isOnline(page: Page): Promise<boolean> {
  return (await clientOf(page)).evaluate((crm) => crm.status.snapshot.connection === 'online');
}
