import { entity } from './entity.ts';
import { date, lines, longText, money, option, percent, ref, required, tags, text } from './field.ts';
import { processFields } from './process.ts';

/** A sale in the making. `accountId` or `contactId` says with whom, where that is known. */
export const deal = entity({
  name: 'deal', plural: 'deals', title: 'name', residency: 'table', process: true,
  indexes: [['pipelineId', 'stageId', 'rank'], ['accountId'], ['contactId'], ['ownerId'], ['expectedClose']],
  asked: ['name', 'accountId', 'contactId', 'amount', 'expectedClose', 'probability', 'source', 'nextStep', 'ownerId', 'description'],
  fields: {
    ...processFields(),
    name: required(text({ searchable: true, merge: 'ask' })),
    accountId: ref('account'),
    contactId: ref('contact'),
    amount: money(),
    probability: percent(),
    expectedClose: date(),
    startedOn: date({ label: 'Started' }),
    forecast: option(['committed', 'bestCase', 'pipeline', 'omitted']),
    ownerId: ref('user'),
    productId: ref('product'),
    competitorId: ref('account'),
    leadId: ref('lead', 'clear', { label: 'Came from lead' }),
    campaignId: ref('campaign'),
    source: text(),
    nextStep: text(),
    lines: lines(),
    tags: tags(),
    description: longText(),
  },
});
