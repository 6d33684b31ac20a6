import { expect, waitUntil } from '@open-wc/testing';
import { card, firstDrawn, knownBefore } from './first-board.fixture.ts';

// In a file of its own: what comes after the first drawing loads once per page, and this is about the time before.
knownBefore();

it('draws lanes and cards first, moves none of them when the rest came, and carries a card whose key was pressed before', async () => {
  const board = await firstDrawn();
  const all = (selector: string): HTMLElement[] => [...board.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const places = (): string[] => all('.tools > *, .lane, .deal, .deal .sum > *, .say').map((each) => each.getBoundingClientRect()).filter(({ width }) => width > 0).map(({ x, y, width, height }) => `${x} ${y} ${width} ${height}`);
  expect(all('.card-menu, .avatar, dialog').length, 'what comes after the first drawing').to.equal(0);
  card(board).focus();
  await board.updateComplete;
  const atFirst = places();
  card(board).dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, composed: true, cancelable: true }));
  await waitUntil(() => board.matches(':state(carrying)'), 'the card to be picked up', { timeout: 5_000 });
  card(board).dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }));
  await waitUntil(() => !board.matches(':state(carrying)') && all('.card-menu').length > 0);
  expect(board.shadowRoot!.activeElement === card(board), 'the focus stays on the card').to.equal(true);
  expect(places()).to.deep.equal(atFirst);
});

it('draws a later board of the page with all of it at once', async () => {
  const board = await firstDrawn();
  expect(board.shadowRoot!.querySelectorAll('dialog').length).to.be.greaterThan(0);
  expect(card(board).querySelectorAll('.card-menu, .avatar').length).to.equal(2);
});
