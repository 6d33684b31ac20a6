import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Deal } from './lane-rows.ts';
import type { Moves } from './moves.ts';
import type { BoardController, LaneView } from './pipeline-board.controller.ts';

/**
 * The room among the cards where the carried ones will be. It is put there by hand and not drawn, lest all of the board be drawn at each step of
 * a drag.
 */
export class Gap implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #board: BoardController;
  readonly #moves: Moves;
  #element: HTMLLIElement | undefined;
  #over: Element | null | undefined;
  #height = 106;

  constructor(host: VinculoElement, board: BoardController, moves: Moves) {
    this.#host = host;
    this.#board = board;
    this.#moves = moves;
    host.addController(this);
  }

  /** It is as high as the card. */
  set height(px: number) {
    this.#height = px;
    if (this.#element) this.#size(this.#element);
  }

  hostUpdated(): void {
    if (this.#moves.carried?.by === 'keys') this.height = this.#host.renderRoot.querySelector<HTMLElement>('.deal.ghost')?.offsetHeight || this.#height;
    this.place();
  }

  hostDisconnected(): void { this.#takeOff(); }

  /** Puts it where the carried cards are held, and takes it off when nothing is carried or they are held where they stand. */
  place(): void {
    const { carried } = this.#moves;
    if (!carried && !this.#over) return;
    const lane = carried && this.#host.renderRoot.querySelector(`[data-lane="${CSS.escape(carried.key)}"]`);
    if (lane !== this.#over) {
      this.#over?.classList.remove('over');
      lane?.classList.add('over');
      this.#over = lane;
    }
    const view = carried && this.#board.viewOf(carried.key);
    const at = view && gapAt(this.#moves, view);
    const stack = lane?.querySelector('.stack');
    if (at === undefined || !stack) return this.#takeOff();
    const element = (this.#element ??= this.#make());
    const items = [...stack.children].filter((each) => each !== element);
    const next = items.find((each) => each instanceof HTMLElement && Number(each.dataset['index']) >= at) ?? null;
    // Beyond the cards that are drawn there is room for the others.
    const last = items.findLast((each) => each instanceof HTMLElement && each.dataset['deal'] !== undefined);
    const before = next ?? last?.nextElementSibling ?? null;
    if (before === element || (element.parentNode === stack && element.nextElementSibling === before)) return;
    stack.insertBefore(element, before);
  }

  /** Brings it into sight. */
  show(): void { this.#element?.scrollIntoView({ block: 'nearest', inline: 'nearest' }); }

  #takeOff(): void {
    this.#element?.remove();
    this.#element = undefined;
  }

  #make(): HTMLLIElement {
    const element = document.createElement('li');
    element.className = 'gap';
    element.part.add('gap');
    element.ariaHidden = 'true';
    this.#size(element);
    const { by, deal, deals } = this.#moves.carried!;
    if (by === 'keys') {
      const name = document.createElement('bdi');
      name.className = 'bold clamp';
      name.textContent = deals.length > 1 ? this.#host.t('board.cards', { count: deals.length }) : deal.name;
      element.append(name);
    }
    return element;
  }

  // The list sees by it that this is no item of its own.
  #size(element: HTMLElement): void {
    element.dataset['gap'] = String(this.#height);
    element.style.setProperty('height', `${this.#height}px`);
  }
}

/** Where the gap stands among the drawn cards, which hold the ghosts of the carried ones too: before the card that comes after it, but above a ghost that stands there. */
export function gapIndex(rows: readonly Deal[], place: number, isGhost: (id: string) => boolean): number {
  let index = 0;
  for (let others = 0; index < rows.length; index++) {
    if (others === place) return index;
    if (!isGhost(rows[index]!.id)) others++;
  }
  return index;
}

/** Where it stands in a lane; undefined where there is none, or it would be where the card is. */
function gapAt(moves: Moves, { key, rows }: LaneView): number | undefined {
  const { carried } = moves;
  if (carried?.key !== key) return undefined;
  if (carried.deals.length === 1 && key === carried.fromKey && carried.place === carried.fromPlace) return undefined;
  return gapIndex(rows.rows, carried.place, (id) => moves.carries(id));
}
