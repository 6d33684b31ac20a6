import { answerOf, type PlacesRecord, type Reading } from './database.ts';

/**
 * In which parts each id of a table may stand, as pairs of hashes: eight bytes a row. A row of such a table stands by its part, and who removes it,
 * or moves it to another part, knows its id alone.
 */
export class Places {
  /** Pairs in one list by open addressing; 0 marks a free place, as no hash is 0. */
  #slots: Uint32Array = new Uint32Array(2 * 1024);
  #count = 0;
  /** Pairs that stand on disk nowhere yet. */
  #fresh: number[] = [];

  /** Parts that an id was ever seen in. */
  of(id: number): number[] {
    const parts: number[] = [];
    const mask = this.#slots.length / 2 - 1;
    for (let at = id & mask; this.#slots[2 * at] !== 0; at = (at + 1) & mask) if (this.#slots[2 * at] === id) parts.push(this.#slots[2 * at + 1]!);
    return parts;
  }

  /** Takes note of an id's part. */
  add(id: number, part: number): void {
    if (this.#insert(id, part)) this.#fresh.push(id, part);
  }

  /** Takes in pairs that stand on disk. */
  load(pairs: Uint32Array): void {
    for (let i = 0; i < pairs.length; i += 2) this.#insert(pairs[i]!, pairs[i + 1]!);
  }

  /** What was added and is to be written; afterwards it counts as written. */
  takeFresh(): Uint32Array | undefined {
    if (this.#fresh.length === 0) return undefined;
    const pairs = Uint32Array.from(this.#fresh);
    this.#fresh = [];
    return pairs;
  }

  #insert(id: number, part: number): boolean {
    if ((this.#count + 1) * 3 > this.#slots.length) this.#grow();
    const mask = this.#slots.length / 2 - 1;
    let at = id & mask;
    for (; this.#slots[2 * at] !== 0; at = (at + 1) & mask) if (this.#slots[2 * at] === id && this.#slots[2 * at + 1] === part) return false;
    this.#slots[2 * at] = id;
    this.#slots[2 * at + 1] = part;
    this.#count++;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    this.#count = 0;
    for (let i = 0; i < old.length; i += 2) if (old[i] !== 0) this.#insert(old[i]!, old[i + 1]!);
  }
}

/** Brings places up to what a reading lists. */
export async function loadPlaces(tx: IDBTransaction, table: string, reading: Reading, known: { readonly loaded: Set<number>; readonly places: Places }): Promise<void> {
  const store = tx.objectStore('places');
  for (const n of reading.places) {
    if (known.loaded.has(n)) continue;
    const found = (await answerOf(store.get([table, n]))) as PlacesRecord | undefined;
    if (found) known.places.load(found.pairs);
    known.loaded.add(n);
  }
}
