import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { card, moveDeal } from './board.ts';
import { launch, open, outboxOf, person, problemsOf } from './browser.ts';
import { type CrmServer, startCrmServer } from './crm-server.ts';
import { startHost } from './host.ts';
import { editsOf } from './records.ts';

let server: CrmServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startCrmServer(), launch()]);
});
afterAll(() => Promise.all([browser?.close(), server?.stop()]));

test('a move is seen in the other tab and by another person, and arrives once, from whichever tab it comes', async () => {
  const mine = await startHost(server, 'intranet-page', { bundle: inject('bundle'), seller: 'user-katarzyna' });
  const theirs = await startHost(server, 'intranet-page', { bundle: inject('bundle'), seller: 'user-joao' });
  const me = await person(browser);
  const first = await open(me, mine.address);
  await card(first, 'Qualify', 'deal-06').waitFor();
  const second = await open(me, mine.address);
  const other = await open(await person(browser), theirs.address);
  const pages = [first, second, other];
  const problems = pages.map(problemsOf);
  for (const page of pages) await card(page, 'Qualify', 'deal-06').waitFor();

  await moveDeal(first, 'deal-06', 'Discovery');
  for (const page of pages) await card(page, 'Discovery', 'deal-06').waitFor();
  await moveDeal(second, 'deal-06', 'Proposal');
  for (const page of pages) await card(page, 'Proposal', 'deal-06').waitFor();
  await moveDeal(other, 'deal-06', 'Negotiation');
  for (const page of pages) await card(page, 'Negotiation', 'deal-06').waitFor();

  for (const page of pages) await expect.poll(() => outboxOf(page)).toEqual([]);
  const stages = (await editsOf(server.adapter, 'deal-06')).map(({ stageId }) => stageId);
  expect(stages).toEqual(['pipe-new-discovery', 'pipe-new-proposal', 'pipe-new-negotiation']);
  const { rows } = await server.adapter.query!({ table: 'stageChange', where: { recordId: 'deal-06', not: { fromStageId: null } }, orderBy: ['at'] });
  expect(rows.map(({ byId }) => byId)).toEqual(['user-katarzyna', 'user-katarzyna', 'user-joao']);
  expect(problems).toEqual([[], [], []]);
  await Promise.all([mine.close(), theirs.close()]);
});
