import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import './vinculo-pipeline-board.ts';

// In a file of its own: what comes after the first drawing loads once per page, and this is about the time before.
let crm: Vinculo;
before(() => { crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-joao') }); });
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
  await waitUntil(() => all('li[data-deal="deal-05"]').length > 0, 'the card to be drawn');
  expect(all('.card-menu, .avatar, dialog'), 'what comes after the first drawing').to.deep.equal([]);
  card().focus();
  await board.updateComplete;
  const atFirst = places();
  card().dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, composed: true, cancelable: true }));
  await waitUntil(() => board.matches(':state(carrying)'), 'the card to be picked up');
  card().dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true, cancelable: true }));
  await waitUntil(() => !board.matches(':state(carrying)') && all('.card-menu').length > 0);
  expect(board.shadowRoot!.activeElement).to.equal(card());
  expect(places()).to.deep.equal(atFirst);
});
