// Drives one board in its page: mounts it, counts it, says where to take hold of a card. The mouse itself is moved from outside.

import { type Card, makeCards } from './cards.ts';
import { cardsAdapter } from './cards-adapter.ts';
import type { BoardContestant } from './contestant.ts';

export interface Point { readonly x: number; readonly y: number }

/** A card to move, and where. */
export interface Grip { readonly id: string; readonly from: Point; readonly to: Point; readonly target: number }

export interface BoardBench {
  /** Loads the contestant's code, and the rest of it that it would ask for when it is mounted. */
  load(who: string): Promise<void>;
  /** Takes the data in. */
  prepare(count: number): Promise<void>;
  /** Milliseconds from the call until the first frame in which it can be used was painted. */
  mount(): Promise<number>;
  elements(): number;
  /** The `n`th move: the first card in sight of one column goes to the second place of the next. */
  grip(n: number): Grip;
  /** Whether a card stands in a column, and in no other. */
  isIn(id: string, column: number): boolean;
  /** Scrolls the first column down, `frames` times, and answers the milliseconds from frame to frame. */
  scroll(frames: number): Promise<number[]>;
}

let contestant: BoardContestant;
let cards: readonly Card[] = [];

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
/** The frame that is on its way has been painted. */
async function painted(): Promise<void> {
  await frame();
  await new Promise<void>((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => resolve();
    channel.port2.postMessage(undefined);
  });
}

const columns = (): HTMLElement[] => [...contestant.root().querySelectorAll<HTMLElement>(contestant.columns)];
const middle = ({ left, top, width, height }: DOMRect): Point => ({ x: left + width / 2, y: top + height / 2 });

function scroller(of: HTMLElement): HTMLElement {
  for (let each: HTMLElement | null = of; each; each = each.parentElement) {
    if (each.scrollHeight > each.clientHeight && /auto|scroll/.test(getComputedStyle(each).overflowY)) return each;
  }
  throw new Error('no column scrolls');
}

/** Cards of a column that are in sight as a whole. */
function inSight(column: HTMLElement): HTMLElement[] {
  const { top, bottom } = scroller(column).getBoundingClientRect();
  return [...column.querySelectorAll<HTMLElement>(contestant.card)].filter((each) => {
    const rect = each.getBoundingClientRect();
    return rect.height > 0 && rect.top >= top - 1 && rect.bottom <= bottom + 1;
  });
}

function deepCount(root: ParentNode): number {
  let count = 0;
  for (const each of root.querySelectorAll('*')) count += 1 + (each.shadowRoot ? deepCount(each.shadowRoot) : 0);
  return count;
}

const bench: BoardBench = {
  async load(who) {
    // What a contestant's script exports is checked where it is written.
    const code = (await import(`/${who}/page.js`)) as { default: BoardContestant; rest?(): Promise<unknown> };
    contestant = code.default;
    await code.rest?.();
  },
  async prepare(count) {
    cards = makeCards(count);
    await contestant.prepare?.(cards, cardsAdapter(cards));
  },
  async mount() {
    const box = document.querySelector<HTMLElement>('#box')!;
    await painted();
    const start = performance.now();
    contestant.mount(box, cards);
    do await painted(); while (!contestant.ready());
    return performance.now() - start;
  },
  elements: () => deepCount(document.querySelector('#box')!),
  grip(n) {
    const all = columns();
    // To the right, and at the end back to the left.
    const way = n % (2 * all.length - 2);
    const at = (step: number): number => (step < all.length ? step : 2 * all.length - 2 - step);
    const target = at((way + 1) % (2 * all.length - 2));
    const card = inSight(all[at(way)]!)[0]!;
    const place = inSight(all[target]!)[1]!;
    const { x, y } = middle(place.getBoundingClientRect());
    return { id: card.getAttribute(contestant.idIn)!, from: middle(card.getBoundingClientRect()), to: { x, y: y + 10 }, target };
  },
  isIn: (id, column) => columns().every((each, n) => (each.querySelector(`${contestant.card}[${contestant.idIn}="${CSS.escape(id)}"]`) !== null) === (n === column)),
  async scroll(frames) {
    const box = scroller(columns()[0]!);
    const times: number[] = [];
    let last = await frame();
    for (let n = 0; n < frames; n++) {
      box.scrollTop += 60;
      const now = await frame();
      times.push(now - last);
      last = now;
    }
    return times;
  },
};

declare global {
  interface Window { boardBench: BoardBench }
}
window.boardBench = bench;
