import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { card } from './board.ts';
import { clientOf, launch, open, outboxOf, person } from './browser.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { startHost } from './host.ts';
import { editsOf, recordOf } from './records.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

/** Two people with the same board before them; `ana`'s network can be cut. */
async function twoPeople(): Promise<{ ana: Page; ben: Page; cut(off: boolean): Promise<void>; leave(): Promise<void> }> {
  const hosts = await Promise.all(['user-katarzyna', 'user-joao'].map((seller) => startHost(server, 'intranet-page', { bundle: inject('bundle'), seller })));
  const contexts = await Promise.all(hosts.map(() => person(browser)));
  const [ana, ben] = await Promise.all(hosts.map((host, i) => open(contexts[i]!, host.address)));
  for (const page of [ana!, ben!]) await card(page, 'Negotiation', 'deal-01').waitFor();
  return {
    ana: ana!, ben: ben!,
    cut: (off) => contexts[0]!.setOffline(off),
    async leave() {
      await Promise.all(contexts.map((context) => context.close()));
      await Promise.all(hosts.map((host) => host.close()));
    },
  };
}

const euros = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'EUR' });

async function edit(page: Page, id: string, patch: object): Promise<void> {
  await (await clientOf(page)).evaluate((crm, [dealId, fields]) => {
    crm.deals.update(dealId, fields);
  }, [id, patch] as const);
}

async function synced(page: Page): Promise<void> {
  await expect.poll(() => outboxOf(page)).toEqual([]);
}

test('different fields of one deal merge', async () => {
  const { ana, ben, cut, leave } = await twoPeople();
  await cut(true);
  await edit(ana, 'deal-01', { nextStep: 'Send the drawings' });
  await edit(ben, 'deal-01', { amount: euros(19_000_000), expectedClose: '2027-03-01' });
  await synced(ben);
  await cut(false);
  await (await clientOf(ana)).evaluate((crm) => crm.retry());
  await synced(ana);
  expect(await recordOf(server.adapter, 'deal', 'deal-01')).toMatchObject({ nextStep: 'Send the drawings', amount: euros(19_000_000), expectedClose: '2027-03-01' });
  expect(await editsOf(server.adapter, 'deal-01')).toEqual([{ amount: euros(19_000_000), expectedClose: '2027-03-01' }, { nextStep: 'Send the drawings' }]);
  for (const page of [ana, ben]) await card(page, 'Negotiation', 'deal-01').getByText('€190,000').waitFor();
  await leave();
});

test.each(['mine', 'theirs'] as const)('an amount that two people changed is asked about where it lost: %s stays', async (side) => {
  const id = side === 'mine' ? 'deal-02' : 'deal-07';
  const { ana, ben, cut, leave } = await twoPeople();
  await cut(true);
  await edit(ana, id, { amount: euros(8_000_000) });
  await edit(ben, id, { amount: euros(7_000_000) });
  await synced(ben);
  await cut(false);
  await (await clientOf(ana)).evaluate((crm) => crm.retry());

  const question = ana.locator('vinculo-pipeline-board [part~="conflict"]');
  // Who it was comes with the people, which may be read a moment later.
  await question.getByText('João Pedro Sant’Anna').waitFor();
  const text = await question.innerText();
  expect(text).toContain('Amount');
  expect(text).toContain('€80,000');
  expect(text).toContain('€70,000');
  expect(await outboxOf(ana)).toEqual([`update deal ${id} conflict`]);
  expect(await recordOf(server.adapter, 'deal', id)).toMatchObject({ amount: euros(7_000_000) });

  await question.locator(`input[value="${side}"]`).check();
  await question.getByRole('button', { name: side === 'mine' ? 'Keep mine' : 'Take theirs' }).click();
  await question.waitFor({ state: 'detached' });
  await synced(ana);
  const [amount, shown] = side === 'mine' ? [8_000_000, '€80,000'] as const : [7_000_000, '€70,000'] as const;
  for (const page of [ana, ben]) await page.locator(`[data-deal="${id}"]`).getByText(shown).waitFor();
  const edits = (await editsOf(server.adapter, id)).map((each) => each['amount']);
  expect(edits).toEqual(side === 'mine' ? [euros(7_000_000), euros(amount)] : [euros(7_000_000)]);
  await leave();
});

test('where the later one wins, its author is told what was covered and can put it back', async () => {
  const { ana, ben, cut, leave } = await twoPeople();
  await cut(true);
  await edit(ana, 'deal-03', { expectedClose: '2027-05-01' });
  await edit(ben, 'deal-03', { expectedClose: '2027-04-01' });
  await synced(ben);
  await cut(false);
  await (await clientOf(ana)).evaluate((crm) => crm.retry());
  const notice = ana.locator('vinculo-pipeline-board [part~="notices"]');
  await notice.waitFor();
  expect(await recordOf(server.adapter, 'deal', 'deal-03')).toMatchObject({ expectedClose: '2027-05-01' });
  await notice.getByRole('button', { name: 'Put back' }).click();
  await expect.poll(async () => (await recordOf(server.adapter, 'deal', 'deal-03'))?.['expectedClose']).toBe('2027-04-01');
  expect((await editsOf(server.adapter, 'deal-03')).map((each) => each['expectedClose'])).toEqual(['2027-04-01', '2027-05-01', '2027-04-01']);
  await leave();
});
