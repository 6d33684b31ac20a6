import type { AnyRow } from '@vinculo/sdk';
import { type Entity, type FieldKind, systemFields, type TableDescription } from '@vinculo/sdk/schema';
import { allFields, type AskedField, isAsked } from '../filters/asked-fields.ts';
import { formatLabel } from '../format/label.ts';
import { valueIn } from '../parts/declared-field.ts';

/** One field of an entity as a list shows it. */
export interface Column extends AskedField {
  /** The field's name; of a field that only the backend has `custom.<name>`. */
  readonly name: string;
  /** Names the row: it opens the record. */
  readonly isTitle: boolean;
  /** Rows can be filtered by it. */
  readonly isAsked: boolean;
  /** Rows can be put in its order. */
  readonly sorts: boolean;
  /** Numbers stand at the end, so that digits stand under each other. */
  readonly isNumber: boolean;
  /** px, where the person set none. */
  readonly width: number;
}

/** A column as somebody wants it. */
export interface ColumnChoice {
  readonly name: string;
  /** px. */
  readonly width?: number;
}

const numbers: ReadonlySet<FieldKind> = new Set<FieldKind>(['integer', 'number', 'decimal', 'percent', 'money']);
const widths: Readonly<Partial<Record<FieldKind, number>>> = {
  boolean: 90, percent: 96, integer: 100, number: 100, decimal: 110, money: 130, currency: 90, date: 124, instant: 148, option: 132, ref: 160,
  emails: 210, email: 210, phones: 156, phone: 156, tags: 180, addresses: 220, url: 180,
};

// What people look for first in a list, in this order, whatever the entity. What is not here follows by its kind.
const sought = ['number', 'status', 'stageId', 'priority', 'company', 'jobTitle', 'accountId', 'contactId', 'amount', 'probability', 'expectedClose', 'kind', 'valueClass', 'resolutionDue', 'at', 'emails', 'phones', 'score', 'ownerId', 'lastContactAt'];
const telling: ReadonlySet<FieldKind> = new Set<FieldKind>(['option', 'money', 'date', 'boolean', 'text', 'ref', 'integer', 'number', 'decimal', 'percent', 'instant']);
const most = 7;

/** Every column an entity can show to whoever is signed in, the title first. */
export function columnsOf(entity: Entity, description: TableDescription | undefined, locale: string): ReadonlyMap<string, Column> {
  const columns = allFields(entity, description).map((field): Column => {
    const isTitle = field.declared !== undefined && field.name === entity.title;
    return {
      name: field.declared ? field.name : `custom.${field.name}`, label: formatLabel(locale, field.label), field, isTitle, isAsked: isAsked(field),
      // Names of other records are not known to who sorts.
      sorts: isAsked(field) && field.kind !== 'ref' && field.kind !== 'tags', isNumber: numbers.has(field.kind), width: isTitle ? 240 : (widths[field.kind] ?? 150),
    };
  });
  columns.sort((a, b) => Number(b.isTitle) - Number(a.isTitle));
  return new Map(columns.map((column) => [column.name, column]));
}

/** What a list shows where nobody said otherwise. */
export function usualColumns(entity: Entity, columns: ReadonlyMap<string, Column>): readonly string[] {
  // Where a record has a status of its own, its stage says the same.
  const first = sought.filter((name) => columns.has(name) && name !== entity.title && !(name === 'stageId' && columns.has('status')));
  const more = first.length >= 3 ? [] : [...columns.values()].filter(({ name, field }) => !(name in systemFields) && telling.has(field.kind)).map(({ name }) => name);
  return [...new Set([...(columns.has(entity.title) ? [entity.title] : []), ...first, ...more])].slice(0, most);
}

/** The value of a row under a column. */
export const valueUnder = (row: AnyRow, { field }: Column): unknown => valueIn(row, field);

/** A list of names, as an attribute holds it: apart by blanks or commas. */
export const namesIn = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean);
