import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Moves } from './moves.ts';

/**
 * What is seen of carried cards beside their gap: the ghosts where they stand, and the one under the pointer, a copy of the card. Like the gap it is
 * put there by hand: to draw the board for it costs more than all the rest of picking a card up.
 */
export class CarriedCards implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #moves: Moves;
  readonly #mark: (isCarrying: boolean) => void;
  #ghosts: ReadonlySet<HTMLElement> = new Set();
  #lifted: HTMLElement | undefined;
  #isCarrying = false;

  /** `mark` is told whether something is carried. */
  constructor(host: VinculoElement, moves: Moves, mark: (isCarrying: boolean) => void) {
    this.#host = host;
    this.#moves = moves;
    this.#mark = mark;
    host.addController(this);
  }

  // What is drawn anew meanwhile knows nothing of it.
  hostUpdated(): void { this.show(); }

  hostDisconnected(): void { this.#takeOff(); }

  /** Makes ghosts of the cards that are carried, and cards again of those that are not any more. */
  show(): void {
    const { carried } = this.#moves;
    if (!carried && !this.#isCarrying) return;
    this.#isCarrying = carried !== undefined;
    this.#mark(this.#isCarrying);
    const { classList } = this.#host.renderRoot.querySelector('.lanes') ?? {};
    classList?.toggle('carrying', this.#isCarrying);
    classList?.toggle('by-keys', carried?.by === 'keys');
    const ghosts = new Set((carried?.deals ?? []).flatMap(({ id }) => this.#host.renderRoot.querySelector<HTMLElement>(`li[data-deal="${CSS.escape(id)}"]`) ?? []));
    for (const card of this.#ghosts) if (!ghosts.has(card)) haunt(card, false);
    for (const card of ghosts) haunt(card, true);
    this.#ghosts = ghosts;
    if (carried?.by !== 'pointer') this.#takeOff();
  }

  /** Lifts a card that was taken hold of, of this width. */
  lift(card: HTMLElement, width: number): void {
    const { length } = this.#moves.carried!.deals;
    const lifted = document.createElement('div');
    lifted.className = length > 1 ? 'deal lift several' : 'deal lift';
    lifted.part.add('card', 'lifted');
    // Nothing of it can be reached: it is the card's picture.
    const copy = document.importNode(card, true);
    copy.querySelector('.card-menu')?.remove();
    for (const button of copy.querySelectorAll('button')) button.replaceWith(...button.children);
    lifted.append(...copy.children);
    if (length > 1) {
      const count = document.createElement('span');
      count.className = 'count whole';
      count.textContent = this.#host.t('board.count', { count: length });
      lifted.append(count);
    }
    lifted.style.setProperty('width', `${width}px`);
    this.#lifted = lifted;
    this.show();
  }

  /** Puts the lifted card there, px from the board's corner. */
  put(x: number, y: number): void {
    const lifted = this.#lifted;
    if (!lifted) return;
    lifted.style.setProperty('translate', `${x}px ${y}px`);
    if (!lifted.isConnected) this.#host.renderRoot.querySelector('.lifting')?.append(lifted);
  }

  #takeOff(): void {
    this.#lifted?.remove();
    this.#lifted = undefined;
  }
}

function haunt(card: HTMLElement, isGhost: boolean): void {
  card.classList.toggle('ghost', isGhost);
  card.part.toggle('ghost', isGhost);
}
