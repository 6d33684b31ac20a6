import type { StoredEntry } from '../cache/cache.ts';

/** An entry and its place among the others. */
export interface Slot {
  entry: StoredEntry;
  /** Orders what has no place yet. */
  readonly came: number;
  gone: boolean;
}

/** What stands under one name, for many names. Most names have one entry, which needs no list. */
export class EntryIndex {
  readonly #slots = new Map<string, Slot | Slot[]>();

  add(name: string, slot: Slot): void {
    const known = this.#slots.get(name);
    if (known === undefined) this.#slots.set(name, slot);
    else if (!Array.isArray(known)) {
      if (known !== slot) this.#slots.set(name, [known, slot]);
      // One entry may say a name twice; nothing else comes in between.
    } else if (known.at(-1) !== slot) known.push(slot);
  }

  delete(name: string, slot: Slot): void {
    const known = this.#slots.get(name);
    if (known === slot) this.#slots.delete(name);
    if (!Array.isArray(known)) return;
    const at = known.indexOf(slot);
    if (at >= 0) known.splice(at, 1);
    if (known.length === 0) this.#slots.delete(name);
  }

  get size(): number {
    return this.#slots.size;
  }

  names(): readonly string[] {
    return [...this.#slots.keys()];
  }

  /** Whether no more than one entry stands under a name. */
  alone(name: string): boolean {
    const known = this.#slots.get(name);
    return !Array.isArray(known) || known.length < 2;
  }

  /** In the order in which they are sent. */
  of(name: string): readonly Slot[] {
    const known = this.#slots.get(name);
    return known === undefined ? [] : Array.isArray(known) ? known.toSorted(before) : [known];
  }
}

/** By place; without a place yet after all that have one, in the order they came. */
export function before(a: Slot, b: Slot): number {
  const [x, y] = [a.entry.n < 0 ? Infinity : a.entry.n, b.entry.n < 0 ? Infinity : b.entry.n];
  return x === y ? a.came - b.came : x < y ? -1 : 1;
}
