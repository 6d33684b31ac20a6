import { entity } from './entity.ts';
import { addresses, date, emails, instant, longText, option, phones, ref, required, socials, tags, text } from './field.ts';

/** A person. Valid without an account: a shop's customer has none. */
export const contact = entity({
  name: 'contact', plural: 'contacts', title: 'name', residency: 'table',
  indexes: [['name'], ['accountId'], ['ownerId']],
  asked: ['name', 'givenName', 'familyName', 'jobTitle', 'accountId', 'emails', 'phones', 'socials', 'ownerId', 'description'],
  fields: {
    name: required(text({ personal: true, searchable: true, merge: 'ask' })),
    givenName: text({ personal: true, searchable: true }),
    familyName: text({ personal: true, searchable: true }),
    /** BCP 47: the language in which the person's name and letters are written. */
    locale: text({ label: 'Language' }),
    salutation: text(),
    jobTitle: text(),
    department: text(),
    accountId: ref('account'),
    valueClass: option({
      low: 'Low value', secondary: 'Secondary value', potential: 'Potential value', high: 'High value',
    }),
    emails: emails({ label: 'Email' }),
    phones: phones({ label: 'Phone' }),
    addresses: addresses({ label: 'Address' }),
    socials: socials({ label: 'Messaging' }),
    birthday: date({ personal: true }),
    ownerId: ref('user'),
    tags: tags(),
    description: longText({ personal: true }),
    /** Said by the backend, or by the system they came from: nobody types it. */
    lastContactAt: instant({ label: 'Last contact', merge: 'max', readonly: true }),
    /** From then on nobody writes here any more. */
    erasedAt: instant({ label: 'Personal data erased', readonly: true }),
  },
});
