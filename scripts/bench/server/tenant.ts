// The tenant that is measured: made by SQL of the owner, once.

import type pg from 'pg';
import { tenant } from './stand.ts';

export interface Size {
  readonly contacts: number;
  readonly activities: number;
  readonly dealParties: number;
  /** What the person who leaves owns. */
  readonly book: number;
  /** What hangs on the contact that is merged away. */
  readonly merged: number;
}

export const full: Size = { contacts: 100_000, activities: 1_000_000, dealParties: 100_000, book: 10_000, merged: 5_000 };
export const quick: Size = { contacts: 5_000, activities: 20_000, dealParties: 5_000, book: 500, merged: 250 };

/** Each owns every twentieth contact: the first one the 20th, the 40th and so on. */
export const sellers = 20;
/** An admin; a seller with a twentieth of the customers; one who leaves, and one who takes over. */
export const people = { admin: 'admin', seller: 'seller-1', leaver: 'leaver', heir: 'heir' } as const;

/** Ids are as wide as those that clients make, and count: so that a workload can name any of them. */
const idOf = (table: string, n: string): string => `'01900000-0000-7000-${table}-' || (100000000000 + ${n})::text`;
const account = (n: string): string => idOf('a000', n);
const contact = (n: string): string => idOf('b000', n);
const activity = (n: string): string => idOf('c000', n);
const deal = (n: string): string => idOf('d000', n);

/** The id of a contact, from 1. */
export function contactId(n: number): string {
  return `01900000-0000-7000-b000-${100_000_000_000 + n}`;
}

/** Fills an empty database. */
export async function fill(client: pg.Client, { contacts, activities, dealParties, book, merged }: Size): Promise<void> {
  const owner = (n: string): string => `'seller-' || (1 + ${n} % ${sellers})`;
  /** Rows as the server itself would have written them. */
  const insert = (table: string, count: number, columns: Readonly<Record<string, string>>): Promise<unknown> => {
    const { id, ...values } = columns;
    const system = { tenant_id: `'${tenant}'`, id: id!, version: '1', created_at: 'now()', created_by: `'${people.admin}'`, updated_at: 'now()', updated_by: `'${people.admin}'` };
    const all = { ...system, ...values };
    return client.query(`insert into vinculo."${table}" (${Object.keys(all).map((c) => `"${c}"`).join(', ')}) select ${Object.values(all).join(', ')} from generate_series(1, ${count}) as n`);
  };
  const accounts = Math.ceil(contacts / 5);
  const deals = Math.ceil(dealParties / 5);
  await client.query('begin');
  await insert('team', 4, { id: `'team-' || n`, name: `'Team ' || n` });
  await insert('user', sellers, { id: `'seller-' || n`, name: `'Seller ' || n`, role: `'sales'`, team_id: `'team-' || (1 + n % 4)`, active: 'true' });
  for (const [name, role] of [[people.admin, 'admin'], [people.leaver, 'sales'], [people.heir, 'sales']] as const) await insert('user', 1, { id: `'${name}'`, name: `'${name}'`, role: `'${role}'`, active: 'true' });
  await insert('pipeline', 1, { id: `'deals'`, name: `'Sales'`, table: `'deal'`, active: 'true' });
  await insert('stage', 5, { id: `'stage-' || n`, name: `'Stage ' || n`, pipeline_id: `'deals'`, category: `'open'`, rank: `'a' || n` });
  await insert('account', accounts, { id: account('n'), name: `'Company ' || md5(n::text)`, kind: `'organisation'`, industry: `'Machines'`, owner_id: owner('n') });
  const emails = `jsonb_build_array(jsonb_build_object('id', 'e' || n, 'value', 'person' || n || '@shop.example', 'label', 'work'))`;
  await insert('contact', contacts, {
    id: contact('n'), name: `initcap(substr(md5(n::text), 1, 6)) || ' ' || initcap(substr(md5(n::text), 8, 9))`, given_name: `initcap(substr(md5(n::text), 1, 6))`, family_name: `initcap(substr(md5(n::text), 8, 9))`,
    job_title: `'Head of purchasing'`, account_id: account(`(1 + n % ${accounts})`), emails, owner_id: owner(`(n % ${accounts})`),
  });
  await insert('activity', activities, {
    id: activity('n'), kind: `case n % 3 when 0 then 'call' when 1 then 'email' else 'note' end`, subject: `'Talk number ' || n`, body: `'They asked about the delivery of part ' || md5(n::text) || ' and wanted to hear from us next week.'`,
    at: `now() - n * interval '1 minute'`, done: 'true', owner_id: owner('n'),
  });
  await insert('activity_link', activities, {
    id: idOf('e000', 'n'), activity_id: activity('n'), table: `'contact'`, record_id: contact(`(1 + n % ${contacts})`), role: `'regarding'`, at: `now() - n * interval '1 minute'`,
    kind: `case n % 3 when 0 then 'call' when 1 then 'email' else 'note' end`, open: 'false',
  });
  await insert('deal', deals, { id: deal('n'), name: `'Deal ' || n`, pipeline_id: `'deals'`, stage_id: `'stage-' || (1 + n % 5)`, account_id: account(`(1 + n % ${accounts})`), owner_id: owner(`(n % ${accounts})`), amount_minor: 'n * 100', amount_currency: `'EUR'` });
  await insert('deal_party', dealParties, { id: idOf('f000', 'n'), deal_id: deal(`(1 + n % ${deals})`), contact_id: contact(`(1 + n % ${contacts})`), role: `'user'` });
  await insert('contact', book, { id: `'book-' || n`, name: `'Customer ' || n`, owner_id: `'${people.leaver}'` });
  await insert('contact', 2, { id: `'twin-' || n`, name: `'Ana Ruiz'`, owner_id: owner('n') });
  await insert('activity', merged, { id: `'with-twin-' || n`, kind: `'call'`, subject: `'Talk ' || n`, at: `now() - n * interval '1 hour'`, done: 'true', owner_id: owner('n') });
  await insert('activity_link', merged, { id: `'to-twin-' || n`, activity_id: `'with-twin-' || n`, table: `'contact'`, record_id: `'twin-2'`, role: `'regarding'`, at: `now() - n * interval '1 hour'`, kind: `'call'`, open: 'false' });
  await client.query('commit');
  await client.query('vacuum analyze');
}
