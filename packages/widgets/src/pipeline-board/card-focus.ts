import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { VirtualList } from '../parts/virtual-list.ts';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** Where the carried card will be, as an item of its lane. */
export const gap: unique symbol = Symbol('gap');
export type LaneItem = Deal | typeof gap;

/**
 * Keys and focus among the cards. Each lane is one stop for Tab; the arrows go from card to card, and carry the one that was picked up.
 * The focused card keeps the focus when it moves, whoever moved it.
 */
export class CardFocus implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #board: BoardController;
  readonly #lists = new Map<string, VirtualList<LaneItem>>();
  readonly #stops = new Map<string, string>();
  #had: { readonly dealId: string; readonly stageId: string } | undefined;
  #wanted: string | undefined;

  constructor(host: VinculoElement, board: BoardController) {
    this.#host = host;
    this.#board = board;
    host.addController(this);
  }

  /** The virtual list of a lane. */
  list(stageId: string): VirtualList<LaneItem> {
    let list = this.#lists.get(stageId);
    if (!list) this.#lists.set(stageId, (list = new VirtualList<LaneItem>(this.#host, { key: (item) => (item === gap ? ' gap' : item.id), estimate: 106, gap: 8 })));
    return list;
  }

  hostUpdate(): void {
    for (const [id, list] of this.#lists) {
      if (this.#board.stageOf(id)) continue;
      list.hostDisconnected();
      this.#host.removeController(list);
      this.#lists.delete(id);
    }
    const card = this.#active()?.closest<HTMLElement>('[data-deal]');
    const stageId = card?.closest<HTMLElement>('[data-stage]')?.dataset['stage'];
    this.#had = card && stageId ? { dealId: card.dataset['deal']!, stageId } : undefined;
  }

  hostUpdated(): void {
    const had = this.#had;
    this.#had = undefined;
    if (this.#wanted !== undefined) void this.focus(this.#wanted);
    else if (had && !this.#active()) void this.focus(this.#board.dealOf(had.dealId) ? had.dealId : this.#board.lane(had.stageId)?.rows[0]?.id);
  }

  // The active element of a shadow root; null when the focus is elsewhere in the page.
  #active(): Element | null { return this.#host.shadowRoot?.activeElement ?? null; }

  /** Whether Tab reaches this card: the last one focused in its lane, else the first. */
  isStop(stageId: string, dealId: string, index: number): boolean {
    const stop = this.#stops.get(stageId);
    return stop === undefined || this.#board.dealOf(stop)?.stageId !== stageId ? index === 0 : stop === dealId;
  }

  focused(stageId: string, dealId: string): void {
    if (this.#stops.get(stageId) === dealId) return;
    this.#stops.set(stageId, dealId);
    this.#host.requestUpdate();
  }

  /** Brings a card into sight and focuses it. */
  async focus(dealId: string | undefined): Promise<void> {
    this.#wanted = undefined;
    const row = dealId === undefined ? undefined : this.#board.dealOf(dealId);
    if (!row) return;
    const card = await this.list(row.stageId).scrollTo(this.#board.lane(row.stageId)!.rows.indexOf(row));
    card?.focus({ preventScroll: true });
  }

  /** "Move to...": the card goes to the top of a stage, and the focus with it. */
  moveTo(dealId: string, stageId: string): void {
    if (this.#board.moves.move(dealId, stageId)) this.#follow(dealId);
  }

  /** After the next drawing the focus is on this card, where it then stands. */
  #follow(dealId: string): void {
    this.#wanted = this.#board.moves.question ? undefined : dealId;
    this.#host.requestUpdate();
  }

  /** Puts the carried card down; the focus goes with it. */
  drop(): void {
    const id = this.#board.moves.carried?.deal.id;
    this.#board.moves.drop();
    if (id) this.#follow(id);
  }

  cancel(): void {
    const id = this.#board.moves.carried?.deal.id;
    this.#board.moves.cancel();
    if (id) this.#follow(id);
  }

  key(event: KeyboardEvent, dealId: string): void {
    // Keys of the buttons inside the card are theirs.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const { moves } = this.#board;
    const carrying = moves.carried?.by === 'keys' && moves.carried.deal.id === dealId;
    const forward = this.#host.direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = forward === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    if (event.key === ' ' || event.key === 'Enter') {
      if (carrying) this.drop();
      else moves.pickUp(dealId, 'keys');
    } else if (event.key === 'Escape' && carrying) this.cancel();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.#vertical(event.key === 'ArrowDown' ? 1 : -1, dealId, carrying);
    else if (event.key === forward || event.key === backward) this.#sideways(event.key === forward ? 1 : -1, dealId, carrying);
    else if ((event.key === 'Home' || event.key === 'End') && !carrying) this.#edge(event.key === 'End', dealId);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#host.requestUpdate();
    if (moves.carried) void this.#showGap();
  }

  #vertical(by: 1 | -1, dealId: string, carrying: boolean): void {
    if (carrying) return this.#board.moves.step({ place: by });
    const rows = this.#rowsAround(dealId);
    void this.focus(rows[rows.findIndex((each) => each.id === dealId) + by]?.id);
  }

  #sideways(by: 1 | -1, dealId: string, carrying: boolean): void {
    if (carrying) return this.#board.moves.step({ lane: by });
    const lanes = this.#board.lanes.filter((each) => !each.folded && each.rows.rows.length > 0);
    const at = lanes.findIndex((each) => each.rows.rows.some((row) => row.id === dealId));
    const next = lanes[at + by];
    if (!next) return;
    const place = lanes[at]!.rows.rows.findIndex((row) => row.id === dealId);
    const stop = this.#stops.get(next.stage.id);
    void this.focus(next.rows.rows.find((row) => row.id === stop)?.id ?? next.rows.rows[Math.min(place, next.rows.rows.length - 1)]!.id);
  }

  #edge(end: boolean, dealId: string): void {
    void this.focus(this.#rowsAround(dealId).at(end ? -1 : 0)?.id);
  }

  #rowsAround(dealId: string): readonly Deal[] {
    const row = this.#board.dealOf(dealId);
    return row ? this.#board.lane(row.stageId)!.rows : [];
  }

  async #showGap(): Promise<void> {
    await this.#host.updateComplete;
    const { carried } = this.#board.moves;
    if (!carried) return;
    await this.#lists.get(carried.stageId)?.scrollTo(gapIndex(carried.place, carried.stageId === carried.deal.stageId ? carried.fromPlace : undefined));
    this.#host.renderRoot.querySelector(`[data-stage="${CSS.escape(carried.stageId)}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

/** Where the gap stands among the drawn items, which hold the carried card's ghost too: at its own place in the lane, if it is of that lane. */
export function gapIndex(place: number, ghostAt: number | undefined): number {
  return ghostAt === undefined || place <= ghostAt ? place : place + 1;
}
