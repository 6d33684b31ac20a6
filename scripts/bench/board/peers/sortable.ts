import Sortable from 'sortablejs';
import type { Card } from '../page/cards.ts';
import type { BoardContestant } from '../page/contestant.ts';
import { cardHtml } from './card-html.ts';
import { columnHtml } from './column-html.ts';
import './plain.css';

let box: HTMLElement;

/** A plain board: a list per stage, all cards in it, SortableJS on each list. */
const plain: BoardContestant = {
  columns: '.column > ul', card: 'li', idIn: 'data-id',
  mount(into, cards: readonly Card[]) {
    box = into;
    into.innerHTML = `<div class="board">${columnHtml(cards, (own) => `<ul>${own.map((card) => `<li class="card" data-id="${card.id}">${cardHtml(card)}</li>`).join('')}</ul>`)}</div>`;
    for (const list of into.querySelectorAll<HTMLElement>('ul')) Sortable.create(list, { group: 'deals' });
  },
  ready: () => box.querySelectorAll('.column > ul > li').length > 0,
  root: () => box,
};
export default plain;
