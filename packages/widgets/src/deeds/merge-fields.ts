import type { AnyRow, Entity, TableDescription } from '@vinculo/sdk';
import { processFields } from '@vinculo/sdk/schema';
import { declaredFields, isEmpty, valueIn, type DeclaredField } from '../parts/declared-field.ts';

/**
 * What a merge makes of one field that is not the same in both records. `choice`: a person takes one of the values; `joined`: both lists become one;
 * `filled`: the record that stays has none, and gets the other's; `kept`: the value of the record that stays is kept, and nobody can choose.
 */
export interface MergeField {
  readonly field: DeclaredField;
  readonly how: 'choice' | 'joined' | 'filled' | 'kept';
  readonly stays: unknown;
  readonly goes: unknown;
}

/** Of a record with a process: where it stands is said of one record alone. */
const ofOneRecord: ReadonlySet<string> = new Set(['status']);
const order: readonly MergeField['how'][] = ['choice', 'kept', 'joined', 'filled'];

/** The fields in which two records differ, and what the command merge does with each; those to choose come first. */
export function mergeFields(entity: Entity, table: TableDescription | undefined, stays: AnyRow, goes: AnyRow): readonly MergeField[] {
  const ofProcess = processFields();
  const found = declaredFields(entity, table).flatMap((field): MergeField[] => {
    const values = { stays: valueIn(stays, field), goes: valueIn(goes, field) };
    // What its record's process or the backend sets stays as it is, and needs no word.
    if (field.declared?.readonly || (entity.process && (field.name in ofProcess || field.kind === 'instant' || ofOneRecord.has(field.name)))) return [];
    if (isEmpty(values.goes) || JSON.stringify(values.stays) === JSON.stringify(values.goes) || values.goes === stays.id) return [];
    const isList = field.declared?.merge === 'set' || field.declared?.merge === 'items';
    const how = isList ? 'joined' : isEmpty(values.stays) ? 'filled' : field.declared ? 'choice' : 'kept';
    return [{ field, how, ...values }];
  });
  return found.toSorted((a, b) => order.indexOf(a.how) - order.indexOf(b.how));
}
