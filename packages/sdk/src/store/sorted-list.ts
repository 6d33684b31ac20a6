/** The most items of one piece of a list, and the fewest that a piece keeps beside another. */
const most = 256;
const fewest = 48;

export type Pieces<T> = readonly (readonly T[])[];

/**
 * A list kept sorted in pieces: a change copies or moves one piece, not the list. What `share()` gave out never changes afterwards.
 * The order must be total over the items, but for items that may stand for each other.
 */
export class SortedList<T> {
  readonly #order: (a: T, b: T) => number;
  #pieces: T[][];
  /** Which pieces are ours alone, so that they may be changed in place: those with the stamp of now. */
  #stamps: number[];
  #stamp = 0;
  #shared = false;
  #length: number;

  /** @param items in this order already */
  constructor(order: (a: T, b: T) => number, items: readonly T[]) {
    this.#order = order;
    this.#length = items.length;
    this.#pieces = cut(items);
    this.#stamps = this.#pieces.map(() => 0);
  }

  /** Begins anew with other items, in order already. */
  reset(items: readonly T[]): void {
    this.#shared = false;
    this.#stamp++;
    this.#length = items.length;
    this.#pieces = cut(items);
    this.#stamps = this.#pieces.map(() => this.#stamp);
  }

  get length(): number {
    return this.#length;
  }

  /** The list as it is now, for good. */
  share(): Pieces<T> {
    if (!this.#shared) {
      this.#shared = true;
      this.#stamp++;
    }
    return this.#pieces;
  }

  /** The items from one place up to before another, copied: for a few of many this costs less than sharing them. */
  slice(from: number, to: number): T[] {
    const first = this.#pieces[0];
    if (!first || to <= first.length) return first?.slice(from, to) ?? [];
    const out: T[] = [];
    let start = 0;
    for (const piece of this.#pieces) {
      if (start >= to) break;
      const end = Math.min(piece.length, to - start);
      for (let at = Math.max(0, from - start); at < end; at++) out.push(piece[at]!);
      start += piece.length;
    }
    return out;
  }

