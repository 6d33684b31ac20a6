import { entity } from './entity.ts';
import { boolean, date, instant, option, ref, required, text, url, withDefault } from './field.ts';

const recordFields = {
  table: required(text({ en: 'Entity', 'zh-Hans': '对象' })),
  recordId: required(text({ en: 'Record', 'zh-Hans': '记录' })),
};

/** The id of a record in another system. A link that points at nothing yet is kept here too: `pending` names the field it is meant for. */
export const externalId = entity({
  name: 'externalId', plural: 'externalIds', title: 'externalId', residency: 'query', unlogged: true,
  label: { en: 'External id', 'zh-Hans': '外部编号' }, pluralLabel: { en: 'External ids', 'zh-Hans': '外部编号' },
  indexes: [['system', 'type', 'externalId'], ['recordId']],
  fields: {
    ...recordFields,
    system: required(text({ en: 'System', 'zh-Hans': '系统' })),
    type: required(text({ en: 'Type', 'zh-Hans': '类型' })),
    externalId: required(text({ en: 'Id there', 'zh-Hans': '外部编号' }, { searchable: true })),
    url: url({ en: 'Address', 'zh-Hans': '链接' }),
    /** The field of the record that would hold this link once its target is known. */
    pending: text({ en: 'Meant for field', 'zh-Hans': '待关联字段' }),
  },
});

/** A person works for, advises or represents an account, now or once. */
export const affiliation = entity({
  name: 'affiliation', plural: 'affiliations', title: 'role', residency: 'table',
  label: { en: 'Affiliation', 'zh-Hans': '任职关系' }, pluralLabel: { en: 'Affiliations', 'zh-Hans': '任职关系' },
  indexes: [['contactId'], ['accountId']],
  fields: {
    contactId: required(ref('contact', { en: 'Contact', 'zh-Hans': '联系人' }, 'remove')),
    accountId: required(ref('account', { en: 'Account', 'zh-Hans': '客户' }, 'remove')),
    role: text({ en: 'Role', 'zh-Hans': '角色' }),
    from: date({ en: 'From', 'zh-Hans': '开始日期' }),
    to: date({ en: 'To', 'zh-Hans': '结束日期' }),
    primary: withDefault(boolean({ en: 'Primary', 'zh-Hans': '主要' }), false),
  },
});

/** Two people or accounts and how they stand to each other. */
export const relationship = entity({
  name: 'relationship', plural: 'relationships', title: 'kind', residency: 'table',
  label: { en: 'Relationship', 'zh-Hans': '关系' }, pluralLabel: { en: 'Relationships', 'zh-Hans': '关系' },
  indexes: [['fromId'], ['toId']],
  fields: {
    fromTable: required(text({ en: 'From entity', 'zh-Hans': '起始对象' })),
    fromId: required(text({ en: 'From', 'zh-Hans': '起始记录' })),
    toTable: required(text({ en: 'To entity', 'zh-Hans': '目标对象' })),
    toId: required(text({ en: 'To', 'zh-Hans': '目标记录' })),
    kind: required(option({ en: 'Kind', 'zh-Hans': '关系类型' }, {
      householdMember: { en: 'Household member', 'zh-Hans': '家庭成员' }, referrer: { en: 'Referred by', 'zh-Hans': '介绍人' },
      dealerOf: { en: 'Dealer of', 'zh-Hans': '经销商' }, reportsTo: { en: 'Reports to', 'zh-Hans': '汇报对象' },
    })),
  },
});

