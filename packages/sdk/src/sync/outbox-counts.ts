import type { StoredEntry } from '../cache/cache.ts';
import { moves, recordOf } from './entry-key.ts';

/** How many changes wait and are parked, as a person counts: what was done in one batch is one change. And of which records the create is not sent yet. */
export class OutboxCounts {
  waiting = 0;
  parked = 0;
  /** How many unsent creates there are of a record: one, or none. */
  readonly #unborn = new Map<string, number>();
  /** How many entries of a group move, and how many are parked. */
  readonly #groupStates = new Map<string, { moving: number; parked: number }>();

  isUnborn(record: string): boolean {
    return this.#unborn.has(record);
  }

  /** An entry came, or went. */
  count(entry: StoredEntry, by: 1 | -1): void {
    const { change } = entry;
    if (change.op === 'create') {
      const left = (this.#unborn.get(recordOf(change)) ?? 0) + by;
      if (left > 0) this.#unborn.set(recordOf(change), left);
      else this.#unborn.delete(recordOf(change));
    }
    if (change.group === undefined) {
      if (moves(entry)) this.waiting += by;
      else this.parked += by;
      return;
    }
    const states = this.#groupStates.get(change.group) ?? { moving: 0, parked: 0 };
    this.waiting -= states.moving > 0 ? 1 : 0;
    this.parked -= states.parked > 0 ? 1 : 0;
    if (moves(entry)) states.moving += by;
    else states.parked += by;
    this.waiting += states.moving > 0 ? 1 : 0;
    this.parked += states.parked > 0 ? 1 : 0;
    if (states.moving + states.parked > 0) this.#groupStates.set(change.group, states);
    else this.#groupStates.delete(change.group);
  }
}
