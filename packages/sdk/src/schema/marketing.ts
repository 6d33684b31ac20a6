import { entity } from './entity.ts';
import { date, instant, integer, longText, money, ref, required, text } from './field.ts';

/** An effort to win or keep customers. Never called an activity: 市场活动, not 活动. */
export const campaign = entity({
  name: 'campaign', plural: 'campaigns', title: 'name', residency: 'table',
  fields: {
    name: required(text({ searchable: true })),
    type: text(),
    status: text(),
    from: date(),
    to: date(),
    budget: money(),
    cost: money(),
    expectedRevenue: money(),
    expectedResponses: integer(),
    ownerId: ref('user'),
    description: longText(),
  },
});

/** One time a person met us through a campaign, a link or a search. */
export const touch = entity({
  name: 'touch', plural: 'touches', title: 'source', residency: 'query', unlogged: true,
  indexes: [['recordId', 'at']],
  fields: {
    table: required(text({ label: 'Entity' })),
    recordId: required(text()),
    campaignId: ref('campaign'),
    source: text(),
    medium: text(),
    content: text(),
    /** The campaign as the link named it (`utm_campaign`), where it is no record here. */
    campaignName: text(),
    referrer: text(),
    at: required(instant({ label: 'When' })),
  },
});
