import { NotFoundError, RefusedError } from '../../errors.ts';
import type { AnyRow } from '../entity.ts';
import type { CommandRecord, CommandStore } from './command.ts';
import { contactPoints } from './contact-points.ts';

/** A living person by one of the records that are them: a contact, a lead, or an account of the kind `person`. */
export interface PersonInput {
  readonly table: 'contact' | 'lead' | 'account';
  readonly id: string;
}

/** Rows of a table. */
interface Rows {
  readonly table: string;
  readonly rows: readonly AnyRow[];
}

/** What is known about a person. */
export interface Person {
  /** The records that are them: a contact, and the leads it was made of. */
  readonly selves: readonly Rows[];
  /** Ids of records that were merged into one of those. */
  readonly merged: readonly CommandRecord[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly tickets: readonly AnyRow[];
  readonly messages: readonly AnyRow[];
  readonly activities: readonly AnyRow[];
  readonly attachments: readonly AnyRow[];
}

/** So many ids are asked for at a time. */
const atOnce = 500;

/** Rows whose field is one of these values. */
export async function findAmong(store: CommandStore, table: string, field: string, values: Iterable<string>, more: Readonly<Record<string, string>> = {}): Promise<AnyRow[]> {
  const wanted = [...new Set(values)];
  const rows: AnyRow[] = [];
  for (let i = 0; i < wanted.length; i += atOnce) rows.push(...(await store.find(table, { ...more, [field]: { in: wanted.slice(i, i + atOnce) } })));
  return rows;
}

/**
 * Everything about a person that people wrote or that came from them.
 * @param held nothing more comes to be about them until the command has ended
 * @throws NotFoundError; RefusedError with the code `not_a_person` for an account that is a company
 */
export async function personOf(store: CommandStore, { table, id }: PersonInput, held = false): Promise<Person> {
  const named = await store.get(table, id);
  if (!named) throw new NotFoundError(table, id);
  if (table === 'account' && named['kind'] !== 'person') throw new RefusedError(table, id, 'not_a_person', 'This account is no single person. Name the contact.');
  const selves = await selvesOf(store, table, named);
  const hold = (of: string, rows: readonly AnyRow[]): Promise<void> => (held && rows.length > 0 ? store.hold(of, rows.map((row) => row.id)) : Promise.resolve());
  for (const self of selves) await hold(self.table, self.rows);
  const merged = (await Promise.all(selves.map((self) => mergedInto(store, self.table, self.rows.map((row) => row.id))))).flat();
  const points = selves.flatMap((self) => self.rows.map((row) => contactPoints(self.table, row)));
  const [emails, phones] = [[...new Set(points.flatMap((p) => p.emails))], [...new Set(points.flatMap((p) => p.phones))]];
  const idsIn = (name: string): string[] => selves.filter((self) => self.table === name).flatMap((self) => self.rows.map((row) => row.id));

  const tickets = distinct([
    ...(await findAmong(store, 'ticket', 'contactId', idsIn('contact'))), ...(await findAmong(store, 'ticket', 'accountId', idsIn('account'))),
    // Of a guest who is somebody by now. An address that nobody but the person calls theirs may be another's.
    ...(await findAmong(store, 'ticket', 'guestEmail', await knownEmails(store, selves))).filter((t) => (t['contactId'] ?? null) === null),
  ]);
  await hold('ticket', tickets);
  const ticketIds = tickets.map((t) => t.id);
  const messages = distinct([...(await findAmong(store, 'ticketMessage', 'ticketId', ticketIds)), ...(await findAmong(store, 'ticketMessage', 'fromContactId', idsIn('contact')))]);
  const links = [...(await findAmong(store, 'activityLink', 'recordId', ticketIds, { table: 'ticket' }))];
  for (const self of selves) links.push(...(await findAmong(store, 'activityLink', 'recordId', self.rows.map((row) => row.id), { table: self.table })));
  const activities = await findAmong(store, 'activity', 'id', links.map((link) => String(link['activityId'])));
  await hold('ticketMessage', messages);
  await hold('activity', activities);
  const attachments: AnyRow[] = [];
  for (const { table: of, rows } of [...selves, { table: 'ticket', rows: tickets }, { table: 'ticketMessage', rows: messages }, { table: 'activity', rows: activities }]) {
    attachments.push(...(await findAmong(store, 'attachment', 'recordId', rows.map((row) => row.id), { table: of })));
  }
  return { selves, merged, emails, phones, tickets, messages, activities, attachments };
}

/** A lead and the contact that was made of it are one person. */
async function selvesOf(store: CommandStore, table: string, row: AnyRow): Promise<Rows[]> {
  if (table === 'account') return [{ table, rows: [row] }];
  const contactId = table === 'contact' ? row.id : row['convertedContactId'];
  const contact = typeof contactId === 'string' ? await store.get('contact', contactId) : undefined;
  const leads = contact ? await store.find('lead', { convertedContactId: contact.id }) : [];
  return [{ table: 'contact', rows: contact ? [contact] : [] }, { table: 'lead', rows: distinct([...(table === 'lead' ? [row] : []), ...leads]) }];
}

/** The addresses that somebody but the person says are theirs. */
async function knownEmails(store: CommandStore, selves: readonly Rows[]): Promise<Set<string>> {
  const known = new Set<string>();
  for (const { table, rows } of selves) for (const row of rows) {
    const { emails } = contactPoints(table, row);
    const own = new Set(table === 'contact' ? await store.selfNamed(row.id, emails) : []);
    for (const email of emails) if (!own.has(email)) known.add(email);
  }
  return known;
}

/** What went into these records, and into that. */
export async function mergedInto(store: CommandStore, table: string, ids: readonly string[]): Promise<CommandRecord[]> {
  const found = new Set<string>();
  for (let next = [...ids]; next.length > 0;) {
    const merges = await findAmong(store, 'mergeRecord', 'recordId', next, { table });
    next = merges.filter((m) => (m['undoneAt'] ?? null) === null).map((m) => String(m['fromId'])).filter((id) => !found.has(id));
    for (const id of next) found.add(id);
  }
  return [...found].map((id) => ({ table, id }));
}

export function distinct(rows: readonly AnyRow[]): AnyRow[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
