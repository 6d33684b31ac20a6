import { type Entity, fieldAccess, scalarKinds, systemFields, type TableDescription } from '@vinculo/sdk/schema';
import { formatLabel } from '../format/label.ts';
import { type DeclaredField, declaredFields } from '../parts/declared-field.ts';

/** A field that records can be filtered by. */
export interface AskedField {
  readonly name: string;
  /** In the language of the widget. */
  readonly label: string;
  readonly field: DeclaredField;
  /** Names the record. */
  readonly isTitle: boolean;
}

/** Whether records can be filtered by it. A backend's own fields are in no filter and no order of the sdk. */
export const isAsked = ({ declared, kind }: DeclaredField): boolean => declared !== undefined && (scalarKinds.has(kind) || kind === 'tags');

/** Every field of an entity that this sign-in may see; then when it was made and changed, and by whom. */
export function allFields(entity: Entity, description: TableDescription | undefined): readonly DeclaredField[] {
  const system = (['createdAt', 'updatedAt', 'createdBy', 'updatedBy'] as const).flatMap((name): DeclaredField[] => {
    const { kind, label, ref } = systemFields[name];
    const access = fieldAccess(description, name);
    return access === 'hidden' ? [] : [{ name, kind, label, access, editable: false, required: false, emptiable: false, options: [], ...(ref ? { ref: ref.table } : {}), declared: systemFields[name] }];
  });
  return [...declaredFields(entity, description), ...system];
}

/** What records of an entity can be filtered by, in the order of the declaration. */
export function askedFields(entity: Entity, description: TableDescription | undefined, locale: string): ReadonlyMap<string, AskedField> {
  return new Map(allFields(entity, description).filter(isAsked).map((field) => [field.name, { name: field.name, label: formatLabel(locale, field.label), field, isTitle: field.name === entity.title }]));
}
