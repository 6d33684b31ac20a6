import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { type Gap, gapIndex } from './gap.ts';
import type { CardLists } from './card-lists.ts';
import type { CardStops } from './card-stops.ts';
import type { Deal } from './lane-rows.ts';
import type { Moves } from './moves.ts';
import type { BoardController } from './pipeline-board.controller.ts';
import type { Selection } from './selection.ts';

/**
 * Keys and focus among the cards. Each lane is one stop for Tab; the arrows go from card to card, and carry the one that was picked up.
 * The focused card keeps the focus when it moves, whoever moved it.
 */
export class CardFocus implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #board: BoardController;
  readonly #moves: Moves;
  readonly #lists: CardLists;
  readonly #stops: CardStops;
  readonly #selection: Selection;
  readonly #gap: Gap;
  #had: { readonly dealId: string; readonly key: string } | undefined;
  #wanted: string | undefined;
  /** What is wanted stands where the pointer is. */
  #isInSight = false;

  constructor(host: VinculoElement, board: BoardController, moves: Moves, lists: CardLists, stops: CardStops, selection: Selection, gap: Gap) {
    this.#host = host;
    this.#board = board;
    this.#moves = moves;
    this.#lists = lists;
    this.#stops = stops;
    this.#selection = selection;
    this.#gap = gap;
    host.addController(this);
  }

  hostUpdate(): void {
    const card = this.#active()?.closest<HTMLElement>('[data-deal]');
    const key = card?.closest<HTMLElement>('[data-lane]')?.dataset['lane'];
    this.#had = card && key ? { dealId: card.dataset['deal']!, key } : undefined;
    // It is about to stand elsewhere: focus that is lost with its element costs a layout of the half-drawn board.
    if (this.#had && this.#wanted === this.#had.dealId) card!.blur();
  }

  hostUpdated(): void {
    const had = this.#had;
    this.#had = undefined;
    if (this.#wanted === undefined && (!had || this.#active())) return;
    // After all that this drawing brings: to focus has the board laid out.
    queueMicrotask(() => {
      if (this.#wanted !== undefined) void this.focus(this.#wanted);
      else if (had && !this.#active()) void this.focus(this.#board.dealOf(had.dealId) ? had.dealId : this.#board.lane(had.key)?.rows[0]?.id);
    });
  }

  // The active element of a shadow root; null when the focus is elsewhere in the page.
  #active(): Element | null { return this.#host.shadowRoot?.activeElement ?? null; }

  /** Brings a card into sight and focuses it. */
  async focus(dealId: string | undefined): Promise<void> {
    const isInSight = this.#isInSight;
    this.#wanted = undefined;
    this.#isInSight = false;
    const row = dealId === undefined ? undefined : this.#board.dealOf(dealId);
    if (!row) return;
    const here = isInSight ? this.#host.renderRoot.querySelector<HTMLElement>(`[data-deal="${CSS.escape(row.id)}"]`) : null;
    if (here) return here.focus({ preventScroll: true });
    const card = await this.#lists.of(this.#board.keyOf(row)).scrollTo(this.#board.around(row).indexOf(row));
    card?.focus({ preventScroll: true });
  }

  /** "Move to...": the card goes to the top of a stage with those that are chosen with it, and the focus with it. */
  moveTo(dealId: string, stageId: string): void {
    if (this.#moves.moveAll(this.#selection.with(dealId), stageId)) this.#follow(dealId);
  }

  /** After the next drawing the focus is on this card, where it then stands. */
  #follow(dealId: string, isInSight = false): void {
    this.#wanted = this.#moves.question ? undefined : dealId;
    this.#isInSight = isInSight && this.#wanted !== undefined;
    this.#host.requestUpdate();
  }

  /** Puts the carried card down; the focus goes with it. `inSight`: it need not be looked for. */
  drop({ inSight = false }: { readonly inSight?: boolean } = {}): void {
    const id = this.#moves.carried?.deal.id;
    this.#moves.drop();
    if (id) this.#follow(id, inSight);
  }

  cancel(): void {
    const id = this.#moves.carried?.deal.id;
    this.#moves.cancel();
    if (id) this.#follow(id);
  }

  /** A key on a card; false for one that means nothing there. With Ctrl and Shift cards are chosen. */
  press({ key, shiftKey, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>, dealId: string): boolean {
    const moves = this.#moves;
    if (ctrlKey || metaKey || shiftKey) return !moves.carried && this.#choose(key, ctrlKey || metaKey, dealId);
    const carrying = moves.carried?.by === 'keys' && moves.carried.deal.id === dealId;
    const forward = this.#host.direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    if (key === ' ' || key === 'Enter') {
      if (carrying) this.drop();
      else moves.pickUp(dealId, 'keys');
    } else if (key === 'Escape' && carrying) this.cancel();
    else if (key === 'Escape' && this.#selection.rows.length > 0) this.#selection.clear();
    else if ((key === 'PageDown' || key === 'PageUp') && carrying) moves.step({ swim: key === 'PageDown' ? 1 : -1 });
    else if (key === 'ArrowDown' || key === 'ArrowUp') this.#vertical(key === 'ArrowDown' ? 1 : -1, dealId, carrying);
    else if (key === forward || key === backward) this.#sideways(key === forward ? 1 : -1, dealId, carrying);
    else if ((key === 'Home' || key === 'End') && !carrying) this.#edge(key === 'End', dealId);
    else return false;
    this.#host.requestUpdate();
    if (moves.carried) void this.#showGap();
    return true;
  }

  /** Ctrl+Space chooses a card or leaves it, Shift with an arrow goes on choosing, Ctrl+A chooses the lane's. */
  #choose(key: string, withCtrl: boolean, dealId: string): boolean {
    if (!this.#board.mayMove) return false;
    if (withCtrl && key === ' ') this.#selection.toggle(dealId);
    else if (withCtrl && key.toLowerCase() === 'a') this.#selection.all(dealId);
    else if (!withCtrl && (key === 'ArrowDown' || key === 'ArrowUp')) {
      const rows = this.#rowsAround(dealId);
      const next = rows[rows.findIndex((each) => each.id === dealId) + (key === 'ArrowDown' ? 1 : -1)];
      if (!next) return true;
      if (!this.#selection.has(dealId)) this.#selection.toggle(dealId);
      this.#selection.extendTo(next.id);
      void this.focus(next.id);
    } else return false;
    return true;
  }

  #vertical(by: 1 | -1, dealId: string, carrying: boolean): void {
    if (carrying) return this.#moves.step({ place: by });
    const rows = this.#rowsAround(dealId);
    void this.focus(rows[rows.findIndex((each) => each.id === dealId) + by]?.id);
  }

  #sideways(by: 1 | -1, dealId: string, carrying: boolean): void {
    if (carrying) return this.#moves.step({ lane: by });
    const own = this.#board.lanes.find((each) => each.rows.rows.some((row) => row.id === dealId));
    const lanes = this.#board.lanes.filter((each) => !each.folded && each.rows.rows.length > 0 && each.swim?.id === own?.swim?.id);
    const at = own ? lanes.findIndex((each) => each.key === own.key) : -1;
    if (at < 0) return;
    const next = lanes[at + by];
    if (!next) return;
    const place = lanes[at]!.rows.rows.findIndex((row) => row.id === dealId);
    const stop = this.#stops.of(next.key);
    void this.focus(next.rows.rows.find((row) => row.id === stop)?.id ?? next.rows.rows[Math.min(place, next.rows.rows.length - 1)]!.id);
  }

  #edge(end: boolean, dealId: string): void {
    void this.focus(this.#rowsAround(dealId).at(end ? -1 : 0)?.id);
  }

  #rowsAround(dealId: string): readonly Deal[] {
    const row = this.#board.dealOf(dealId);
    return row ? this.#board.around(row) : [];
  }

  async #showGap(): Promise<void> {
    await this.#host.updateComplete;
    const { carried } = this.#moves;
    if (!carried) return;
    const rows = this.#board.lane(carried.key)?.rows ?? [];
    // The card beside it is drawn with it.
    await this.#lists.of(carried.key).scrollTo(Math.min(rows.length - 1, gapIndex(rows, carried.place, (id) => this.#moves.carries(id))));
    this.#gap.place();
    this.#gap.show();
    this.#host.renderRoot.querySelector(`[data-lane="${CSS.escape(carried.key)}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}
