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
  of(stageId: string): string | undefined { return this.#stops.get(stageId); }

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
