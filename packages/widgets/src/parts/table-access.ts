import type { Description, FieldAccess } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';

/** What this sign-in may do with a field of a table; `hidden` too where the backend does not hold it. */
export function accessTo({ tables }: Description, table: string, field: string): FieldAccess {
  return tables[table] ? fieldAccess(tables[table], field) : 'hidden';
}

export function mayCreate({ tables }: Description, table: string): boolean {
  return tables[table]?.create ?? false;
}
