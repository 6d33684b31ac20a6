import type { ReactiveControllerHost } from 'lit';
import type { BoardController } from './pipeline-board.controller.ts';

/** Which card of each lane Tab reaches: the last one focused in it, else the first. */
export class CardStops {
  readonly #host: ReactiveControllerHost;
  readonly #board: BoardController;
  readonly #stops = new Map<string, string>();

  constructor(host: ReactiveControllerHost, board: BoardController) {
    this.#host = host;
    this.#board = board;
  }

  /** The card of a lane that was focused last. */
  of(key: string): string | undefined { return this.#stops.get(key); }

  isStop(key: string, dealId: string, index: number): boolean {
    const stop = this.#stops.get(key);
    const row = stop === undefined ? undefined : this.#board.dealOf(stop);
    return !row || this.#board.keyOf(row) !== key ? index === 0 : stop === dealId;
  }

  focused(key: string, dealId: string): void {
    if (this.#stops.get(key) === dealId) return;
    this.#stops.set(key, dealId);
    this.#host.requestUpdate();
  }
}
