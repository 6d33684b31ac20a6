import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lane, moveDeal } from './board.ts';
import { launch } from './browser.ts';
import { type Colleague, colleagues, giveDuties, write } from './colleagues.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { editsOf, recordOf } from './records.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
  await giveDuties(server.adapter);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

const tagOf = { card: 'vinculo-contact-card', board: 'vinculo-pipeline-board', list: 'vinculo-list', record: 'vinculo-record' } as const;
const cardOf = (who: Colleague): Locator => who.widget(tagOf.card);
const showCard = async (who: Colleague, id: string): Promise<void> => {
  await who.show([tagOf.card, { 'contact-id': id }]);
  await cardOf(who).locator('[data-edit="name"]').waitFor();
};
/** A contact of their own for one test. */
async function customer(id: string, name: string, more: object = {}): Promise<string> {
  await write(server.adapter, 'create', 'contact', id, { name, ownerId: 'user-joao', jobTitle: 'Buyer', ...more });
  return id;
}
const field = async (id: string, name: string): Promise<unknown> => (await recordOf(server.adapter, 'contact', id))?.[name];

test.each(['mine', 'theirs'] as const)('a name that two people changed, one of them offline: both values are shown where it came second, and %s stays for both', async (side) => {
  const id = await customer(`conflict-${side}`, 'Dana Levi');
  const { katarzyna, joao, leave } = await colleagues(browser, server, 'katarzyna', 'joao');
  await Promise.all([showCard(katarzyna, id), showCard(joao, id)]);
  await joao.cut(true);
  await joao.edit('name', 'Dana Levi-Cohen');
  await cardOf(joao).locator('[part="foot"]').getByText('Not sent yet').or(cardOf(joao).locator('[part~="unsynced"]')).first().waitFor();
  await katarzyna.edit('name', 'Dana Cohen');
  await katarzyna.synced();
  await joao.cut(false);

  const question = cardOf(joao).locator('[part~="conflict"]');
  await question.getByText('Katarzyna Wójcik').waitFor();
  const text = await question.innerText();
  for (const said of ['Name', 'Dana Levi-Cohen', 'Dana Cohen']) expect(text).toContain(said);
  expect(await field(id, 'name')).toBe('Dana Cohen');
  await question.locator(`input[value="${side}"]`).check();
  await question.getByRole('button', { name: side === 'mine' ? 'Keep mine' : 'Take theirs' }).click();
  await question.waitFor({ state: 'detached' });
  await joao.synced();
  const stays = side === 'mine' ? 'Dana Levi-Cohen' : 'Dana Cohen';
  for (const who of [katarzyna, joao]) await cardOf(who).locator('[part="name"]').getByText(stays, { exact: true }).waitFor();
  expect((await editsOf(server.adapter, id)).map((each) => each['name'])).toEqual(side === 'mine' ? ['Dana Cohen', stays] : [stays]);
  await leave();
});

test('a right that was taken away: the card says why, the edit can be dropped, and where the right is back it can be written again', async () => {
  const id = await customer('rights', 'Omar Haddad');
  const { shira, leave } = await colleagues(browser, server, 'shira');
  await showCard(shira, id);
  await write(server.adapter, 'update', 'contact', id, { ownerId: 'user-shira' });
  await cardOf(shira).locator('[data-edit="jobTitle"]').waitFor();
  for (const then of ['edit', 'discard'] as const) {
    await shira.cut(true);
    await shira.edit('jobTitle', 'Head of sales');
    await write(server.adapter, 'update', 'user', 'user-shira', { role: 'readonly' });
    await shira.cut(false);
    const refused = cardOf(shira).locator('[part~="refused"]');
    await refused.waitFor();
    expect(await refused.innerText()).toMatch(/Your change was refused[^]*Head of sales[^]*may not/);
    expect(await field(id, 'jobTitle')).toBe(then === 'edit' ? 'Buyer' : 'Head of purchase');
    // What she may not write is no field to write in.
    await cardOf(shira).locator('[data-edit="jobTitle"]').waitFor({ state: 'detached' });
    await write(server.adapter, 'update', 'user', 'user-shira', { role: 'sales' });
    await cardOf(shira).locator('[data-edit="jobTitle"]').waitFor();
    await refused.getByRole('button', { name: then === 'edit' ? 'Edit' : 'Discard', exact: true }).click();
    if (then === 'edit') {
      const input = cardOf(shira).locator('[data-editing]');
      expect(await input.inputValue()).toBe('Head of sales');
      await input.fill('Head of purchase');
      await input.press('Enter');
    }
    await refused.waitFor({ state: 'detached' });
    await shira.synced();
    expect(await field(id, 'jobTitle')).toBe('Head of purchase');
  }
  await leave();
});

