import type { AnyRow, Entity, Field, FieldAccess, FieldKind, Labels, OptionValue, TableDescription, Vinculo } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';

/** A field as a widget draws it: what the declaration and the backend's description say of it together. */
export interface DeclaredField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: Labels;
  readonly access: Exclude<FieldAccess, 'hidden'>;
  /** Whether this sign-in may change it. */
  readonly editable: boolean;
  /** A record cannot be without it. */
  readonly required: boolean;
  /** It may be emptied again. */
  readonly emptiable: boolean;
  /** Of an option field: the backend's own list, else the declaration's. */
  readonly options: readonly OptionValue[];
  /** Of a reference: the entity it names. */
  readonly ref?: string;
  /** Undefined for a field that only the backend knows: its value stands in `row.custom`. */
  readonly declared?: Field;
}

/** Kinds that no person reads or writes: places in an order, and what programs keep. */
const unseen: ReadonlySet<FieldKind> = new Set(['rank', 'json']);

/**
 * Every field of an entity that this sign-in may see, as it may see it, in the order of the declaration; then those only the backend knows.
 * `forNew`: as it may be given to a record that is made.
 */
export function declaredFields(entity: Entity, table: TableDescription | undefined, { forNew = false }: { forNew?: boolean } = {}): readonly DeclaredField[] {
  const mayUpdate = !entity.readonly && (forNew ? (table?.create ?? true) : (table?.update ?? true) && !entity.appendOnly);
  const own = Object.entries(entity.fields).flatMap(([name, field]): DeclaredField[] => {
    const access = fieldAccess(table, name);
    if (access === 'hidden' || unseen.has(field.kind) || field.blob) return [];
    return [{
      name, kind: field.kind, label: field.label, access, editable: mayUpdate && access === 'write' && !field.readonly,
      required: field.presence === 'required', emptiable: field.presence === 'optional', options: table?.options?.[name] ?? field.options ?? [],
      ...(field.ref ? { ref: field.ref.table } : {}), declared: field,
    }];
  });
  const known = new Set(Object.keys(entity.fields));
  const custom = (table?.custom ?? []).flatMap(({ name, kind, label, options = [], required = false }): DeclaredField[] => {
    const access = fieldAccess(table, name);
    if (access === 'hidden' || unseen.has(kind) || known.has(name)) return [];
    return [{ name, kind, label, access, editable: mayUpdate && access === 'write', required, emptiable: !required, options }];
  });
  return [...own, ...custom];
}

/** What a row holds in a field. Undefined: it was not given to this sign-in. */
export function valueIn(row: AnyRow | undefined, field: DeclaredField): unknown {
  return field.declared ? row?.[field.name] : row?.custom?.[field.name];
}

/** The patch that sets a field. */
export function patchOf(field: DeclaredField, value: unknown): Record<string, unknown> {
  return field.declared ? { [field.name]: value } : { custom: { [field.name]: value } };
}

/** Nothing stands in it. */
export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** What names a record to a person; empty where it has no name. */
export function titleOf(entity: Entity, row: AnyRow | undefined): string {
  const title = row?.[entity.title];
  return typeof title === 'string' ? title : '';
}

/** The declaration of a table; undefined where the client knows none of that name, or was closed. */
export function entityOf(crm: Vinculo | undefined, table: string): Entity | undefined {
  try {
    return crm?.collection(table).entity;
  } catch {
    return undefined;
  }
}
