import type { ReactiveControllerHost } from 'lit';
import type { BoardController } from './pipeline-board.controller.ts';

/** Which card of each lane Tab reaches: the last one focused in it, else the first. */
export class CardStops {
  readonly #host: ReactiveControllerHost;
  readonly #board: BoardController;
  /** As the board shows them. */
  readonly #stops = new Map<string, string>();
  /** Focused since. */
  readonly #due = new Map<string, string>();

  /** Grows whenever another card is a stop. */
  turns = 0;

  constructor(host: ReactiveControllerHost, board: BoardController) {
    this.#host = host;
    this.#board = board;
  }

  /** The card of a lane that was focused last. */
  of(key: string): string | undefined { return this.#due.get(key) ?? this.#stops.get(key); }

  isStop(key: string, dealId: string, index: number): boolean {
    const stop = this.#stops.get(key);
    const row = stop === undefined ? undefined : this.#board.dealOf(stop);
    return !row || this.#board.keyOf(row) !== key ? index === 0 : stop === dealId;
  }

  /** `byKeys`: else nobody needs the stop before a key is pressed, and a card that is pressed to be dragged is not drawn for it, nor the board laid out. */
  focused(key: string, dealId: string, byKeys: boolean): void {
    if (this.of(key) === dealId) return;
    this.#due.set(key, dealId);
    if (byKeys) this.settle();
  }

  /** Draws where the stops are by now: Tab is about to go by them. */
  settle(): void {
    if (this.#due.size === 0) return;
    for (const [key, dealId] of this.#due) this.#stops.set(key, dealId);
    this.#due.clear();
    this.turns++;
    this.#host.requestUpdate();
  }
}
