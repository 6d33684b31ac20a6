import { entity } from './entity.ts';
import { emails, instant, longText, money, number, phones, ref, required, tags, text } from './field.ts';
import { processFields } from './process.ts';

/** Someone who may become a customer, before it is known who they are and what they want. */
export const lead = entity({
  name: 'lead', plural: 'leads', title: 'name', residency: 'table', process: true,
  indexes: [['pipelineId', 'stageId'], ['ownerId']],
  asked: ['name', 'givenName', 'familyName', 'company', 'jobTitle', 'emails', 'phones', 'source', 'amount', 'ownerId', 'description'],
  fields: {
    ...processFields(),
    name: required(text({ personal: true, searchable: true })),
    givenName: text({ personal: true }),
    familyName: text({ personal: true }),
    company: text({ searchable: true }),
    jobTitle: text(),
    emails: emails({ label: 'Email' }),
    phones: phones({ label: 'Phone' }),
    source: text(),
    campaignId: ref('campaign'),
    score: number({ merge: 'max' }),
    amount: money({ label: 'Expected amount' }),
    ownerId: ref('user'),
    tags: tags(),
    description: longText(),
    convertedAt: instant({ label: 'Converted' }),
    convertedAccountId: ref('account', 'clear', { label: 'Became account' }),
    convertedContactId: ref('contact', 'clear', { label: 'Became contact' }),
    convertedDealId: ref('deal', 'clear', { label: 'Became deal' }),
    /** Why it was last given back to the pool; empty while someone owns it. */
    poolReason: text({ label: 'Why returned to the pool', personal: true }),
    /** From then on nobody writes here any more. */
    erasedAt: instant({ label: 'Personal data erased', readonly: true }),
  },
});