/** Who has a part in a deal: decision-maker, user, competitor, partner. */
export const dealParty = entity({
  name: 'dealParty', plural: 'dealParties', title: 'role', residency: 'table',
  label: { en: 'Deal party', 'zh-Hans': '商机参与方' }, pluralLabel: { en: 'Deal parties', 'zh-Hans': '商机参与方' },
  indexes: [['dealId'], ['contactId'], ['accountId']],
  fields: {
    dealId: required(ref('deal', { en: 'Deal', 'zh-Hans': '商机' }, 'remove')),
    contactId: ref('contact', { en: 'Contact', 'zh-Hans': '联系人' }, 'remove'),
    accountId: ref('account', { en: 'Account', 'zh-Hans': '客户' }, 'remove'),
    role: required(option({ en: 'Role', 'zh-Hans': '角色' }, {
      decisionMaker: { en: 'Decision-maker', 'zh-Hans': '决策人' }, user: { en: 'User', 'zh-Hans': '使用人' }, competitor: { en: 'Competitor', 'zh-Hans': '竞争对手' },
      channelPartner: { en: 'Channel partner', 'zh-Hans': '渠道伙伴' }, designInstitute: { en: 'Design institute', 'zh-Hans': '设计院' }, contractor: { en: 'Contractor', 'zh-Hans': '总包方' },
    })),
  },
});

/** Someone who works on a record beside its one owner. */
export const recordTeam = entity({
  name: 'recordTeam', plural: 'recordTeams', title: 'role', residency: 'table',
  label: { en: 'Team member', 'zh-Hans': '协作成员' }, pluralLabel: { en: 'Team members', 'zh-Hans': '协作成员' },
  indexes: [['recordId'], ['userId']],
  fields: {
    ...recordFields,
    userId: required(ref('user', { en: 'User', 'zh-Hans': '用户' }, 'remove')),
    role: text({ en: 'Role', 'zh-Hans': '角色' }),
    /** Product line or territory this part is about. */
    scope: text({ en: 'For', 'zh-Hans': '负责范围' }),
    from: date({ en: 'From', 'zh-Hans': '开始日期' }),
    to: date({ en: 'To', 'zh-Hans': '结束日期' }),
  },
});

/** One event of a person's consent: given, refused or withdrawn, for a purpose on a channel. Rows are only ever added; the newest one counts. */
export const consent = entity({
  name: 'consent', plural: 'consents', title: 'purpose', residency: 'table', unlogged: true,
  label: { en: 'Consent', 'zh-Hans': '授权同意' }, pluralLabel: { en: 'Consents', 'zh-Hans': '授权同意' },
  indexes: [['contactId', 'at']],
  fields: {
    contactId: required(ref('contact', { en: 'Contact', 'zh-Hans': '联系人' }, 'remove')),
    purpose: required(text({ en: 'Purpose', 'zh-Hans': '用途' })),
    channel: required(text({ en: 'Channel', 'zh-Hans': '渠道' })),
    state: required(option({ en: 'State', 'zh-Hans': '状态' }, {
      given: { en: 'Given', 'zh-Hans': '已同意' }, refused: { en: 'Refused', 'zh-Hans': '已拒绝' }, withdrawn: { en: 'Withdrawn', 'zh-Hans': '已撤回' },
    })),
    source: text({ en: 'Source', 'zh-Hans': '来源' }),
    evidence: text({ en: 'Evidence', 'zh-Hans': '凭证' }),
    at: required(instant({ en: 'When', 'zh-Hans': '时间' })),
  },
});

/** A class given to a record under a scheme (ABC, value class, tier, score), by whom and for how long. */
export const classification = entity({
  name: 'classification', plural: 'classifications', title: 'value', residency: 'table', unlogged: true,
  label: { en: 'Classification', 'zh-Hans': '分级' }, pluralLabel: { en: 'Classifications', 'zh-Hans': '分级' },
  indexes: [['recordId']],
  fields: {
    ...recordFields,
    scheme: required(text({ en: 'Scheme', 'zh-Hans': '分级方案' })),
    value: required(text({ en: 'Value', 'zh-Hans': '等级' })),
    from: date({ en: 'From', 'zh-Hans': '开始日期' }),
    to: date({ en: 'To', 'zh-Hans': '结束日期' }),
    byId: ref('user', { en: 'By', 'zh-Hans': '评定人' }),
  },
});
