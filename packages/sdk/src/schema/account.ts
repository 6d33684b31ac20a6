import { entity } from './entity.ts';
import { addresses, emails, instant, integer, longText, money, number, option, phones, ref, required, socials, tags, text, url, withDefault } from './field.ts';

/** A customer, supplier, dealer or competitor: an organisation, a single person or a household. */
export const account = entity({
  name: 'account', plural: 'accounts', title: 'name', residency: 'table',
  indexes: [['name'], ['ownerId'], ['parentId']],
  asked: ['name', 'kind', 'industry', 'website', 'emails', 'phones', 'addresses', 'parentId', 'ownerId', 'description'],
  fields: {
    name: required(text({ searchable: true, merge: 'ask' })),
    kind: withDefault(option(['organisation', 'person', 'household']), 'organisation'),
    parentId: ref('account', 'clear', { label: 'Parent account' }),
    roles: tags(),
    status: text(),
    industry: text(),
    website: url(),
    employees: integer(),
    annualRevenue: money(),
    yearFounded: number({ label: 'Founded' }),
    emails: emails({ label: 'Email' }),
    phones: phones({ label: 'Phone' }),
    addresses: addresses({ label: 'Address' }),
    socials: socials({ label: 'Messaging' }),
    ownerId: ref('user'),
    tags: tags(),
    description: longText(),
    /** Said by the backend, or by the system they came from: nobody types it. */
    lastContactAt: instant({ label: 'Last contact', merge: 'max', readonly: true }),
    /** Why it was last given back to the pool; empty while someone owns it. */
    poolReason: text({ label: 'Why returned to the pool', personal: true }),
    /** Of a person: from then on nobody writes here any more. */
    erasedAt: instant({ label: 'Personal data erased', readonly: true }),
  },
});
