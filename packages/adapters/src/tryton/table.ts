import { type FieldProblem, ValidationError } from '@vinculo/sdk';
import type { AnyRow, FieldAccess } from '@vinculo/sdk/schema';
import type { RpcContext } from './rpc.ts';
import { type TrytonDateTime, millisecondsOf } from './values.ts';

/** A record as search_read gives it; related records come under `field.`. */
export type TrytonRecord = Readonly<Record<string, unknown>> & { readonly id: number };

export type Domain = readonly unknown[];

/** What a mapping has to know of the database and its user. */
export interface Setting {
  readonly context: RpcContext;
  readonly currency: string;
  readonly currencyDigits: number;
  /** Id of the category that makes a party a person; undefined while there is none. */
  readonly personCategory: number | undefined;
  /** Ids of countries by ISO 3166-1 alpha-2. */
  readonly country: (code: string) => Promise<number | undefined>;
}

/** How one entity of ours stands in one model of Tryton's. */
export interface TrytonTable {
  readonly table: string;
  readonly model: string;
  /** Fields to read, related ones dotted. */
  readonly fields: readonly string[];
  /** Models whose records are part of a row, by the field that leads to them: they change without the record itself changing. */
  readonly parts: readonly { readonly field: string; readonly model: string }[];
  /** Fields of the declaration that this mapping holds. */
  readonly held: readonly string[];
  readonly access?: Readonly<Record<string, FieldAccess>>;
  readonly readonly?: true;
  /** Narrows digest() and first readings to the rows of this table. */
  domain(setting: Setting): Domain;
  /** The row, without a version; undefined for a record that is no row of this table (another kind of party, not active). */
  row(record: TrytonRecord, setting: Setting): AnyRow | undefined;
  /** What to write for a patch. @throws ValidationError for what Tryton cannot hold */
  values?(patch: Readonly<Record<string, unknown>>, current: { readonly record: TrytonRecord; readonly row: AnyRow } | undefined, setting: Setting): Promise<Readonly<Record<string, unknown>>>;
  /** The method that brings a record into the state a patch asks for; undefined: no change of state. @throws ValidationError */
  transition?(patch: Readonly<Record<string, unknown>>, current: AnyRow | undefined): string | undefined;
}

export const systemFields: readonly string[] = ['create_date', 'write_date', 'create_uid', 'write_uid', '_timestamp'];

export function related(record: TrytonRecord, field: string): readonly TrytonRecord[] {
  const value = record[`${field}.`];
  return Array.isArray(value) ? value as TrytonRecord[] : [];
}

/** The one record that a reference leads to, as far as it was read. */
export function target(record: TrytonRecord, field: string): TrytonRecord | undefined {
  return (record[`${field}.`] ?? undefined) as TrytonRecord | undefined;
}

/** When a record or a part of it was last written, in milliseconds. write_date is null until the first write after the creation. */
export function changedAt(record: TrytonRecord, parts: TrytonTable['parts']): number {
  const own = Math.max(millisecondsOf(record['write_date'] as TrytonDateTime | null), millisecondsOf(record['create_date'] as TrytonDateTime | null));
  return parts.reduce((latest, { field }) => Math.max(latest, ...related(record, field).map((r) => changedAt(r, []))), own);
}

/** The fields that every row has, but the version. */
export function systemValues(record: TrytonRecord, parts: TrytonTable['parts']): Pick<AnyRow, 'id' | 'createdAt' | 'updatedAt' | 'createdBy' | 'updatedBy'> {
  const by = (uid: unknown): string | null => (typeof uid === 'number' ? String(uid) : null);
  return {
    id: String(record.id), createdAt: new Date(millisecondsOf(record['create_date'] as TrytonDateTime | null)).toISOString(), updatedAt: new Date(changedAt(record, parts)).toISOString(),
    createdBy: by(record['create_uid']), updatedBy: by(record['write_uid'] ?? record['create_uid']),
  };
}

export function cannotHold(table: string, field: string, message: string): ValidationError {
  const problem: FieldProblem = { field, reason: 'unsupported', message };
  return new ValidationError(table, [problem]);
}

/** A record number from an id of ours. @throws ValidationError for an id that Tryton never gave */
export function recordNumber(table: string, field: string, id: unknown): number {
  const n = Number(id);
  if (!Number.isSafeInteger(n) || n <= 0) throw cannotHold(table, field, `${String(id)} is no record of Tryton’s`);
  return n;
}
