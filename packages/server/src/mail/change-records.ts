import { type AnyRow, type Change, newId } from '@vinculo/sdk/schema';
import { finish } from '../automation/finish.ts';
import type { Access } from '../database/connection.ts';
import { tableNamed } from '../database/table.ts';
import { findIn } from '../reading/query.ts';
import { apply } from '../records/apply.ts';
import { RecordStore } from '../records/record-store.ts';

export type RecordChange = Pick<Change, 'op' | 'table' | 'id' | 'patch'>;

/**
 * Writes records as a push would: judged, with history and hints, all or nothing.
 * @throws Error when one of them is refused; the transaction has to be undone then
 */
export async function changeRecords(access: Access, changes: readonly RecordChange[]): Promise<void> {
  const store = new RecordStore(access);
  for (const change of changes) {
    const outcome = await apply(store, { ...change, key: ['mail', 0], base: {}, at: access.now });
    if (outcome.status !== 'ok') throw new Error(`The ${change.table} ${change.id} of a mail was not stored: ${outcome.status === 'rejected' ? outcome.code : outcome.status}.`);
  }
  await finish(store);
}

/** A line for staff in a ticket's conversation. */
export function noteOn(access: Access, ticketId: string, body: string): Promise<void> {
  return changeRecords(access, [{ op: 'create', table: 'ticketMessage', id: newId(), patch: { ticketId, body, internal: true, at: access.now, channel: 'email' } }]);
}

/** A standing row; undefined where there is none. */
export async function rowOf(access: Access, table: string, id: unknown): Promise<AnyRow | undefined> {
  return typeof id === 'string' ? (await findIn(access, tableNamed(table), { id }))[0] : undefined;
}
