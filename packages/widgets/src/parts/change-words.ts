import type { AnyRow, OutboxEntry, Vinculo } from '@vinculo/sdk';
import { formatLabel } from '../format/label.ts';
import { declaredFields, entityOf, titleOf, type DeclaredField } from './declared-field.ts';
import { fieldText, type FieldReader } from './field-text.ts';
import { knownValue } from './known-words.ts';

/** What saying a change takes: a client with its declarations, a language and names of records. */
export interface ChangeReader extends FieldReader {
  readonly crm: Vinculo | undefined;
}

/** One field of a change in words. */
export interface FieldWords {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const fieldsOf = (crm: Vinculo | undefined, table: string): readonly DeclaredField[] => {
  const entity = entityOf(crm, table);
  return entity ? declaredFields(entity, crm?.description.snapshot?.tables[table]) : [];
};

/** "Contact", by the declaration; the table's own name where there is none. */
export function entityWord({ crm, locale }: ChangeReader, table: string): string {
  const label = entityOf(crm, table)?.label;
  return label ? formatLabel(locale, label) : table;
}

/** The record of a change by its name, as far as anybody knows it: as it is now, as it was written, or as others left it. */
export function recordName(reader: ChangeReader, { change, theirs }: Pick<OutboxEntry, 'change' | 'theirs'>): string {
  const entity = entityOf(reader.crm, change.table);
  const written = entity ? [change.patch, change.base, theirs].map((values) => titleOf(entity, values as AnyRow | undefined)).find(Boolean) : undefined;
  return (change.op === 'create' ? written : undefined) ?? reader.nameOf(change.table, change.id) ?? written ?? entityWord(reader, change.table);
}

/** A field's label; its name where nothing declares it. */
export function fieldWord(reader: ChangeReader, table: string, name: string): string {
  const field = fieldsOf(reader.crm, table).find((each) => each.name === name);
  return field ? formatLabel(reader.locale, field.label) : name;
}

/** A value of a field in words. */
export function valueWord(reader: ChangeReader, table: string, name: string, value: unknown): string {
  return wordOf(reader, table, fieldsOf(reader.crm, table).find((each) => each.name === name), value);
}

/** Some texts hold one of a few words, as the kind of an activity. */
function wordOf(reader: ChangeReader, table: string, field: DeclaredField | undefined, value: unknown): string {
  return (field && knownValue(reader, table, field.name, value, field.options)) ?? fieldText(reader, field, value);
}

/** What a change sets, field by field. What no person reads (a place in an order, values for programs) is left out. */
export function changedFields(reader: ChangeReader, { change, fields: conflict }: Pick<OutboxEntry, 'change' | 'fields'>): readonly FieldWords[] {
  const declared = fieldsOf(reader.crm, change.table);
  const said = (field: DeclaredField, before: unknown, after: unknown): FieldWords => ({
    label: formatLabel(reader.locale, field.label), before: wordOf(reader, change.table, field, before), after: wordOf(reader, change.table, field, after),
  });
  return Object.entries(change.patch).flatMap(([name, value]) => {
    const before = conflict?.find((each) => each.field === name)?.theirs ?? change.base[name];
    if (name === 'custom' && typeof value === 'object' && value !== null) {
      const was = (before ?? {}) as Readonly<Record<string, unknown>>; // `custom` holds values by the names of fields
      return Object.entries(value).flatMap(([own, after]) => declared.filter((each) => !each.declared && each.name === own).map((field) => said(field, was[own], after)));
    }
    return declared.filter((each) => each.declared && each.name === name).map((field) => said(field, before, value));
  });
}
