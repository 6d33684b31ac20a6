import type { ColumnChoice } from './columns.ts';

// Names and widths of columns; nothing of what stands in them.
const keyOf = (table: string): string => `vinculo:columns:${table}`;

/** The columns that were chosen in this browser for lists of an entity; undefined where none were, or nothing is kept. */
export function keptColumns(table: string): readonly ColumnChoice[] | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(table)) ?? 'null');
    if (!Array.isArray(kept)) return undefined;
    const columns = (kept as readonly unknown[]).flatMap((each): ColumnChoice[] => {
      if (typeof each !== 'object' || each === null) return [];
      const { name, width } = each as Partial<ColumnChoice>;
      return typeof name === 'string' ? [{ name, ...(typeof width === 'number' ? { width } : {}) }] : [];
    });
    return columns.length > 0 ? columns : undefined;
  } catch {
    // Storage may be switched off, or hold what is none of ours: then the declaration says it.
    return undefined;
  }
}

export function keepColumns(table: string, columns: readonly ColumnChoice[] | undefined): void {
  try {
    if (columns) localStorage.setItem(keyOf(table), JSON.stringify(columns));
    else localStorage.removeItem(keyOf(table));
  } catch {
    // Nothing can be kept: the choice lasts as long as the page.
  }
}
