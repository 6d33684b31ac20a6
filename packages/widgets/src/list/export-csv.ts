import type { AnyRow, Related, Vinculo } from '@vinculo/sdk';
import type { Where } from '@vinculo/sdk/schema';
import { decimalOf, minorDigits } from '../format/money.ts';
import { entityOf, isEmpty } from '../parts/declared-field.ts';
import { fieldText, type FieldReader } from '../parts/field-text.ts';
import { type Column, valueUnder } from './columns.ts';
import { csvLine } from './csv.ts';
import { matchingRows } from './matching-rows.ts';

export { before as Before } from '../parts/before.ts';

export interface ExportOptions {
  readonly table: string;
  readonly where: Where;
  readonly orderBy: readonly string[];
  readonly include: readonly string[];
  readonly columns: readonly Column[];
  readonly reader: FieldReader;
  /** Begins with the mark by which Excel knows that the file is UTF-8. */
  readonly bom: boolean;
  readonly stop?: AbortSignal;
  /** Told how many rows are in it so far. */
  readonly progress?: (done: number, total: number | undefined) => void;
}

/** A file of all rows that match, made piece by piece: what is made never stands in memory as one text. @throws OfflineError */
export async function csvOf(crm: Vinculo, { table, where, orderBy, include, columns, reader, bom, stop, progress }: ExportOptions): Promise<Blob> {
  const pieces: string[] = [`${bom ? '\ufeff' : ''}${csvLine(columns.flatMap(headsOf))}`];
  let done = 0;
  for await (const { rows, related, total } of matchingRows(crm, table, { where, orderBy, include }, stop)) {
    const own: FieldReader = { ...reader, nameOf: (of, id) => nameIn(crm, related, of, id) ?? reader.nameOf(of, id) };
    pieces.push(rows.map((row) => csvLine(columns.flatMap((column) => cellsOf(own, row, column)))).join(''));
    done += rows.length;
    progress?.(done, total);
    // A page that draws meanwhile stays alive.
    await new Promise((go) => setTimeout(go));
  }
  return new Blob(pieces, { type: 'text/csv;charset=utf-8' });
}

function nameIn(crm: Vinculo, related: Related, table: string, id: string): string | undefined {
  const title = entityOf(crm, table)?.title;
  const name = title === undefined ? undefined : related[table]?.get(id)?.[title];
  return typeof name === 'string' ? name : undefined;
}

/** Money is a number and a currency, so that a spreadsheet can add it up. */
const headsOf = ({ label, field }: Column): readonly string[] => (field.kind === 'money' ? [label, `${label} (ISO 4217)`] : [label]);

function cellsOf(reader: FieldReader, row: AnyRow, column: Column): readonly string[] {
  const value = valueUnder(row, column);
  const { kind } = column.field;
  if (kind === 'money') {
    const { minor, currency } = (typeof value === 'object' && value !== null ? value : {}) as { readonly minor?: unknown; readonly currency?: unknown };
    return typeof minor === 'number' && typeof currency === 'string' ? [decimalOf(minor, minorDigits(currency)), currency] : ['', ''];
  }
  if (isEmpty(value)) return [''];
  // Numbers, days and moments as programs read them, and not as one language writes them.
  if (typeof value === 'number' || kind === 'date' || kind === 'instant' || kind === 'decimal' || kind === 'text' || kind === 'longText') return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
  return [fieldText(reader, column.field, value)];
}
