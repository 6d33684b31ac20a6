import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import './vinculo-pipeline-board.ts';

// In a file of its own: dragging loads once per page, and this is about a press before it is there.
let crm: Vinculo;
before(() => { crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-joao') }); });
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
  await waitUntil(card, 'the card to be drawn');
  expect(board.shadowRoot!.querySelector('dialog'), 'what comes after the first drawing').to.equal(null);
  const { left, top } = card()!.getBoundingClientRect();
  point(card()!, 'pointerdown', left + 20, top + 20);
  point(window, 'pointermove', left + 40, top + 40);
  await waitUntil(() => board.matches(':state(carrying)'), 'the card to be lifted');
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
  await waitUntil(() => !board.matches(':state(carrying)'));
});
