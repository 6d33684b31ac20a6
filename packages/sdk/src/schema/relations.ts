import { entity } from './entity.ts';
import { boolean, date, instant, longText, option, ref, required, text, url, withDefault } from './field.ts';

const recordFields = {
  table: required(text({ label: 'Entity' })),
  recordId: required(text()),
};

/** The id of a record in another system. A link that points at nothing yet is kept here too: `pending` names the field it is meant for. */
export const externalId = entity({
  name: 'externalId', plural: 'externalIds', title: 'externalId', residency: 'query', partBy: 'recordId', unlogged: true,
  label: 'External id',
  indexes: [['system', 'type', 'externalId'], ['recordId']],
  fields: {
    ...recordFields,
    system: required(text()),
    type: required(text()),
    externalId: required(text({ label: 'Id there', searchable: true })),
    url: url({ label: 'Address' }),
    /** The field of the record that would hold this link once its target is known. */
    pending: text({ label: 'Meant for field' }),
  },
});

/** A person works for, advises or represents an account, now or once. */
export const affiliation = entity({
  name: 'affiliation', plural: 'affiliations', title: 'role', residency: 'table',
  indexes: [['contactId'], ['accountId']],
  fields: {
    contactId: required(ref('contact', 'remove')),
    accountId: required(ref('account', 'remove')),
    role: text(),
    from: date(),
    to: date(),
    primary: withDefault(boolean(), false),
  },
});

/** Two people or accounts and how they stand to each other. */
export const relationship = entity({
  name: 'relationship', plural: 'relationships', title: 'kind', residency: 'table',
  indexes: [['fromId'], ['toId']],
  fields: {
    fromTable: required(text({ label: 'From entity' })),
    fromId: required(text()),
    toTable: required(text({ label: 'To entity' })),
    toId: required(text()),
    kind: required(option({
      householdMember: 'Household member', referrer: 'Referred by', dealerOf: 'Dealer of', reportsTo: 'Reports to',
    })),
  },
});

/** Who has a part in a deal: decision-maker, user, competitor, partner. */
export const dealParty = entity({
  name: 'dealParty', plural: 'dealParties', title: 'role', residency: 'table',
  indexes: [['dealId'], ['contactId'], ['accountId']],
  fields: {
    dealId: required(ref('deal', 'remove')),
    contactId: ref('contact', 'remove'),
    accountId: ref('account', 'remove'),
    role: required(option({
      decisionMaker: 'Decision-maker', user: 'User', competitor: 'Competitor', channelPartner: 'Channel partner', designInstitute: 'Design institute', contractor: 'Contractor',
    })),
  },
});

/** Someone who works on a record beside its one owner. */
export const recordTeam = entity({
  name: 'recordTeam', plural: 'recordTeams', title: 'role', residency: 'table',
  label: 'Team member', pluralLabel: 'Team members',
  indexes: [['recordId'], ['userId']],
  fields: {
    ...recordFields,
    userId: required(ref('user', 'remove')),
    role: text(),
    /** Product line or territory this part is about. */
    scope: text({ label: 'For' }),
    from: date(),
    to: date(),
  },
});

/**
 * One event of a person's consent: given, refused or withdrawn, for a purpose on a channel. Rows are only ever added; the newest one counts. `asked` is the word of a
 * form that nobody can check yet: it counts for nothing until whoever the address belongs to confirms it. Of a lead that became a contact both are named.
 */
export const consent = entity({
  name: 'consent', plural: 'consents', title: 'purpose', residency: 'table', unlogged: true, appendOnly: true,
  indexes: [['contactId', 'at'], ['leadId', 'at']],
  fields: {
    contactId: ref('contact', 'remove'),
    leadId: ref('lead', 'remove'),
    purpose: required(text()),
    channel: required(text()),
    state: required(option(['given', 'refused', 'withdrawn', 'asked'])),
    source: text(),
    evidence: longText(),
    at: required(instant({ label: 'When' })),
  },
});

/** A class given to a record under a scheme (ABC, value class, tier, score), by whom and for how long. */
export const classification = entity({
  name: 'classification', plural: 'classifications', title: 'value', residency: 'table', unlogged: true,
  indexes: [['recordId']],
  fields: {
    ...recordFields,
    scheme: required(text()),
    value: required(text()),
    from: date(),
    to: date(),
    byId: ref('user'),
  },
});
