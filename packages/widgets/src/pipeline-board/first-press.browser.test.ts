import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import type { LiveSource } from '../base/live-controller.ts';
import './vinculo-pipeline-board.ts';

// In a file of its own: dragging loads once per page, and this is about a press before it is there.
let crm: Vinculo;
before(async () => {
  crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-joao') });
  // What is shown is known before, so that the first drawing has it.
  const asked: readonly LiveSource<{ readonly status: string }>[] = [crm.pipelines.query(), crm.stages.query(), crm.exchangeRates.query(), crm.deals.query({ include: ['accountId', 'contactId', 'ownerId'] }), crm.deals.aggregate({ measures: { count: { op: 'count' } } })];
  for (const each of asked) each.subscribe(() => {});
  await waitUntil(() => asked.every(({ snapshot }) => snapshot.status === 'ready'), 'the data', { timeout: 5_000 });
});
after(() => crm.close());

it('a card that is pressed before dragging is loaded is dragged from there', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', '1200px');
  const board = document.createElement('vinculo-pipeline-board');
  board.setAttribute('pipeline-id', 'pipe-new');
  board.client = crm;
  box.append(board);
  const card = (): HTMLElement | null => board.shadowRoot!.querySelector<HTMLElement>('li[data-deal="deal-05"]');
  const point = (target: EventTarget, type: string, x: number, y: number): boolean => target.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, pointerId: 7, pointerType: 'mouse', isPrimary: true, button: 0, bubbles: true, composed: true, cancelable: true }));
  // Not by looking now and then: the rest may come in between.
  await new Promise<void>((resolve) => {
    new MutationObserver((_, seen) => {
      if (!(card())) return;
      seen.disconnect();
      resolve();
    }).observe(board.shadowRoot!, { childList: true, subtree: true });
  });
  expect(board.shadowRoot!.querySelectorAll('dialog').length, 'what comes after the first drawing').to.equal(0);
  const { left, top } = card()!.getBoundingClientRect();
  point(card()!, 'pointerdown', left + 20, top + 20);
  point(window, 'pointermove', left + 40, top + 40);
  await waitUntil(() => board.matches(':state(carrying)'), 'the card to be lifted', { timeout: 5_000 });
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
  await waitUntil(() => !board.matches(':state(carrying)'));
});
