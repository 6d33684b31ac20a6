// jKanban itself is no module: the page loads it as a script (site.ts), which puts it on the window.
import 'jkanban/dist/jkanban.min.css';
import { type Card, stages } from '../page/cards.ts';
import type { BoardContestant } from '../page/contestant.ts';
import { cardHtml } from './card-html.ts';
import './jkanban.css';

interface Options {
  readonly element: string;
  readonly gutter: string;
  readonly widthBoard: string;
  readonly dragBoards: boolean;
  readonly boards: readonly { readonly id: string; readonly title: string; readonly item: readonly { readonly id: string; readonly title: string }[] }[];
}
declare global {
  interface Window { jKanban: new (options: Options) => { readonly element: string } }
}

let box: HTMLElement;
let board: { readonly element: string } | undefined;

/** Its boards as given, each in a box that scrolls; columns themselves stay where they are. */
const jkanban: BoardContestant = {
  columns: '.kanban-drag', card: '.kanban-item', idIn: 'data-eid',
  mount(into, cards: readonly Card[]) {
    box = into;
    into.innerHTML = '<div id="kanban"></div>';
    board = new window.jKanban({
      element: '#kanban', gutter: '4px', widthBoard: '240px', dragBoards: false,
      boards: stages.map((title, n) => ({ id: `stage-${n}`, title, item: cards.filter((card) => card.stage === `stage-${n}`).map((card) => ({ id: card.id, title: cardHtml(card) })) })),
    });
  },
  ready: () => board !== undefined && box.querySelectorAll('.kanban-item').length > 0,
  root: () => box,
};
export default jkanban;
