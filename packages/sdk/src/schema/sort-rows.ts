import { type AnyRow, type Entity, fieldOf } from './entity.ts';
import { type Comparable, compileOrder, parseOrder, plainKinds } from './where.ts';

/**
 * Sorts rows in the total order of compileOrder(). Each row's first key is read once, not once per comparison: what a sort does most is compare.
 * @param rows are left as they are
 */
export function sortRows(e: Entity, orderBy: readonly string[] | undefined, rows: readonly AnyRow[]): AnyRow[] {
  const order = compileOrder(e, orderBy);
  const [first] = parseOrder(e, orderBy);
  if (!first || !plainKinds.has(fieldOf(e, first.field)!.kind)) return rows.toSorted(order);
  const sign = first.descending ? -1 : 1;
  const pairs = rows.map((row) => ({ key: row[first.field] as Comparable | null | undefined, row }));
  pairs.sort((a, b) => {
    const [x, y] = [a.key, b.key];
    if ((typeof x === 'string' && typeof y === 'string') || (typeof x === 'number' && typeof y === 'number')) {
      if (x < y) return -sign;
      if (x > y) return sign;
    }
    return order(a.row, b.row);
  });
  return pairs.map((pair) => pair.row);
}
