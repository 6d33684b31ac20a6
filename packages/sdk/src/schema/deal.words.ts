import type { deal } from './deal.ts';
import { processHeaders, processWords } from './process.words.ts';
import type { Headers, Words } from './words.ts';

export const dealWords: Words<typeof deal> = {
  one: '商机', many: '商机',
  fields: {
    ...processWords,
    name: '名称', accountId: '客户', contactId: '联系人', amount: '金额', probability: '赢率', expectedClose: '预计成交日期', startedOn: '开始日期',
    forecast: { label: '预测类别', options: { committed: '承诺', bestCase: '最佳情况', pipeline: '管道', omitted: '不计入' } },
    ownerId: '负责人', productId: '产品', competitorId: '竞争对手', leadId: '来源线索', campaignId: '市场活动', source: '来源', nextStep: '下一步', lines: '产品明细',
    tags: '标签', description: '备注',
  },
};

export const dealHeaders: Headers<typeof deal> = {
  ...processHeaders,
  name: ['Potential Name', 'Deal Name', 'Opportunity', 'Opportunity Name', '商机名称'],
  accountId: ['ACCOUNTID', 'Account Name', 'account', 'Company', 'Company Name', 'Company ID', 'Organisation', 'Organization', 'Organisation Name', 'Organization Name', 'Organization ID', '公司', '公司名称', '所属公司', '客户', '客户名称', '单位'],
  contactId: ['CONTACTID', 'Contact Name'],
  amount: ['Amount', 'close_value', 'Value', '金额'],
  probability: ['Probability', 'Probability (%)', '赢率'],
  expectedClose: ['Closing Date', 'close_date', 'Expected Close', '预计成交日期'],
  startedOn: ['engage_date'],
  forecast: ['Forecast Category'],
  ownerId: ['SMOWNERID', 'Potential Owner', 'Deal Owner', 'sales_agent'],
  productId: ['product', 'PRODUCTID'],
  leadId: ['LEADID'],
  campaignId: ['CAMPAIGNID', 'Campaign Id', 'Campaign Source'],
  source: ['Lead Source'],
  nextStep: ['Next Step'],
  tags: ['Tag'],
  description: ['Description'],
};