test('a rule that came meanwhile: the board puts the card back, says what is missing, asks for it and moves', async () => {
  const { katarzyna, joao, leave } = await colleagues(browser, server, 'katarzyna', 'joao');
  for (const who of [katarzyna, joao]) {
    await who.show([tagOf.board, { 'pipeline-id': 'pipe-new' }]);
    await lane(who.page, 'Qualify').locator('[data-deal="deal-06"]').waitFor();
  }
  await joao.cut(true);
  await moveDeal(joao.page, 'deal-06', 'Discovery');
  await write(server.adapter, 'update', 'stage', 'pipe-new-discovery', { requiredFields: ['nextStep'] });
  await joao.cut(false);
  const refused = joao.widget(tagOf.board).locator('[part~="refused"]');
  await refused.waitFor();
  expect(await refused.innerText()).toMatch(/The move to Discovery was refused[^]*is back in Qualify/);
  await lane(joao.page, 'Qualify').locator('[data-deal="deal-06"]').waitFor();
  await refused.getByRole('button', { name: 'Edit', exact: true }).click();
  await joao.widget(tagOf.board).locator('dialog[open]').getByLabel('Next step').fill('Measure the shops');
  await joao.widget(tagOf.board).locator('dialog[open]').getByRole('button', { name: 'Send' }).click();
  await joao.synced();
  for (const who of [katarzyna, joao]) await lane(who.page, 'Discovery').locator('[data-deal="deal-06"]').waitFor();
  expect(await recordOf(server.adapter, 'deal', 'deal-06')).toMatchObject({ stageId: 'pipe-new-discovery', nextStep: 'Measure the shops' });
  await write(server.adapter, 'update', 'stage', 'pipe-new-discovery', { requiredFields: [] });
  await leave();
});

test('a merge while another looks at the record that goes: their card goes on with the one that stays, and an edit that came too late is theirs to carry over', async () => {
  const into = await customer('stays', 'Ivo Marić');
  const from = await customer('goes', 'I. Maric', { emails: [{ id: 'e1', value: 'ivo@maric.example' }] });
  await write(server.adapter, 'create', 'deal', 'deal-maric', { name: 'Ice for the harbour', contactId: from, pipelineId: 'pipe-new', stageId: 'pipe-new-qualify', ownerId: 'user-joao' });
  const { katarzyna, joao, shira, leave } = await colleagues(browser, server, 'katarzyna', 'joao', 'shira');
  await Promise.all([showCard(katarzyna, into), showCard(joao, from), shira.show([tagOf.list, { table: 'contact' }])]);
  await shira.widget(tagOf.list).getByText('I. Maric').waitFor();
  await joao.cut(true);
  await joao.edit('jobTitle', 'Harbour master');
  expect(await katarzyna.run('merge', { table: 'contact', intoId: into, fromId: from })).toMatchObject({ id: into, moved: { deal: 1 } });
  await cardOf(katarzyna).getByText('ivo@maric.example').waitFor();
  await shira.widget(tagOf.list).getByText('I. Maric').waitFor({ state: 'detached' });
  await joao.cut(false);

  await cardOf(joao).locator('[part="name"]').getByText('Ivo Marić').waitFor();
  expect(await cardOf(joao).locator('[part="merged"]').innerText()).toContain('Merged into');
  const late = cardOf(joao).locator('[part~="refused"]');
  await late.waitFor();
  expect(await late.innerText()).toContain('Harbour master');
  expect(await field(into, 'jobTitle')).toBe('Buyer');
  await late.getByRole('button', { name: 'Change it here' }).click();
  await joao.synced();
  expect(await field(into, 'jobTitle')).toBe('Harbour master');
  await cardOf(katarzyna).getByText('Harbour master').waitFor();

  // Taken back, each shows the record that was asked for.
  await katarzyna.run('unmerge', { table: 'contact', intoId: into, fromId: from });
  await cardOf(joao).locator('[part="name"]').getByText('I. Maric').waitFor();
  await shira.widget(tagOf.list).getByText('I. Maric').waitFor();
  await leave();
});

