import type { CommandName } from './commands/commands.ts';
import type { EntityName } from './entities.ts';
import type { FieldKind, Labels, OptionValue } from './field.ts';

/** What the signed-in user may do with one field. Absent from the list: `write`. */
export type FieldAccess = 'write' | 'read' | 'masked' | 'hidden';

/** A field that only this backend has. Its values stand in `row.custom`. */
export interface CustomField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly label: Labels;
  readonly options?: readonly OptionValue[];
  /** Whoever makes a record has to give it. Forms ask for it; that the backend refuses a record without it is its own matter. */
  readonly required?: boolean;
  /** What a person who has to answer should know. */
  readonly help?: Labels;
}

export interface TableDescription {
  readonly create: boolean;
  readonly update: boolean;
  readonly remove: boolean;
  /** Fields with less than full access. */
  readonly fields?: Readonly<Record<string, FieldAccess>>;
  /** Fields of the declaration that this backend does not hold. They are absent from its rows. */
  readonly without?: readonly string[];
  readonly custom?: readonly CustomField[];
  /** Option lists that differ from the declaration's. */
  readonly options?: Readonly<Record<string, readonly OptionValue[]>>;
  /** Of an entity that the declarations do not know: its names and its fields, all of them custom. */
  readonly label?: Labels;
}

/** What may be done with a field of a table; `hidden` too where the backend does not hold it. */
export function fieldAccess(table: Pick<TableDescription, 'fields' | 'without'> | undefined, field: string): FieldAccess {
  return table?.without?.includes(field) ? 'hidden' : (table?.fields?.[field] ?? 'write');
}

/** What a backend says of itself to one signed-in user. */
export interface Description {
  /** Changes whenever anything else here does. */
  readonly hash: string;
  readonly tenant: string;
  readonly user: { readonly id: string | null; readonly name: string; readonly role: string; readonly contactId?: string };
  /** The tables it serves. A table that is not here is not served. */
  readonly tables: Readonly<Partial<Record<EntityName, TableDescription>> & Record<string, TableDescription>>;
  /** The commands this sign-in may run; what each reaches is judged when it runs. Absent where the backend does not say: then they can only be tried. */
  readonly commands?: readonly CommandName[];
  readonly currency: string;
  /** The zone of the tenant's reports and fiscal periods. */
  readonly timeZone: string;
  /** For so many hours cached rows may be shown at the start of a page before the backend was asked anew what this sign-in may see. Absent: without a limit. */
  readonly offlineHours?: number;
  /** It sends the mail of activities that ask for it (kind `email`, `details.send`). Absent: it does not, and nobody should ask. */
  readonly mail?: boolean;
}
