import * as z from 'zod/mini';
import type { AnyRow, Entity } from '../entity.ts';
import { entityNamed } from '../entities.ts';
import { sameValue } from '../same-value.ts';
import type { Command, CommandStore } from './command.ts';
import { idInput } from './input.ts';
import { type PersonInput, findAmong, mergedInto, personOf } from './person.ts';

export interface ErasePersonOutput {
  /** Rows whose personal data was removed, per table. */
  readonly erased: Readonly<Record<string, number>>;
}

/** What stands in a field that may not be empty. */
export const erasedText = '(erased)';

/** Tables in which also the title says what someone wrote, or who they are. */
const titled: ReadonlySet<string> = new Set(['contact', 'lead', 'account', 'ticket', 'ticketMessage', 'activity']);

/**
 * Removes a person's data for good, on their request. The records stay, so that orders and figures hold, without what says who it was: fields declared
 * personal, long texts, titles and details of their activities and tickets, custom values, files, ids in other systems, the same in the history and in
 * what was kept to take merges back. Consents stay as proof. A mark that cannot be read back is kept, and what comes late is refused with the code `erased`.
 *
 * May be run again. Refused with `not_a_person` for an account that is a company.
 *
 * @example await crm.run('erasePerson', { table: 'contact', id: 'c1' }) // { erased: { contact: 1, ticket: 2, ticketMessage: 9 } }
 */
export const erasePersonCommand: Command<PersonInput, ErasePersonOutput> = {
  name: 'erasePerson',
  input: z.object({ table: z.enum(['contact', 'lead', 'account']), id: idInput }),
  records: (record) => [record],
  async run(store, input) {
    const { selves, merged, emails, phones, tickets, messages, activities, attachments } = await personOf(store, input, true);
    const records = selves.flatMap(({ table, rows }) => rows.map(({ id }) => ({ table, id })));
    const about = [...tickets.map(({ id }) => ({ table: 'ticket', id })), ...messages.map(({ id }) => ({ table: 'ticketMessage', id })), ...activities.map(({ id }) => ({ table: 'activity', id }))];
    await store.markErased({ records: [...records, ...merged], about, emails, phones });

    const erased: Record<string, number> = {};
    const wipe = async (table: string, rows: readonly AnyRow[], more: Readonly<Record<string, unknown>> = {}): Promise<void> => {
      const e = entityNamed(table)!;
      for (const row of rows) await store.update(table, row.id, { ...emptying(e, row), ...more });
      if (rows.length > 0) erased[table] = rows.length;
      await wipeHistory(store, e, rows.map((row) => row.id));
      await wipeMerges(store, table, rows.map((row) => row.id));
    };
    for (const { table, rows } of selves) await wipe(table, rows, { erasedAt: store.now });
    await wipe('ticket', tickets);
    await wipe('ticketMessage', messages);
    await wipe('activity', activities);
    for (const { table, id } of merged) await store.forget(table, [id]);

    for (const file of attachments) await store.remove('attachment', file.id);
    await store.forget('attachment', attachments.map((file) => file.id));
    await store.forgetFiles([...attachments.map((file) => String(file['blobId'])), ...[...messages, ...activities].flatMap(originalMail)]);
    if (attachments.length > 0) erased['attachment'] = attachments.length;
    // What staff was told of it names what it was about.
    for (const { table, id } of [...records, ...about]) for (const told of await store.find('notification', { table, recordId: id })) {
      await store.remove('notification', told.id);
      await store.forget('notification', [told.id]);
    }
    for (const { table } of selves) {
      const elsewhere = await findAmong(store, 'externalId', 'recordId', records.map(({ id }) => id), { table });
      for (const { id } of elsewhere) await store.remove('externalId', id);
      await store.forget('externalId', elsewhere.map(({ id }) => id));
    }
    return { erased };
  },
};

/** The file that holds the whole of a mail, where a message came by one. */
function originalMail({ custom }: AnyRow): string[] {
  const mail = (custom as { readonly mail?: { readonly original?: unknown } | null } | null | undefined)?.mail; // custom holds what a backend put there
  return typeof mail?.original === 'string' ? [mail.original] : [];
}

/** The fields of a table that say who someone is, or what they said. */
function telling(e: Entity): string[] {
  return Object.entries(e.fields).filter(([name, f]) => f.personal || f.sensitive || f.kind === 'longText' || f.kind === 'json' || (name === e.title && titled.has(e.name))).map(([name]) => name);
}

function emptying(e: Entity, row: AnyRow): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const name of telling(e)) {
    const empty = e.fields[name]!.presence === 'required' ? erasedText : null;
    if (!sameValue(row[name], empty)) patch[name] = empty;
  }
  return sameValue(row['custom'] ?? null, null) ? patch : { ...patch, custom: {} };
}

/** Takes out of the history what was taken out of the rows, what this command just wrote there included. */
async function wipeHistory(store: CommandStore, e: Entity, ids: readonly string[]): Promise<void> {
  if (e.unlogged) return;
  const gone = new Set([...telling(e), 'custom']);
  const without = (values: unknown): Record<string, unknown> | null =>
    typeof values !== 'object' || values === null ? null : Object.fromEntries(Object.entries(values).filter(([name]) => !gone.has(name)));
  for (const entry of await findAmong(store, 'historyEntry', 'recordId', ids, { table: e.name })) {
    await store.update('historyEntry', entry.id, { before: without(entry['before']), after: without(entry['after']) });
  }
}

/** What was merged into these rows cannot come back, and what is kept of it goes. */
async function wipeMerges(store: CommandStore, table: string, ids: readonly string[]): Promise<void> {
  const merged = await mergedInto(store, table, ids);
  for (const merge of await findAmong(store, 'mergeRecord', 'recordId', [...ids, ...merged.map((m) => m.id)], { table })) if (merge['undo']) await store.update('mergeRecord', merge.id, { undo: null });
  await store.forget(table, merged.map((m) => m.id));
}
