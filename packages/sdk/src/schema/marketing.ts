import { entity } from './entity.ts';
import { date, instant, integer, longText, money, ref, required, text } from './field.ts';

/** An effort to win or keep customers. Never called an activity: 市场活动, not 活动. */
export const campaign = entity({
  name: 'campaign', plural: 'campaigns', title: 'name', residency: 'table',
  label: { en: 'Campaign', 'zh-Hans': '市场活动', 'zh-Hant': '行銷活動' }, pluralLabel: { en: 'Campaigns', 'zh-Hans': '市场活动', 'zh-Hant': '行銷活動' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true, importAs: ['Campaign Name'] })),
    type: text({ en: 'Type', 'zh-Hans': '类型' }, { importAs: ['Type'] }),
    status: text({ en: 'Status', 'zh-Hans': '状态' }, { importAs: ['Status'] }),
    from: date({ en: 'From', 'zh-Hans': '开始日期' }, { importAs: ['Start Date'] }),
    to: date({ en: 'To', 'zh-Hans': '结束日期' }, { importAs: ['End Date'] }),
    budget: money({ en: 'Budget', 'zh-Hans': '预算' }, { importAs: ['Budgeted Cost'] }),
    cost: money({ en: 'Cost', 'zh-Hans': '实际成本' }, { importAs: ['Actual Cost'] }),
    expectedRevenue: money({ en: 'Expected revenue', 'zh-Hans': '预计收入' }, { importAs: ['Expected Revenue'] }),
    expectedResponses: integer({ en: 'Expected responses', 'zh-Hans': '预计响应' }, { importAs: ['Expected Response'] }),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }, 'clear', { importAs: ['SMOWNERID'] }),
    description: longText({ en: 'Description', 'zh-Hans': '描述' }, { importAs: ['Description'] }),
  },
});

/** One time a person met us through a campaign, a link or a search. */
export const touch = entity({
  name: 'touch', plural: 'touches', title: 'source', residency: 'query', unlogged: true,
  label: { en: 'Touch', 'zh-Hans': '触点' }, pluralLabel: { en: 'Touches', 'zh-Hans': '触点' },
  indexes: [['recordId', 'at']],
  fields: {
    table: required(text({ en: 'Entity', 'zh-Hans': '对象' })),
    recordId: required(text({ en: 'Record', 'zh-Hans': '记录' })),
    campaignId: ref('campaign', { en: 'Campaign', 'zh-Hans': '市场活动' }),
    source: text({ en: 'Source', 'zh-Hans': '来源' }),
    medium: text({ en: 'Medium', 'zh-Hans': '媒介' }),
    content: text({ en: 'Content', 'zh-Hans': '内容' }),
    referrer: text({ en: 'Referrer', 'zh-Hans': '来源页面' }),
    at: required(instant({ en: 'When', 'zh-Hans': '时间' })),
  },
});
