import { expect, waitUntil } from '@open-wc/testing';
import { card, firstDrawn, knownBefore } from './first-board.fixture.ts';

// In a file of its own: dragging loads once per page, and this is about a press before it is there.
knownBefore();

it('a card that is pressed before dragging is loaded is dragged from there', async () => {
  const board = await firstDrawn();
  const point = (target: EventTarget, type: string, x: number, y: number): boolean => target.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, pointerId: 7, pointerType: 'mouse', isPrimary: true, button: 0, bubbles: true, composed: true, cancelable: true }));
  expect(board.shadowRoot!.querySelectorAll('dialog').length, 'what comes after the first drawing').to.equal(0);
  const { left, top } = card(board).getBoundingClientRect();
  point(card(board), 'pointerdown', left + 20, top + 20);
  point(window, 'pointermove', left + 40, top + 40);
  await waitUntil(() => board.matches(':state(carrying)'), 'the card to be lifted', { timeout: 5_000 });
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
  await waitUntil(() => !board.matches(':state(carrying)'));
});
