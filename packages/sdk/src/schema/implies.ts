import type { Entity } from './entity.ts';
import { sameValue } from './same-value.ts';
import { compileFilter, type FieldTest, type Filter } from './where.ts';

const lower: ReadonlySet<string> = new Set(['gt', 'gte']);
const upper: ReadonlySet<string> = new Set(['lt', 'lte']);

/** Whether every row that `filter` matches is matched by `wide` too. Says no where that cannot be told from the two alone. */
export function implies(e: Entity, filter: Filter, wide: Filter): boolean {
  if ('all' in wide) return wide.all.every((w) => implies(e, filter, w));
  if ('any' in filter) return filter.any.every((f) => implies(e, f, wide));
  if ('field' in filter && valuesMatch(e, filter, wide)) return true;
  if ('any' in wide && wide.any.some((w) => implies(e, filter, w))) return true;
  if ('all' in filter) return filter.all.some((f) => implies(e, f, wide));
  if ('any' in wide) return false;
  if ('not' in wide) return 'not' in filter && implies(e, wide.not, filter.not);
  if ('search' in wide) return 'search' in filter && wide.search.every((word) => filter.search.some((w) => w.includes(word)));
  return 'field' in filter && filter.field === wide.field && testImplies(e, filter, wide);
}

/** A test that names the values a field may have: each of them is tried, where `wide` asks about that field alone. */
function valuesMatch(e: Entity, { field, op, value }: FieldTest, wide: Filter): boolean {
  if ((op !== 'eq' && op !== 'in') || !isAbout(wide, field)) return false;
  const matches = compileFilter(e, wide);
  return (op === 'eq' ? [value] : (value as readonly unknown[])).every((v) => matches({ id: '', [field]: v ?? null }));
}

function isAbout(filter: Filter, field: string): boolean {
  if ('all' in filter) return filter.all.every((f) => isAbout(f, field));
  if ('any' in filter) return filter.any.every((f) => isAbout(f, field));
  if ('not' in filter) return isAbout(filter.not, field);
  return 'field' in filter && filter.field === field;
}

/** Two tests of one field, of which the first names no values. */
function testImplies(e: Entity, { field, op, value }: FieldTest, wide: FieldTest): boolean {
  if (op === wide.op && sameValue(value, wide.value)) return true;
  if (op === 'contains' && wide.op === 'contains') return String(value).toLowerCase().includes(String(wide.value).toLowerCase());
  if (!lower.has(op) && !upper.has(op)) return false;
  // An empty field is neither before nor after a value.
  if (wide.op === 'ne' && (wide.value ?? null) === null) return true;
  if (!(lower.has(op) ? lower : upper).has(wide.op)) return false;
  const isStrict = op === 'gt' || op === 'lt';
  return compileFilter(e, wide)({ id: '', [field]: value }) || (isStrict && sameValue(value, wide.value));
}
