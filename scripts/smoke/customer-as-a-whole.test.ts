import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch } from './browser.ts';
import { type Colleague, colleagues, giveDuties, write } from './colleagues.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { recordOf } from './records.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
  await giveDuties(server.adapter);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

const cardOf = (who: Colleague): Locator => who.widget('vinculo-contact-card');
async function menuOf(who: Colleague): Promise<Locator> {
  await cardOf(who).locator('[data-menu="more"]').click();
  const menu = cardOf(who).locator('#menu-more');
  await menu.getByText('Open', { exact: true }).waitFor();
  return menu;
}

test('two records of one person: who leads merges them in the dialog, a seller is not offered it, and each sees what came of it, also once it is taken back', async () => {
  const of = { ownerId: 'user-joao', emails: [{ id: 'e1', value: 'nina@petrova.example' }] };
  await write(server.adapter, 'create', 'contact', 'nina', { ...of, name: 'Nina Petrova', jobTitle: 'Buyer' });
  await write(server.adapter, 'create', 'contact', 'nina-again', { ...of, name: 'N. Petrova', jobTitle: 'Head of purchasing' });
  await write(server.adapter, 'create', 'deal', 'deal-nina', { name: 'Ice for the fair', contactId: 'nina-again', pipelineId: 'pipe-new', stageId: 'pipe-new-qualify', ownerId: 'user-joao' });
  const { katarzyna, joao, leave } = await colleagues(browser, server, 'katarzyna', 'joao');
  for (const who of [katarzyna, joao]) {
    await who.show(['vinculo-contact-card', { 'contact-id': 'nina' }]);
    await cardOf(who).locator('[data-edit="name"]').waitFor();
  }
  expect(await (await menuOf(joao)).innerText()).not.toContain('Merge');
  await joao.page.keyboard.press('Escape');

  await (await menuOf(katarzyna)).getByText('Merge with another…').click();
  const dialog = cardOf(katarzyna).locator('dialog[open]');
  await dialog.getByRole('button', { name: 'N. Petrova' }).click();
  await dialog.locator('[part="moves"]').getByText('Deals: 1').waitFor();
  await dialog.getByLabel('Head of purchasing').check();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  const told = cardOf(katarzyna).locator('[part="told"]');
  await told.getByText(/N\. Petrova.? is part of .?Nina Petrova.? now/).waitFor();
  await cardOf(joao).locator('[data-edit="jobTitle"]').getByText('Head of purchasing').waitFor();
  expect(await recordOf(server.adapter, 'deal', 'deal-nina')).toMatchObject({ contactId: 'nina' });

  await told.getByRole('button', { name: 'Undo' }).click();
  await cardOf(katarzyna).locator('[part="told"]').getByText('The merge was undone.').waitFor();
  await cardOf(joao).locator('[data-edit="jobTitle"]').getByText('Buyer').waitFor();
  expect(await recordOf(server.adapter, 'deal', 'deal-nina')).toMatchObject({ contactId: 'nina-again' });
  await leave();
});

test('an account that goes back to the pool says why to the next one, who takes it; the first one sees whose it is', async () => {
  await write(server.adapter, 'create', 'account', 'harbour', { name: 'Harbour Ice', ownerId: 'user-joao' });
  const { joao, shira, leave } = await colleagues(browser, server, 'joao', 'shira');
  await joao.show(['vinculo-contact-card', { 'account-id': 'harbour' }]);
  await cardOf(joao).locator('[data-edit="name"]').waitFor();
  await (await menuOf(joao)).getByText('Return to the pool…').click();
  const dialog = cardOf(joao).locator('dialog[open]');
  await dialog.getByRole('textbox').fill('No answer for a month');
  await dialog.getByRole('button', { name: 'Return', exact: true }).click();
  await cardOf(joao).locator('[part="told"]').waitFor();

  await shira.show(['vinculo-contact-card', { 'account-id': 'harbour' }]);
  await cardOf(shira).getByText('Returned: No answer for a month').waitFor();
  await cardOf(shira).locator('[part~="claim"]').click();
  await cardOf(shira).locator('[part="told"]').waitFor();
  await cardOf(joao).locator('[part~="ownerId"]').getByText('Shira Yosef').waitFor();
  expect(await recordOf(server.adapter, 'account', 'harbour')).toMatchObject({ ownerId: 'user-shira' });
  await leave();
});
