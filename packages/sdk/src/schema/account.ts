import { entity } from './entity.ts';
import { addresses, emails, instant, integer, longText, money, number, option, phones, ref, required, socials, tags, text, url, withDefault } from './field.ts';

/** A customer, supplier, dealer or competitor: an organisation, a single person or a household. */
export const account = entity({
  name: 'account', plural: 'accounts', title: 'name', residency: 'table',
  label: { en: 'Account', 'zh-Hans': '客户', 'zh-Hant': '客戶' }, pluralLabel: { en: 'Accounts', 'zh-Hans': '客户', 'zh-Hant': '客戶' },
  indexes: [['name'], ['ownerId'], ['parentId']],
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true, merge: 'ask', importAs: ['Account Name', 'Company', 'account', '客户名称', '公司'] })),
    kind: withDefault(option({ en: 'Kind', 'zh-Hans': '类型' }, {
      organisation: { en: 'Organisation', 'zh-Hans': '企业' }, person: { en: 'Person', 'zh-Hans': '个人' }, household: { en: 'Household', 'zh-Hans': '家庭' },
    }), 'organisation'),
    parentId: ref('account', { en: 'Parent account', 'zh-Hans': '上级客户' }, 'clear', { importAs: ['Parent Account', 'subsidiary_of'] }),
    roles: tags({ en: 'Roles', 'zh-Hans': '角色' }),
    status: text({ en: 'Status', 'zh-Hans': '状态' }, { importAs: ['Account Status', 'Rating'] }),
    industry: text({ en: 'Industry', 'zh-Hans': '行业' }, { importAs: ['Industry', 'sector', '行业'] }),
    website: url({ en: 'Website', 'zh-Hans': '网站' }, { importAs: ['Website'] }),
    employees: integer({ en: 'Employees', 'zh-Hans': '员工人数' }, { importAs: ['Employees', 'No. of Employees'] }),
    annualRevenue: money({ en: 'Annual revenue', 'zh-Hans': '年收入' }, { importAs: ['Annual Revenue', 'revenue'] }),
    yearFounded: number({ en: 'Founded', 'zh-Hans': '成立年份' }, { importAs: ['year_established'] }),
    emails: emails({ en: 'Email', 'zh-Hans': '邮箱' }, { importAs: ['Email'] }),
    phones: phones({ en: 'Phone', 'zh-Hans': '电话' }, { importAs: ['Phone', 'Telephone', '电话'] }),
    addresses: addresses({ en: 'Address', 'zh-Hans': '地址' }, { importAs: ['office_location'] }),
    socials: socials({ en: 'Messaging', 'zh-Hans': '社交账号' }),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }, 'clear', { importAs: ['Owner', 'Account Owner'] }),
    tags: tags({ en: 'Tags', 'zh-Hans': '标签' }, { importAs: ['Tag', 'Tags', '标签'] }),
    description: longText({ en: 'Description', 'zh-Hans': '备注' }, { importAs: ['Description', '备注'] }),
    lastContactAt: instant({ en: 'Last contact', 'zh-Hans': '最近联系' }, { importAs: ['Last Activity Time'] }),
  },
});
