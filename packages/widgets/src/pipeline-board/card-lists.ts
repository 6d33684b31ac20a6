import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { VirtualList } from '../parts/virtual-list.ts';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** The virtual list of each lane. */
export class CardLists implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #board: BoardController;
  readonly #lists = new Map<string, VirtualList<Deal>>();

  constructor(host: VinculoElement, board: BoardController) {
    this.#host = host;
    this.#board = board;
    host.addController(this);
  }

  /** `key` is the lane's. */
  of(key: string): VirtualList<Deal> {
    let list = this.#lists.get(key);
    if (!list) this.#lists.set(key, (list = new VirtualList<Deal>(this.#host, { key: ({ id }) => id, estimate: 106, gap: 8, overscan: 240 })));
    return list;
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
