import type { AnyRow, Vinculo } from '@vinculo/sdk';
import { contactPoints, foldedEmail, foldedPhone } from '@vinculo/sdk/schema';
import { entityOf, titleOf } from '../parts/declared-field.ts';

/** A record that may be of the same person or company. */
export interface Similar {
  readonly table: string;
  readonly id: string;
  readonly name: string;
  /** What both have. */
  readonly by: 'email' | 'phone' | 'name';
}

/** Entities of which one is looked for before another one is made. */
export const comparable: ReadonlySet<string> = new Set(['contact', 'account', 'lead']);
const lookedIn = ['contact', 'account', 'lead'];
const most = 5;

/**
 * Records with an address or a number of these values, and accounts with the name of their company. What the command findDuplicates tells of a record that
 * is there, told before it is made; also offline, as far as records are kept. @throws OfflineError
 */
export async function similarRecords(crm: Vinculo, table: string, values: Readonly<Record<string, unknown>>, id: string | undefined): Promise<readonly Similar[]> {
  const row: AnyRow = { ...values, id: id ?? '' };
  const { emails, phones } = contactPoints(table, row);
  const company = table === 'lead' ? values['company'] : table === 'account' ? values['name'] : undefined;
  const found = new Map<string, Similar>();
  const add = (kind: string, other: AnyRow, by: Similar['by']): void => {
    const key = `${kind}/${other.id}`;
    const entity = entityOf(crm, kind);
    if (entity && key !== `${table}/${id ?? ''}` && !found.has(key)) found.set(key, { table: kind, id: other.id, name: titleOf(entity, other), by });
  };
  const looks = [
    ...emails.map(async (email) => {
      for (const hit of await crm.lookup(email, { tables: lookedIn, limit: 20 })) if (contactPoints(hit.table, hit.row).emails.some((each) => foldedEmail(each) === foldedEmail(email))) add(hit.table, hit.row, 'email');
    }),
    ...phones.map(async (phone) => {
      for (const hit of await crm.lookupPhone(phone, { tables: lookedIn, limit: 20 })) if (contactPoints(hit.table, hit.row).phones.some((each) => foldedPhone(each) === foldedPhone(phone))) add(hit.table, hit.row, 'phone');
    }),
  ];
  await Promise.all(looks);
  if (typeof company === 'string' && company.trim()) {
    const folded = company.trim().toLocaleLowerCase();
    for (const hit of await crm.lookup(company, { tables: ['account'], limit: 20 })) if (String(hit.row['name'] ?? '').trim().toLocaleLowerCase() === folded) add('account', hit.row, 'name');
  }
  return [...found.values()].slice(0, most);
}
