import type { AnyRow, Vinculo } from '@vinculo/sdk';
import { contactPoints, foldedEmail, foldedPhone } from '@vinculo/sdk/contact-points';
import { entityOf, titleOf } from './declared-field.ts';

/** By what records are held to be the same: an address, a number, or the name (of a company; of a person within one company). */
export type SimilarBy = 'email' | 'phone' | 'name';
export const similarBy: readonly SimilarBy[] = ['email', 'phone', 'name'];

/** A record that may be of the same person or company. */
export interface Similar {
  readonly table: string;
  readonly id: string;
  readonly name: string;
  /** What both have. */
  readonly by: SimilarBy;
}

/** The names among the words of a property; undefined where it is not set: all of them. */
export function similarByOf(words: string | null | undefined): readonly SimilarBy[] | undefined {
  return words === null || words === undefined ? undefined : similarBy.filter((each) => words.split(/[\s,]+/).includes(each));
}

/** Entities of which one is looked for before another one is made. */
export const comparable: ReadonlySet<string> = new Set(['contact', 'account', 'lead']);
const lookedIn = ['contact', 'account', 'lead'];
const most = 5;

/** Of a person the company stands beside the name: two of one name in two companies are two. */
const companyOf: Readonly<Record<string, string>> = { contact: 'accountId', lead: 'company' };
const folded = (value: unknown): string => String(value ?? '').trim().toLocaleLowerCase();

/**
 * Records with an address or a number of these values, accounts with the name of their company, and people of the same name in the same company. What the
 * command findDuplicates tells of a record that is there, told before it is written; also offline, as far as records are kept. @throws OfflineError
 */
export async function similarRecords(crm: Vinculo, table: string, values: Readonly<Record<string, unknown>>, id: string | undefined, by: readonly SimilarBy[] = similarBy): Promise<readonly Similar[]> {
  const row: AnyRow = { ...values, id: id ?? '' };
  const { emails, phones } = contactPoints(table, row);
  const found = new Map<string, Similar>();
  const add = (kind: string, other: AnyRow, why: SimilarBy): void => {
    const key = `${kind}/${other.id}`;
    const entity = entityOf(crm, kind);
    if (entity && key !== `${table}/${id ?? ''}` && !found.has(key)) found.set(key, { table: kind, id: other.id, name: titleOf(entity, other), by: why });
  };
  const looks = [
    ...(by.includes('email') ? emails : []).map(async (email) => {
      for (const hit of await crm.lookup(email, { tables: lookedIn, limit: 20 })) if (contactPoints(hit.table, hit.row).emails.some((each) => foldedEmail(each) === foldedEmail(email))) add(hit.table, hit.row, 'email');
    }),
    ...(by.includes('phone') ? phones : []).map(async (phone) => {
      for (const hit of await crm.lookupPhone(phone, { tables: lookedIn, limit: 20 })) if (contactPoints(hit.table, hit.row).phones.some((each) => foldedPhone(each) === foldedPhone(phone))) add(hit.table, hit.row, 'phone');
    }),
  ];
  await Promise.all(looks);
  if (by.includes('name')) await addNamesakes(crm, table, values, add);
  return [...found.values()].slice(0, most);
}

async function addNamesakes(crm: Vinculo, table: string, values: Readonly<Record<string, unknown>>, add: (kind: string, other: AnyRow, why: SimilarBy) => void): Promise<void> {
  const firm = table === 'lead' ? folded(values['company']) : table === 'account' ? folded(values['name']) : '';
  if (firm) for (const hit of await crm.lookup(firm, { tables: ['account'], limit: 20 })) if (folded(hit.row['name']) === firm) add('account', hit.row, 'name');
  const field = companyOf[table];
  const name = folded(values['name']);
  if (!field || !name || !folded(values[field])) return;
  for (const hit of await crm.lookup(name, { tables: [table], limit: 20 })) if (folded(hit.row['name']) === name && folded(hit.row[field]) === folded(values[field])) add(table, hit.row, 'name');
}
