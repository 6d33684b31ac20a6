import type { campaign, touch } from './marketing.ts';
import type { Headers, Words } from './words.ts';

export const campaignWords: Words<typeof campaign> = {
  one: '市场活动', many: '市场活动',
  fields: {
    name: '名称', type: '类型', status: '状态', from: '开始日期', to: '结束日期', budget: '预算', cost: '实际成本', expectedRevenue: '预计收入', expectedResponses: '预计响应',
    ownerId: '负责人', description: '描述',
  },
};

export const touchWords: Words<typeof touch> = {
  one: '触点', many: '触点',
  fields: {
    table: '对象', recordId: '记录', campaignId: '市场活动', source: '来源', medium: '媒介', content: '内容', campaignName: '市场活动名称', referrer: '来源页面', at: '时间',
  },
};

export const campaignHeaders: Headers<typeof campaign> = {
  name: ['Campaign Name'],
  type: ['Type'],
  status: ['Status'],
  from: ['Start Date'],
  to: ['End Date'],
  budget: ['Budgeted Cost'],
  cost: ['Actual Cost'],
  expectedRevenue: ['Expected Revenue'],
  expectedResponses: ['Expected Response'],
  ownerId: ['SMOWNERID'],
  description: ['Description'],
};
