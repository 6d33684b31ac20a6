import { type Setting, type TrytonRecord, type TrytonTable, systemFields, systemValues } from './table.ts';
import { partyItemValues, partyItems, websiteMechanism } from './party-items.ts';

const parts = [{ field: 'contact_mechanisms', model: 'party.contact_mechanism' }, { field: 'addresses', model: 'party.address' }];
const fields = [
  ...systemFields, 'name', 'code', 'active', 'categories',
  ...['type', 'value', 'value_compact', 'name', 'active', 'create_date', 'write_date', '_timestamp'].map((f) => `contact_mechanisms.${f}`),
  ...['street', 'city', 'postal_code', 'active', 'country.code', 'subdivision.name', 'create_date', 'write_date', '_timestamp'].map((f) => `addresses.${f}`),
];

/** A party with the category for persons is a contact, every other one an account; never both. */
export function isPerson(party: TrytonRecord, { personCategory }: Setting): boolean {
  return personCategory !== undefined && (party['categories'] as readonly number[] | undefined ?? []).includes(personCategory);
}

function partyTable(table: 'account' | 'contact'): TrytonTable {
  return {
    table, model: 'party.party', fields, parts,
    held: ['name', 'emails', 'phones', 'addresses', 'socials', ...(table === 'account' ? ['website'] : [])],
    domain({ personCategory }) {
      // Without the category nobody is a person; no record has number 0.
      if (personCategory === undefined) return table === 'account' ? [] : [['id', '=', 0]];
      return [['categories', table === 'contact' ? 'in' : 'not in', [personCategory]]];
    },
    row(record, setting) {
      if (!record['active'] || isPerson(record, setting) !== (table === 'contact')) return undefined;
      const { website, ...items } = partyItems(record);
      return { ...systemValues(record, parts), name: String(record['name'] || record['code'] || `#${record.id}`), ...items, ...(table === 'account' ? { website } : {}) };
    },
    async values(patch, current, setting) {
      const now = current ? partyItems(current.record) : { emails: [], phones: [], socials: [], addresses: [], website: null };
      return {
        ...(patch['name'] === undefined ? {} : { name: patch['name'] }),
        // A new party would else get an empty address.
        ...(current ? {} : { addresses: [], ...(table === 'contact' ? { categories: [['add', [setting.personCategory]]] } : {}) }),
        ...await partyItemValues(table, patch, now, current && websiteMechanism(current.record), setting),
      };
    },
  };
}

export const accountTable: TrytonTable = partyTable('account');
export const contactTable: TrytonTable = partyTable('contact');
