import type { FieldKind } from '@vinculo/sdk';
import { type FilterOp, type FilterRule, opsOf, takesValues } from './filter-rules.ts';

/** Whether a condition on a field of this kind can be asked with the value. */
function fits(kind: FieldKind, op: FilterOp, value: unknown): boolean {
  if (op === 'next' || op === 'last') return Number.isFinite(value);
  if (typeof value === 'object') return value !== null && ((kind === 'money' && 'minor' in value) || (kind === 'phone' && 'raw' in value));
  if (kind === 'date' || kind === 'instant') return typeof value === 'string' && Number.isFinite(Date.parse(value));
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** The rules of a stored view that can be asked: a page, other software, or other rights, may have written some that cannot. */
export function rulesIn(value: unknown, kindOf: (field: string) => FieldKind | undefined): readonly FilterRule[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown): FilterRule[] => {
    if (typeof each !== 'object' || each === null) return [];
    const { field, op, values } = each as Readonly<Record<string, unknown>>;
    const kind = typeof field === 'string' ? kindOf(field) : undefined;
    const known = kind && opsOf(kind).find((own) => own === op);
    if (!known) return [];
    const fitting = Array.isArray(values) ? values.filter((one: unknown) => fits(kind, known, one)) : [];
    return takesValues(known) && fitting.length === 0 ? [] : [{ field: String(field), op: known, values: fitting }];
  });
}
