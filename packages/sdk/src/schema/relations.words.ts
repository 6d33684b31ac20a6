import type { affiliation, classification, consent, dealParty, externalId, recordTeam, relationship } from './relations.ts';
import type { Words } from './words.ts';

const recordWords = {
  table: '对象', recordId: '记录',
};

export const externalIdWords: Words<typeof externalId> = {
  one: '外部编号', many: '外部编号',
  fields: {
    ...recordWords,
    system: '系统', type: '类型', externalId: '外部编号', url: '链接', pending: '待关联字段',
  },
};

export const affiliationWords: Words<typeof affiliation> = {
  one: '任职关系', many: '任职关系',
  fields: {
    contactId: '联系人', accountId: '客户', role: '角色', from: '开始日期', to: '结束日期', primary: '主要',
  },
};

export const relationshipWords: Words<typeof relationship> = {
  one: '关系', many: '关系',
  fields: {
    fromTable: '起始对象', fromId: '起始记录', toTable: '目标对象', toId: '目标记录',
    kind: { label: '关系类型', options: { householdMember: '家庭成员', referrer: '介绍人', dealerOf: '经销商', reportsTo: '汇报对象' } },
  },
};

export const dealPartyWords: Words<typeof dealParty> = {
  one: '商机参与方', many: '商机参与方',
  fields: {
    dealId: '商机', contactId: '联系人', accountId: '客户',
    role: { label: '角色', options: { decisionMaker: '决策人', user: '使用人', competitor: '竞争对手', channelPartner: '渠道伙伴', designInstitute: '设计院', contractor: '总包方' } },
  },
};

export const recordTeamWords: Words<typeof recordTeam> = {
  one: '协作成员', many: '协作成员',
  fields: {
    ...recordWords,
    userId: '用户', role: '角色', scope: '负责范围', from: '开始日期', to: '结束日期',
  },
};

export const consentWords: Words<typeof consent> = {
  one: '授权同意', many: '授权同意',
  fields: {
    contactId: '联系人', leadId: '线索', purpose: '用途', channel: '渠道',
    state: { label: '状态', options: { given: '已同意', refused: '已拒绝', withdrawn: '已撤回', asked: '待确认' } },
    source: '来源', evidence: '凭证', at: '时间',
  },
};

export const classificationWords: Words<typeof classification> = {
  one: '分级', many: '分级',
  fields: {
    ...recordWords,
    scheme: '分级方案', value: '等级', from: '开始日期', to: '结束日期', byId: '评定人',
  },
};
