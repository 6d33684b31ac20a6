import { entity } from './entity.ts';
import { emails, instant, longText, money, number, phones, ref, required, tags, text } from './field.ts';
import { processFields } from './process.ts';

/** Someone who may become a customer, before it is known who they are and what they want. */
export const lead = entity({
  name: 'lead', plural: 'leads', title: 'name', residency: 'table', process: true,
  label: { en: 'Lead', 'zh-Hans': '线索', 'zh-Hant': '潛在客戶' }, pluralLabel: { en: 'Leads', 'zh-Hans': '线索', 'zh-Hant': '潛在客戶' },
  indexes: [['pipelineId', 'stageId'], ['ownerId']],
  fields: {
    ...processFields(),
    name: required(text({ en: 'Name', 'zh-Hans': '姓名' }, { personal: true, searchable: true, importAs: ['Full Name', 'Lead Name', 'Name', '姓名'] })),
    givenName: text({ en: 'Given name', 'zh-Hans': '名' }, { personal: true, importAs: ['First Name'] }),
    familyName: text({ en: 'Family name', 'zh-Hans': '姓' }, { personal: true, importAs: ['Last Name'] }),
    company: text({ en: 'Company', 'zh-Hans': '公司' }, { searchable: true, importAs: ['Company', '公司'] }),
    jobTitle: text({ en: 'Job title', 'zh-Hans': '职务' }, { importAs: ['Title', 'Designation'] }),
    emails: emails({ en: 'Email', 'zh-Hans': '邮箱' }, { importAs: ['Email'] }),
    phones: phones({ en: 'Phone', 'zh-Hans': '电话' }, { importAs: ['Phone', 'Mobile'] }),
    source: text({ en: 'Source', 'zh-Hans': '来源' }, { importAs: ['Lead Source', 'origin', '来源'] }),
    campaignId: ref('campaign', { en: 'Campaign', 'zh-Hans': '市场活动' }),
    score: number({ en: 'Score', 'zh-Hans': '评分' }, { merge: 'max' }),
    amount: money({ en: 'Expected amount', 'zh-Hans': '预计金额' }),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }, 'clear', { importAs: ['SMOWNERID', 'Lead Owner'] }),
    tags: tags({ en: 'Tags', 'zh-Hans': '标签' }, { importAs: ['Tag'] }),
    description: longText({ en: 'Description', 'zh-Hans': '备注' }, { importAs: ['Description'] }),
    convertedAt: instant({ en: 'Converted', 'zh-Hans': '转化时间' }, { importAs: ['Lead Conversion Time', 'Converted Date'] }),
    convertedAccountId: ref('account', { en: 'Became account', 'zh-Hans': '转化客户' }),
    convertedContactId: ref('contact', { en: 'Became contact', 'zh-Hans': '转化联系人' }),
    convertedDealId: ref('deal', { en: 'Became deal', 'zh-Hans': '转化商机' }),
  },
});
