import * as z from 'zod/mini';
import { NotFoundError } from '../../errors.ts';
import type { AnyRow } from '../entity.ts';
import type { Command, CommandStore } from './command.ts';
import { contactPoints, foldedEmail, foldedPhone } from './contact-points.ts';
import { idInput } from './input.ts';

export interface FindDuplicatesInput {
  readonly table: 'lead' | 'contact' | 'account';
  readonly id: string;
}

/** A record that may be of the same person or company. */
export interface Duplicate {
  readonly table: 'contact' | 'account';
  readonly id: string;
  readonly name: string;
  /** What both have. `name`: the company's. */
  readonly by: 'email' | 'phone' | 'name';
}

export interface FindDuplicatesOutput {
  readonly duplicates: readonly Duplicate[];
}

/**
 * The contacts and accounts with an address or a number of this record, and the accounts with the name of its company. Only offers them: whether they are
 * the same a person decides, with merge or in convertLead.
 *
 * @example await crm.run('findDuplicates', { table: 'lead', id: 'l1' }) // { duplicates: [{ table: 'contact', id: 'c7', name: 'Li Wei', by: 'email' }] }
 */
export const findDuplicatesCommand: Command<FindDuplicatesInput, FindDuplicatesOutput> = {
  name: 'findDuplicates',
  input: z.object({ table: z.enum(['lead', 'contact', 'account']), id: idInput }),
  looks: () => true,
  async run(store, { table, id }) {
    const row = await store.get(table, id);
    if (!row) throw new NotFoundError(table, id);
    const found = new Map<string, Duplicate>();
    const add = (kind: Duplicate['table'], other: AnyRow, by: Duplicate['by']): void => {
      const key = `${kind}/${other.id}`;
      if (key !== `${table}/${id}` && !found.has(key)) found.set(key, { table: kind, id: other.id, name: String(other['name']), by });
    };
    const { emails, phones } = contactPoints(table, row);
    for (const kind of ['contact', 'account'] as const) {
      for (const email of emails) for (const other of await holding(store, kind, email)) if (contactPoints(kind, other).emails.some((e) => foldedEmail(e) === foldedEmail(email))) add(kind, other, 'email');
      for (const phone of phones) for (const other of await holding(store, kind, phone)) if (contactPoints(kind, other).phones.some((p) => foldedPhone(p) === foldedPhone(phone))) add(kind, other, 'phone');
    }
    const company = table === 'lead' ? row['company'] : table === 'account' ? row['name'] : undefined;
    if (typeof company === 'string' && company !== '') for (const other of await store.find('account', { name: company })) add('account', other, 'name');
    return { duplicates: [...found.values()] };
  },
};

/** Rows that hold this text somewhere. */
function holding(store: CommandStore, table: string, text: string): Promise<readonly AnyRow[]> {
  return store.find(table, { search: text });
}
