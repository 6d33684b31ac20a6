import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import type { LiveSource } from '../base/live-controller.ts';
import './vinculo-pipeline-board.ts';

// In a file of its own: what comes after the first drawing loads once per page, and this is about the time before.
let crm: Vinculo;
before(async () => {
  crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-joao') });
  // What is shown is known before, so that the first drawing has it.
  const asked: readonly LiveSource<{ readonly status: string }>[] = [crm.pipelines.query(), crm.stages.query(), crm.exchangeRates.query(), crm.deals.query({ include: ['accountId', 'contactId', 'ownerId'] }), crm.deals.aggregate({ measures: { count: { op: 'count' } } })];
  for (const each of asked) each.subscribe(() => {});
  await waitUntil(() => asked.every(({ snapshot }) => snapshot.status === 'ready'), 'the data', { timeout: 5_000 });
});
after(() => crm.close());

it('draws lanes and cards first, moves none of them when the rest came, and carries a card whose key was pressed before', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', '1200px');
  const board = document.createElement('vinculo-pipeline-board');
  board.setAttribute('pipeline-id', 'pipe-new');
  board.client = crm;
  box.append(board);
  const all = (selector: string): HTMLElement[] => [...board.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const places = (): string[] => all('.tools > *, .lane, .deal, .deal .sum > *, .say').map((each) => each.getBoundingClientRect()).filter(({ width }) => width > 0).map(({ x, y, width, height }) => `${x} ${y} ${width} ${height}`);
  const card = (): HTMLElement => all('li[data-deal="deal-05"]')[0]!;
  // Not by looking now and then: the rest may come in between.
  await new Promise<void>((resolve) => {
    new MutationObserver((_, seen) => {
      if (!(all('li[data-deal="deal-05"]').length > 0)) return;
      seen.disconnect();
      resolve();
    }).observe(board.shadowRoot!, { childList: true, subtree: true });
  });
  expect(all('.card-menu, .avatar, dialog').length, 'what comes after the first drawing').to.equal(0);
  card().focus();
  await board.updateComplete;
  const atFirst = places();
  card().dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, composed: true, cancelable: true }));
  await waitUntil(() => board.matches(':state(carrying)'), 'the card to be picked up', { timeout: 5_000 });
  card().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }));
  await waitUntil(() => !board.matches(':state(carrying)') && all('.card-menu').length > 0);
  expect(board.shadowRoot!.activeElement === card(), 'the focus stays on the card').to.equal(true);
  expect(places()).to.deep.equal(atFirst);
});
