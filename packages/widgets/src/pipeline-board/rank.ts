import { generateKeyBetween } from 'fractional-indexing';

/** A row with a place in an order kept by hand. Rows without a rank stand after all others, by id. */
export interface Ranked {
  readonly rank?: string | null;
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A rank that sorts after `before` and before `after`, as text by code units; null is the open end. Undefined where nothing fits between.
 * Ranks that another system wrote need not be keys of the fractional-indexing library; between those a plain middle text is taken.
 */
export function rankBetween(before: string | null, after: string | null): string | undefined {
  if (before !== null && after !== null && before >= after) return undefined;
  const inside = (key: string): boolean => key > (before ?? '') && (after === null || key < after);
  try {
    const key = generateKeyBetween(before, after);
    if (inside(key)) return key;
  } catch {
    // Not keys of the library: the plain way below serves any text.
  }
  const key = middle(before ?? '', after);
  return inside(key) ? key : undefined;
}

function middle(before: string, after: string | null): string {
  if (after !== null) {
    let same = 0;
    while (same < after.length && (before[same] ?? digits[0]) === after[same]) same++;
    if (same > 0) return after.slice(0, same) + (same < after.length ? middle(before.slice(same), after.slice(same)) : '');
  }
  const low = before === '' ? 0 : digits.indexOf(before[0]!);
  const high = after === null ? digits.length : digits.indexOf(after[0]!);
  if (high - low > 1) return digits[(low + high + 1) >> 1] ?? digits.at(-1)!;
  if (after !== null && after.length > 1) return after[0]!;
  return (before[0] ?? digits[0]!) + middle(before.slice(1), null);
}

const rankOf = (row: Ranked | undefined): string | null => row?.rank ?? null;

/** The rank that puts a card at this place of a lane without it, or undefined where its neighbours leave no room. */
export function rankAt(rows: readonly Ranked[], place: number): string | undefined {
  const before = rankOf(rows[place - 1]);
  if (place > 0 && before === null) return undefined;
  return rankBetween(before, rankOf(rows[place]));
}

/**
 * The place nearest to the wanted one that one write can give, looking upward. Rows of equal rank (they stand by id), and rows without
 * one, leave no room between them.
 * @param rows the lane without the moved card
 */
export function nearestPlace(rows: readonly Ranked[], wanted: number): number {
  let place = Math.max(0, Math.min(wanted, rows.length));
  while (place > 0 && rankAt(rows, place) === undefined) place--;
  return place;
}

/** The ranks that put so many cards one below the other at this place; undefined for those for which its neighbours leave no room. */
export function ranksAt(rows: readonly Ranked[], place: number, count: number): readonly (string | undefined)[] {
  const [before, after] = [rankOf(rows[place - 1]), rankOf(rows[place])];
  const ranks: (string | undefined)[] = [];
  let rank = rankAt(rows, place);
  for (let n = 0; n < count; n++) {
    // Before a neighbour from the last one up, because below a rank that ends there may be no room; at the end from the first one down.
    if (after === null) ranks.push(rank);
    else ranks.unshift(rank);
    if (rank !== undefined) rank = after === null ? rankBetween(rank, null) : rankBetween(before, rank);
  }
  return ranks;
}
