import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { VirtualList } from '../parts/virtual-list.ts';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** Where the carried card will be, as an item of its lane. */
export const gap: unique symbol = Symbol('gap');
export type LaneItem = Deal | typeof gap;

/** The virtual list of each lane, and the card in it that Tab reaches. */
export class CardLists implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #board: BoardController;
  readonly #lists = new Map<string, VirtualList<LaneItem>>();
  readonly #stops = new Map<string, string>();

  constructor(host: VinculoElement, board: BoardController) {
    this.#host = host;
    this.#board = board;
    host.addController(this);
  }

  of(stageId: string): VirtualList<LaneItem> {
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
  }

  /** The card of a lane that was focused last. */
  stop(stageId: string): string | undefined { return this.#stops.get(stageId); }

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
}
