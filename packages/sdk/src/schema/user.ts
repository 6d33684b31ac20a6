import { entity } from './entity.ts';
import { boolean, email, integer, ref, required, tags, text, timeZone, withDefault } from './field.ts';

/** Someone who works with the records: sales, service or marketing staff. */
export const user = entity({
  name: 'user', plural: 'users', title: 'name', residency: 'table',
  indexes: [['teamId'], ['role']],
  fields: {
    name: required(text({ searchable: true, personal: true })),
    email: email(),
    teamId: ref('team'),
    role: text(),
    locale: text({ label: 'Language' }),
    timeZone: timeZone(),
    /** What they can deal with: values of a field such as a ticket's `type`. */
    skills: tags(),
    active: withDefault(boolean(), true),
    /** How many open leads, and how many accounts, this person may hold and still claim another. Empty: see claim. */
    poolLimit: integer({ label: 'May hold from the pool' }),
  },
});
