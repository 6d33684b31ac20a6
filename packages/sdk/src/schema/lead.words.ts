import type { lead } from './lead.ts';
import { processHeaders, processWords } from './process.words.ts';
import type { Headers, Words } from './words.ts';

export const leadWords: Words<typeof lead> = {
  one: '线索', many: '线索',
  fields: {
    ...processWords,
    name: '姓名', givenName: '名', familyName: '姓', company: '公司', jobTitle: '职务', emails: '邮箱', phones: '电话', source: '来源', campaignId: '市场活动',
    score: '评分', amount: '预计金额', ownerId: '负责人', tags: '标签', description: '备注', convertedAt: '转化时间', convertedAccountId: '转化客户',
    convertedContactId: '转化联系人', convertedDealId: '转化商机', poolReason: '退回公海原因', erasedAt: '个人信息清除时间',
  },
};

export const leadHeaders: Headers<typeof lead> = {
  ...processHeaders,
  name: ['Full Name', 'Lead Name', 'Name', '姓名'],
  givenName: ['First Name'],
  familyName: ['Last Name'],
  company: ['Company', '公司'],
  jobTitle: ['Title', 'Designation'],
  emails: ['Email'],
  phones: ['Phone', 'Mobile'],
  source: ['Lead Source', 'origin', '来源'],
  ownerId: ['SMOWNERID', 'Lead Owner'],
  tags: ['Tag'],
  description: ['Description'],
  convertedAt: ['Lead Conversion Time', 'Converted Date'],
};
