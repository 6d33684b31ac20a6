import type { AnyRow, FieldKind } from '@vinculo/sdk/schema';
import type { Table } from '../database/table.ts';
import type { TableRights } from '../rights-rules.ts';

const dots = '••••';

/** The end of a text, at most a third of it. */
function end(text: string): string {
  const shown = Math.min(4, Math.floor(text.length / 3));
  return `${dots}${shown > 0 ? text.slice(-shown) : ''}`;
}

/** Of an address only where it is, of a number and a text the end. Of items what they are called, and nothing that others added to them. */
function masked(kind: FieldKind, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  switch (kind) {
    case 'email': return address(String(value));
    case 'phone': return { raw: end((value as { raw: string }).raw) };
    case 'emails': return items(value, ({ value: text }) => ({ value: address(String(text)) }));
    case 'phones': return items(value, ({ raw }) => ({ raw: end(String(raw)) }));
    default: return end(String(value));
  }
}

function address(text: string): string {
  return `${dots}@${text.split('@').at(-1)}`;
}

function items(value: unknown, hide: (item: Readonly<Record<string, unknown>>) => object): object[] {
  return (value as Readonly<Record<string, unknown>>[]).map((item) => ({ id: item['id'], ...(item['label'] === undefined ? {} : { label: item['label'] }), ...(item['primary'] === undefined ? {} : { primary: item['primary'] }), ...hide(item) }));
}

/** A row as these rights show it: without what is hidden, and of masked fields what may be known. */
export function shownRow(r: TableRights, table: Table, row: AnyRow): AnyRow {
  if (!r.hidden && !r.masked) return row;
  const shown: Record<string, unknown> = { ...row };
  for (const field of r.hidden ?? []) delete shown[field];
  for (const field of r.masked ?? []) if (shown[field] !== undefined) shown[field] = masked(table.entity.fields[field]!.kind, shown[field]);
  return shown as AnyRow;
}
