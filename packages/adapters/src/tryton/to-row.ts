import { fingerprint } from '@vinculo/sdk/adapter';
import type { AnyRow } from '@vinculo/sdk/schema';
import { type Setting, type TrytonRecord, type TrytonTable, related } from './table.ts';

/** A row with its version. Time stamps of one second cannot tell two writes apart, so the version is made of what the row says too. */
export function toRow(table: TrytonTable, record: TrytonRecord, setting: Setting): AnyRow | undefined {
  const row = table.row(record, setting);
  return row && { ...row, version: fingerprint(JSON.stringify([row, timestamps(table, record)])) };
}

/** What Tryton compares before it writes, for the record and its parts. */
export function timestamps(table: TrytonTable, record: TrytonRecord): Record<string, string> {
  const stamps: Record<string, string> = { [`${table.model},${record.id}`]: String(record['_timestamp']) };
  for (const { field, model } of table.parts) for (const part of related(record, field)) stamps[`${model},${part.id}`] = String(part['_timestamp']);
  return stamps;
}
