import type { VinculoElement } from '../base/vinculo-element.ts';

/** A card where it stands, px of the window, as if there were no gap above it. */
export interface CardPlace {
  readonly id: string;
  readonly index: number;
  readonly top: number;
  readonly bottom: number;
}

interface LanePlace {
  readonly key: string;
  readonly rect: DOMRect;
  readonly stack: HTMLElement | undefined;
  /** Where that is. */
  readonly scrolls: DOMRect | undefined;
  cards: readonly CardPlace[] | undefined;
}

/** Where board, lanes and cards are while something is dragged over them: asked once, and again after something scrolled or was drawn. */
export class LanePlaces {
  readonly #host: VinculoElement;
  #lanes: readonly LanePlace[] | undefined;
  #board: { readonly left: number; readonly top: number; readonly frame: DOMRect } | undefined;
  #box: { readonly element: HTMLElement; readonly rect: DOMRect } | undefined;

  constructor(host: VinculoElement) { this.#host = host; }

  /** From now on it may be remembered. */
  start(): void {
    this.forget();
    // What scrolls inside a shadow root is heard of only there.
    for (const target of [window, this.#host.renderRoot]) target.addEventListener('scroll', this.forget, { capture: true, passive: true });
    addEventListener('resize', this.forget);
  }

  stop(): void {
    for (const target of [window, this.#host.renderRoot]) target.removeEventListener('scroll', this.forget, { capture: true });
    removeEventListener('resize', this.forget);
    this.forget();
  }

  readonly forget = (): void => { this.#lanes = this.#board = this.#box = undefined; };

  /** The board: from where in it things are put, and all of it. */
  get board(): { readonly left: number; readonly top: number; readonly frame: DOMRect } {
    if (!this.#board) {
      const board = this.#host.renderRoot.querySelector('.board') ?? this.#host;
      const frame = board.getBoundingClientRect();
      this.#board = { left: frame.left + board.clientLeft, top: frame.top + board.clientTop, frame };
    }
    return this.#board;
  }

  /** What holds the lanes. */
  get box(): { readonly element: HTMLElement; readonly rect: DOMRect } | undefined {
    const element = this.#box?.element ?? this.#host.renderRoot.querySelector<HTMLElement>('.lanes');
    return (this.#box ??= element ? { element, rect: element.getBoundingClientRect() } : undefined);
  }

  /** The lane that lies nearest. */
  at(x: number, y: number): LanePlace | undefined {
    this.#lanes ??= [...this.#host.renderRoot.querySelectorAll<HTMLElement>('[data-lane]')].map((lane) => {
      const stack = lane.querySelector<HTMLElement>('.stack') ?? undefined;
      return { key: lane.dataset['lane']!, rect: lane.getBoundingClientRect(), stack, scrolls: stack?.getBoundingClientRect(), cards: undefined };
    });
    let [nearest, least]: [LanePlace | undefined, number] = [undefined, Infinity];
    for (const lane of this.#lanes) {
      const { left, right, top, bottom } = lane.rect;
      const distance = Math.max(left - x, x - right, 0) + Math.max(top - y, y - bottom, 0);
      if (distance < least) [nearest, least] = [lane, distance];
    }
    return nearest;
  }

  /** The cards of a lane that are drawn, from above. */
  cards(lane: LanePlace): readonly CardPlace[] { return (lane.cards ??= cardsIn(lane.stack)); }
}

function cardsIn(stack: HTMLElement | undefined): CardPlace[] {
  const cards: CardPlace[] = [];
  let gap = 0;
  for (const item of stack?.children ?? []) {
    if (!(item instanceof HTMLElement)) continue;
    const { top, bottom, height } = item.getBoundingClientRect();
    if (item.classList.contains('gap')) gap = height + 8;
    const { deal, index } = item.dataset;
    if (deal !== undefined) cards.push({ id: deal, index: Number(index), top: top - gap, bottom: bottom - gap });
  }
  return cards;
}