  /** Puts an item in. */
  insert(item: T): void {
    const p = this.#pieceFor(item);
    this.#length++;
    if (p < 0) {
      this.#unshare();
      this.#pieces.push([item]);
      this.#stamps.push(this.#stamp);
      return;
    }
    const piece = this.#own(p);
    piece.splice(placeIn(piece, item, this.#order), 0, item);
    if (piece.length > most) {
      const rest = piece.splice(piece.length >>> 1);
      this.#pieces.splice(p + 1, 0, rest);
      this.#stamps.splice(p + 1, 0, this.#stamp);
    }
  }

  /** Puts many items in, which are in order already: each piece is made anew once, however many come into it. */
  insertAll(items: readonly T[]): void {
    const pieces: T[][] = [];
    const stamps: number[] = [];
    let from = 0;
    for (const [p, piece] of this.#pieces.entries()) {
      const end = p === this.#pieces.length - 1 ? items.length : placeAfter(items, piece[piece.length - 1]!, this.#order, from);
      const made = from === end ? [piece] : cut(merged(piece, items.slice(from, end), this.#order));
      for (const one of made) {
        pieces.push(one);
        stamps.push(one === piece ? this.#stamps[p]! : this.#stamp);
      }
      from = end;
    }
    if (this.#pieces.length === 0) this.reset(items);
    else {
      this.#shared = false;
      this.#pieces = pieces;
      this.#stamps = stamps;
      this.#length += items.length;
    }
  }

  /** Takes an item out. Answers whether it was in. */
  remove(item: T): boolean {
    const p = this.#pieceFor(item);
    const at = this.#placeOf(p, item);
    if (at < 0) return false;
    const piece = this.#own(p);
    piece.splice(at, 1);
    this.#length--;
    if (piece.length < fewest) this.#join(p);
    return true;
  }

  /** Puts `after` where `before` stands, if it belongs there too. Else nothing is done, and the answer is false. */
  replace(before: T, after: T): boolean {
    if (this.#order(before, after) !== 0) return false;
    const p = this.#pieceFor(before);
    const at = this.#placeOf(p, before);
    if (at < 0) return false;
    this.#own(p)[at] = after;
    return true;
  }

  /** Where an item stands in its piece; -1 when it is not in. */
  #placeOf(p: number, item: T): number {
    const piece = this.#pieces[p];
    if (!piece) return -1;
    // Mostly it is the very one: then no other item has to be looked into.
    const same = piece.indexOf(item);
    if (same >= 0) return same;
    const at = placeIn(piece, item, this.#order);
    const found = piece[at];
    return found !== undefined && this.#order(found, item) === 0 ? at : -1;
  }

  /** How many items stand before this one, or would. */
  rank(item: T): number {
    const p = this.#pieceFor(item);
    if (p < 0) return 0;
    let before = placeIn(this.#pieces[p]!, item, this.#order);
    for (let i = 0; i < p; i++) before += this.#pieces[i]!.length;
    return before;
  }

  at(index: number): T | undefined {
    let rest = index;
    for (const piece of this.#pieces) {
      if (rest < piece.length) return piece[rest];
      rest -= piece.length;
    }
    return undefined;
  }

  /** The piece in which an item stands or would stand; -1 when there is none. */
  #pieceFor(item: T): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const piece = this.#pieces[middle]!;
      if (this.#order(piece[piece.length - 1]!, item) < 0) low = middle + 1;
      else high = middle;
    }
    return high;
  }

  #unshare(): void {
    if (!this.#shared) return;
    this.#shared = false;
    this.#pieces = this.#pieces.slice();
  }

  #own(p: number): T[] {
    this.#unshare();
    if (this.#stamps[p] !== this.#stamp) {
      this.#pieces[p] = this.#pieces[p]!.slice();
      this.#stamps[p] = this.#stamp;
    }
    return this.#pieces[p]!;
  }

  /** Gives a small piece to its neighbour. */
  #join(p: number): void {
    const piece = this.#pieces[p]!;
    const q = p > 0 ? p - 1 : p + 1;
    const neighbour = this.#pieces[q];
    if (piece.length > 0 && (!neighbour || neighbour.length + piece.length > most)) return;
    if (piece.length > 0) {
      const into = this.#own(q);
      if (q < p) into.push(...piece);
      else into.unshift(...piece);
    }
    this.#pieces.splice(p, 1);
    this.#stamps.splice(p, 1);
  }
}

/** Where an item stands in a sorted piece, or would stand. */
function placeIn<T>(piece: readonly T[], item: T, order: (a: T, b: T) => number): number {
  let low = 0;
  let high = piece.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(piece[middle]!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place from one on whose item comes after another; it is looked for near by first. */
function placeAfter<T>(items: readonly T[], item: T, order: (a: T, b: T) => number, from: number): number {
  let low = from;
  let high = from;
  for (let step = 1; high < items.length && order(items[high]!, item) <= 0; step *= 2) {
    low = high + 1;
    high += step;
  }
  high = Math.min(high, items.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(items[middle]!, item) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A piece with more items put in, in order both. */
function merged<T>(piece: readonly T[], items: readonly T[], order: (a: T, b: T) => number): T[] {
  const out: T[] = [];
  let at = 0;
  for (const item of items) {
    for (const to = placeAfter(piece, item, order, at); at < to; at++) out.push(piece[at]!);
    out.push(item);
  }
  for (; at < piece.length; at++) out.push(piece[at]!);
  return out;
}

function cut<T>(items: readonly T[]): T[][] {
  const size = Math.floor(most * 0.75);
  const pieces: T[][] = [];
  for (let at = 0; at < items.length; at += size) pieces.push(items.slice(at, at + size));
  return pieces;
}

/** All items of shared pieces. */
export function joined<T>(pieces: Pieces<T>): T[] {
  return pieces.length === 1 ? [...pieces[0]!] : ([] as T[]).concat(...pieces);
}
