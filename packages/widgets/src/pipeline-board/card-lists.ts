import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { VirtualList } from '../parts/virtual-list.ts';
import { gap, type LaneItem } from './context.ts';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** The virtual list of each lane. */
export class CardLists implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #board: BoardController;
  readonly #lists = new Map<string, VirtualList<LaneItem>>();
  /** There is one at a time. */
  #gap: { readonly key: string; readonly rows: readonly Deal[]; readonly at: number; readonly items: readonly LaneItem[] } | undefined;

  constructor(host: VinculoElement, board: BoardController) {
    this.#host = host;
    this.#board = board;
    host.addController(this);
  }

  /** `key` is the lane's. */
  of(key: string): VirtualList<LaneItem> {
    let list = this.#lists.get(key);
    if (!list) this.#lists.set(key, (list = new VirtualList<LaneItem>(this.#host, { key: (item) => (item === gap ? ' gap' : item.id), estimate: 106, gap: 8 })));
    return list;
  }

  /** The cards of a lane with the gap among them: the same list until one of the two is another. */
  withGap(key: string, rows: readonly Deal[], at: number | undefined): readonly LaneItem[] {
    if (at === undefined) return rows;
    if (this.#gap?.key !== key || this.#gap.rows !== rows || this.#gap.at !== at) this.#gap = { key, rows, at, items: [...rows.slice(0, at), gap, ...rows.slice(at)] };
    return this.#gap.items;
  }

  hostUpdate(): void {
    for (const [id, list] of this.#lists) {
      if (this.#board.lane(id)) continue;
      list.hostDisconnected();
      this.#host.removeController(list);
      this.#lists.delete(id);
    }
  }
}