test('a transfer: what one person owned leaves their list and stands in the other one, for both at once', async () => {
  for (const [id, name] of [['given-1', 'Cooling tunnel'], ['given-2', 'Chilled counter']] as const) await write(server.adapter, 'create', 'deal', id, { name, pipelineId: 'pipe-service', stageId: 'pipe-service-offer', ownerId: 'user-shira' });
  const { katarzyna, joao, shira, leave } = await colleagues(browser, server, 'katarzyna', 'joao', 'shira');
  const names = (who: Colleague): Promise<string[]> => who.widget(tagOf.list).locator('[data-cell="name"] [part="open"]').allInnerTexts();
  for (const who of [joao, shira]) await who.show([tagOf.list, { table: 'deal', mine: '', columns: 'name ownerId' }]);
  await expect.poll(async () => (await names(shira)).sort()).toEqual(['Chilled counter', 'Cooling tunnel']);
  await expect.poll(async () => (await names(joao)).length).toBeGreaterThan(0);
  expect(await names(joao)).not.toContain('Cooling tunnel');
  expect(await katarzyna.run('transfer', { fromUserId: 'user-shira', toUserId: 'user-joao', tables: ['deal'] })).toMatchObject({ moved: { deal: 2 } });
  await expect.poll(() => names(shira)).toEqual([]);
  await expect.poll(() => names(joao)).toEqual(expect.arrayContaining(['Chilled counter', 'Cooling tunnel']));
  await leave();
});

test('a customer that one hands over by the card, with what is open: it changes hands before the eyes of both others, and comes back', async () => {
  const id = await customer('handed', 'Noor Aziz');
  for (const [deal, name] of [['handed-1', 'Blast freezer'], ['handed-2', 'Bay doors']] as const) await write(server.adapter, 'create', 'deal', deal, { name, contactId: id, pipelineId: 'pipe-new', stageId: 'pipe-new-qualify', ownerId: 'user-joao' });
  // It is somebody else's, so it stays where it is.
  await write(server.adapter, 'create', 'deal', 'handed-3', { name: 'Service plan', contactId: id, pipelineId: 'pipe-new', stageId: 'pipe-new-qualify', ownerId: 'user-katarzyna' });
  const { katarzyna, joao, shira, leave } = await colleagues(browser, server, 'katarzyna', 'joao', 'shira');
  const lists = [tagOf.list, { table: 'deal', mine: '', columns: 'name ownerId' }] as const;
  await Promise.all([showCard(katarzyna, id), joao.show([tagOf.card, { 'contact-id': id }], lists), shira.show(lists)]);
  const names = (who: Colleague): Promise<string[]> => who.widget(tagOf.list).locator('[data-cell="name"] [part="open"]').allInnerTexts();
  await expect.poll(() => names(joao)).toEqual(expect.arrayContaining(['Blast freezer', 'Bay doors']));
  const owner = (who: Colleague): Locator => cardOf(who).locator('[part="value ownerId"]');
  await owner(joao).getByText('João').waitFor();

  await katarzyna.page.bringToFront();
  await cardOf(katarzyna).locator('[data-menu="more"]').click();
  await katarzyna.page.getByRole('menuitem', { name: 'Hand over…' }).click();
  const dialog = cardOf(katarzyna).locator('dialog[open]');
  await dialog.getByLabel('To whom').selectOption({ label: 'Shira Yosef' });
  await dialog.locator('input[value="open"]').check();
  expect(await dialog.innerText()).toContain('Deals: 2');
  await dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
  await katarzyna.synced();

  await owner(joao).getByText('Shira Yosef').waitFor();
  await expect.poll(() => names(shira)).toEqual(expect.arrayContaining(['Blast freezer', 'Bay doors']));
  await expect.poll(() => names(joao)).not.toEqual(expect.arrayContaining(['Blast freezer']));
  expect(await names(joao)).not.toContain('Bay doors');
  expect(await recordOf(server.adapter, 'deal', 'handed-3')).toMatchObject({ ownerId: 'user-katarzyna' });

  await cardOf(katarzyna).locator('[part="told"]').getByRole('button', { name: 'Undo' }).click();
  await katarzyna.synced();
  await owner(joao).getByText('João').waitFor();
  await expect.poll(() => names(joao)).toEqual(expect.arrayContaining(['Blast freezer', 'Bay doors']));
  await expect.poll(() => names(shira)).not.toEqual(expect.arrayContaining(['Blast freezer']));
  expect(await field(id, 'ownerId')).toBe('user-joao');
  await leave();
});

