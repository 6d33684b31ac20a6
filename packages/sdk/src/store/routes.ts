import type { AnyRow, Pin } from '../schema/index.ts';
import { keyOf } from './field-index.ts';
import type { RowDelta } from './table.ts';

/** `write`: something really changed; `read`: rows became known that were there before. */
export type Origin = 'write' | 'read';

/** Something that keeps itself up by changes of a table. */
export interface Taker {
  take(deltas: readonly RowDelta[], origin: Origin): void;
}

/** Brings changes of one table to those whom they may concern: by the values that a filter pins down, else to all. */
export class Routes {
  readonly #all = new Set<Taker>();
  readonly #pinned = new Map<string, Map<unknown, Set<Taker>>>();

  /** @returns how to end it */
  add(taker: Taker, pin: Pin | undefined): () => void {
    if (!pin) {
      this.#all.add(taker);
      return () => void this.#all.delete(taker);
    }
    const byValue = this.#pinned.get(pin.field) ?? this.#pinned.set(pin.field, new Map()).get(pin.field)!;
    for (const value of pin.values) (byValue.get(value) ?? byValue.set(value, new Set()).get(value)!).add(taker);
    return () => {
      for (const value of pin.values) {
        const takers = byValue.get(value);
        takers?.delete(taker);
        if (takers?.size === 0) byValue.delete(value);
      }
      // A field with nobody left must not be looked at for every change.
      if (byValue.size === 0 && this.#pinned.get(pin.field) === byValue) this.#pinned.delete(pin.field);
    };
  }

  deliver(deltas: readonly RowDelta[], origin: Origin): void {
    let found: Map<Taker, RowDelta[]> | undefined;
    for (const [field, byValue] of this.#pinned) {
      for (const delta of deltas) {
        const was = delta.before && takersOf(byValue, delta.before, field);
        const is = delta.after && takersOf(byValue, delta.after, field);
        if (!was && !is) continue;
        found ??= new Map();
        if (was) for (const taker of was) note(found, taker, delta);
        if (is && is !== was) for (const taker of is) note(found, taker, delta);
      }
    }
    if (found) for (const [taker, own] of found) taker.take(own, origin);
    for (const taker of this.#all) taker.take(deltas, origin);
  }
}

function takersOf(byValue: ReadonlyMap<unknown, Set<Taker>>, row: AnyRow, field: string): Set<Taker> | undefined {
  return byValue.get(keyOf(row, field));
}

/** A taker may be found by more than one of its values; a change reaches it once. */
function note(found: Map<Taker, RowDelta[]>, taker: Taker, delta: RowDelta): void {
  const own = found.get(taker);
  if (!own) found.set(taker, [delta]);
  else if (own.at(-1) !== delta) own.push(delta);
}
