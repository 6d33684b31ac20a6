import { entity } from './entity.ts';
import { date, lines, longText, money, option, percent, ref, required, tags, text } from './field.ts';
import { processFields } from './process.ts';

/** A sale in the making. `accountId` or `contactId` says with whom, where that is known. */
export const deal = entity({
  name: 'deal', plural: 'deals', title: 'name', residency: 'table', process: true,
  label: { en: 'Deal', 'zh-Hans': '商机', 'zh-Hant': '商機' }, pluralLabel: { en: 'Deals', 'zh-Hans': '商机', 'zh-Hant': '商機' },
  indexes: [['pipelineId', 'stageId', 'rank'], ['accountId'], ['contactId'], ['ownerId'], ['expectedClose']],
  fields: {
    ...processFields(),
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true, merge: 'ask', importAs: ['Potential Name', 'Deal Name', 'Opportunity', 'Opportunity Name', '商机名称'] })),
    accountId: ref('account', { en: 'Account', 'zh-Hans': '客户' }, 'clear', { importAs: ['ACCOUNTID', 'Account Name', 'account', 'Company', 'Company Name', 'Company ID', 'Organisation', 'Organization', 'Organisation Name', 'Organization Name', 'Organization ID', '公司', '公司名称', '所属公司', '客户', '客户名称', '单位'] }),
    contactId: ref('contact', { en: 'Contact', 'zh-Hans': '联系人' }, 'clear', { importAs: ['CONTACTID', 'Contact Name'] }),
    amount: money({ en: 'Amount', 'zh-Hans': '金额' }, { importAs: ['Amount', 'close_value', 'Value', '金额'] }),
    probability: percent({ en: 'Probability', 'zh-Hans': '赢率' }, { importAs: ['Probability', 'Probability (%)', '赢率'] }),
    expectedClose: date({ en: 'Expected close', 'zh-Hans': '预计成交日期' }, { importAs: ['Closing Date', 'close_date', 'Expected Close', '预计成交日期'] }),
    startedOn: date({ en: 'Started', 'zh-Hans': '开始日期' }, { importAs: ['engage_date'] }),
    forecast: option({ en: 'Forecast', 'zh-Hans': '预测类别' }, {
      committed: { en: 'Committed', 'zh-Hans': '承诺' }, bestCase: { en: 'Best case', 'zh-Hans': '最佳情况' },
      pipeline: { en: 'Pipeline', 'zh-Hans': '管道' }, omitted: { en: 'Omitted', 'zh-Hans': '不计入' },
    }, { importAs: ['Forecast Category'] }),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }, 'clear', { importAs: ['SMOWNERID', 'Potential Owner', 'Deal Owner', 'sales_agent'] }),
    productId: ref('product', { en: 'Product', 'zh-Hans': '产品' }, 'clear', { importAs: ['product', 'PRODUCTID'] }),
    competitorId: ref('account', { en: 'Competitor', 'zh-Hans': '竞争对手' }),
    leadId: ref('lead', { en: 'Came from lead', 'zh-Hans': '来源线索' }, 'clear', { importAs: ['LEADID'] }),
    campaignId: ref('campaign', { en: 'Campaign', 'zh-Hans': '市场活动' }, 'clear', { importAs: ['CAMPAIGNID', 'Campaign Id', 'Campaign Source'] }),
    source: text({ en: 'Source', 'zh-Hans': '来源' }, { importAs: ['Lead Source'] }),
    nextStep: text({ en: 'Next step', 'zh-Hans': '下一步' }, { importAs: ['Next Step'] }),
    lines: lines({ en: 'Lines', 'zh-Hans': '产品明细' }),
    tags: tags({ en: 'Tags', 'zh-Hans': '标签' }, { importAs: ['Tag'] }),
    description: longText({ en: 'Description', 'zh-Hans': '备注' }, { importAs: ['Description'] }),
  },
});