test('a lead that one converts while the other has it on the board, with the same question open', async () => {
  await write(server.adapter, 'create', 'lead', 'lead-both', { name: 'Sofia Lindqvist', company: 'Lindqvist Fisk AB', pipelineId: 'pipe-lead', stageId: 'pipe-lead-new', ownerId: 'user-joao', emails: [{ id: 'e1', value: 'sofia@lindqvist.example' }] });
  const { katarzyna, joao, leave } = await colleagues(browser, server, 'katarzyna', 'joao');
  for (const who of [katarzyna, joao]) {
    await who.show([tagOf.board, { of: 'lead' }], [tagOf.list, { table: 'contact', search: 'Sofia Lindqvist' }]);
    await who.page.bringToFront();
    const board = who.widget(tagOf.board);
    await board.locator('[data-menu="move-lead-both"]').press('Enter');
    await who.page.getByRole('menuitem', { name: 'Convert…' }).click();
    await board.locator('dialog[open] #convert-stage option').first().waitFor({ state: 'attached' });
  }
  const convert = async ({ page, widget }: Colleague): Promise<void> => {
    await page.bringToFront();
    await widget(tagOf.board).locator('dialog[open]').getByRole('button', { name: 'Convert', exact: true }).click();
  };
  await convert(katarzyna);
  const said = (who: Colleague): Locator => who.widget(tagOf.board).locator('[part="status"] [role="status"]');
  await said(katarzyna).getByText(/Sofia Lindqvist.* was converted/).waitFor();
  // For the other, too, the lead stands where it is now, and the contact is there.
  await joao.widget(tagOf.board).locator('[data-stage="pipe-lead-new"] [data-deal="lead-both"]').waitFor({ state: 'detached' });
  await joao.widget(tagOf.list).getByText('Sofia Lindqvist').waitFor();
  await convert(joao);
  // The form says so, and stays with what was typed.
  await joao.widget(tagOf.board).locator('dialog[open]').getByText(/Sofia Lindqvist.* has been converted already|was not converted: .*already/).waitFor();
  const contacts = await server.adapter.query!({ table: 'contact', where: { name: 'Sofia Lindqvist' } });
  expect(contacts.rows).toHaveLength(1);
  expect((await server.adapter.query!({ table: 'deal', where: { leadId: 'lead-both' } })).rows).toMatchObject([{ contactId: contacts.rows[0]!.id, ownerId: 'user-joao' }]);
  await leave();
});
