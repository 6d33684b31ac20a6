import type { Row } from '../page/rows.ts';

/** The same row with flat fields, for libraries whose cells are plain values: money as its minor units, lists as JSON. */
export function flat(row: Row): Row {
  const out: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(row)) {
    if (value === null || value === undefined) continue;
    if (typeof value !== 'object') out[field] = value;
    else out[field] = 'minor' in value ? value.minor : JSON.stringify(value);
  }
  return out as Row;
}
