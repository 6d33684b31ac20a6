import type { AnyRow } from '../schema/index.ts';

export type RowOrder = (a: AnyRow, b: AnyRow) => number;

/** Where `row` stands in a sorted list, or would stand. The order is total, so it is one place. */
export function placeOf(rows: readonly AnyRow[], row: AnyRow, order: RowOrder): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (order(rows[middle]!, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Takes `row` out of a sorted list that holds it. */
export function takeOut(rows: AnyRow[], row: AnyRow, order: RowOrder): void {
  const at = placeOf(rows, row, order);
  if (rows[at]?.id === row.id) rows.splice(at, 1);
}

export function putIn(rows: AnyRow[], row: AnyRow, order: RowOrder): void {
  rows.splice(placeOf(rows, row, order), 0, row);
}
