import type { ReactiveControllerHost } from 'lit';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** The cards that were chosen to be moved together. */
export class Selection {
  readonly #host: ReactiveControllerHost;
  readonly #board: BoardController;
  #ids: ReadonlySet<string> = new Set();
  /** From where a range is meant. */
  #anchor: string | undefined;

  constructor(host: ReactiveControllerHost, board: BoardController) {
    this.#host = host;
    this.#board = board;
  }

  /** In the order in which they stand; those that went away meanwhile are none. */
  get rows(): readonly Deal[] {
    if (this.#ids.size === 0) return [];
    return this.#board.lanes.flatMap((lane) => lane.rows.rows.filter((row) => this.#ids.has(row.id)));
  }

  /** The same set until another card is chosen. */
  get ids(): ReadonlySet<string> { return this.#ids; }

  has(id: string): boolean { return this.#ids.has(id); }

  /** A card, with the others where it is one of them. */
  with(id: string): readonly string[] {
    return this.has(id) ? this.rows.map((row) => row.id) : [id];
  }

  toggle(id: string): void {
    const ids = new Set(this.#ids);
    if (!ids.delete(id)) ids.add(id);
    this.#anchor = id;
    this.#set(ids);
  }

  /** All cards of a lane between the last one that was chosen and this one. */
  extendTo(id: string): void {
    const row = this.#board.dealOf(id);
    if (!row) return;
    const lane = this.#board.around(row);
    const [from, to] = [lane.findIndex((each) => each.id === this.#anchor), lane.indexOf(row)];
    if (from < 0) return this.toggle(id);
    this.#set(new Set([...this.#ids, ...lane.slice(Math.min(from, to), Math.max(from, to) + 1).map((each) => each.id)]));
  }

  /** All cards of a lane that are known. */
  all(id: string): void {
    const row = this.#board.dealOf(id);
    if (row) this.#set(new Set([...this.#ids, ...this.#board.around(row).map((each) => each.id)]));
  }

  clear(): void {
    if (this.#ids.size > 0) this.#set(new Set());
    this.#anchor = undefined;
  }

  #set(ids: ReadonlySet<string>): void {
    this.#ids = ids;
    this.#host.requestUpdate();
  }
}
