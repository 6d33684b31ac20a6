import type { AnyRow } from '../schema/index.ts';

/** Rows of a table by the value of one field. Values that are no plain text, number or boolean stand under one key and match nothing. */
export class FieldIndex {
  readonly #field: string;
  readonly #rows = new Map<unknown, Map<string, AnyRow>>();

  constructor(field: string, rows: Iterable<AnyRow>) {
    this.#field = field;
    for (const row of rows) this.#add(row);
  }

  rows(values: readonly unknown[]): Iterable<AnyRow> {
    if (values.length === 1) return this.#rows.get(values[0])?.values() ?? [];
    return [...new Set(values)].flatMap((value) => [...(this.#rows.get(value)?.values() ?? [])]);
  }

  change(before: AnyRow | undefined, after: AnyRow | undefined): void {
    if (before) {
      const key = keyOf(before, this.#field);
      const held = this.#rows.get(key);
      if (after && keyOf(after, this.#field) === key) {
        held?.set(after.id, after);
        return;
      }
      held?.delete(before.id);
      if (held?.size === 0) this.#rows.delete(key);
    }
    if (after) this.#add(after);
  }

  #add(row: AnyRow): void {
    const key = keyOf(row, this.#field);
    const held = this.#rows.get(key);
    if (held) held.set(row.id, row);
    else this.#rows.set(key, new Map([[row.id, row]]));
  }
}

/** What an index or a route knows a value by. */
export function keyOf(row: AnyRow, field: string): unknown {
  const value = row[field] ?? null;
  return typeof value === 'object' && value !== null ? undefined : value;
}
