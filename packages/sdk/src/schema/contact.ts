import { entity } from './entity.ts';
import { addresses, date, emails, instant, longText, option, phones, ref, required, socials, tags, text } from './field.ts';

/** A person. Valid without an account: a shop's customer has none. */
export const contact = entity({
  name: 'contact', plural: 'contacts', title: 'name', residency: 'table',
  label: { en: 'Contact', 'zh-Hans': '联系人', 'zh-Hant': '聯絡人' }, pluralLabel: { en: 'Contacts', 'zh-Hans': '联系人', 'zh-Hant': '聯絡人' },
  indexes: [['name'], ['accountId'], ['ownerId']],
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '姓名' }, { personal: true, searchable: true, merge: 'ask', importAs: ['Full Name', 'Contact Name', 'Name', '姓名'] })),
    givenName: text({ en: 'Given name', 'zh-Hans': '名' }, { personal: true, searchable: true, importAs: ['First Name', 'Given Name'] }),
    familyName: text({ en: 'Family name', 'zh-Hans': '姓' }, { personal: true, searchable: true, importAs: ['Last Name', 'Family Name', 'Surname'] }),
    /** BCP 47: the language in which the person's name and letters are written. */
    locale: text({ en: 'Language', 'zh-Hans': '语言' }),
    salutation: text({ en: 'Salutation', 'zh-Hans': '称谓' }, { importAs: ['Salutation'] }),
    jobTitle: text({ en: 'Job title', 'zh-Hans': '职务' }, { importAs: ['Title', 'Job Title', '职务'] }),
    department: text({ en: 'Department', 'zh-Hans': '部门' }, { importAs: ['Department'] }),
    accountId: ref('account', { en: 'Account', 'zh-Hans': '客户' }, 'clear', { importAs: ['ACCOUNTID', 'Account Name', 'Account', 'Company', 'Company Name', 'Company ID', 'Employer', 'Organisation', 'Organization', 'Organisation Name', 'Organization Name', 'Organization ID', '公司', '公司名称', '所属公司', '客户', '客户名称', '单位'] }),
    valueClass: option({ en: 'Value class', 'zh-Hans': '客户价值' }, {
      low: { en: 'Low value', 'zh-Hans': '低价值' }, secondary: { en: 'Secondary value', 'zh-Hans': '次价值' },
      potential: { en: 'Potential value', 'zh-Hans': '潜在价值' }, high: { en: 'High value', 'zh-Hans': '高价值' },
    }),
    emails: emails({ en: 'Email', 'zh-Hans': '邮箱' }, { importAs: ['Email', 'Secondary Email', '邮箱'] }),
    phones: phones({ en: 'Phone', 'zh-Hans': '电话' }, { importAs: ['Phone', 'Mobile', 'Home Phone', 'Other Phone', '手机', '电话'] }),
    addresses: addresses({ en: 'Address', 'zh-Hans': '地址' }),
    socials: socials({ en: 'Messaging', 'zh-Hans': '社交账号' }, { importAs: ['Skype ID', 'Twitter', '微信'] }),
    birthday: date({ en: 'Birthday', 'zh-Hans': '生日' }, { personal: true, importAs: ['Date of Birth', '生日'] }),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }, 'clear', { importAs: ['SMOWNERID', 'Contact Owner', 'Owner'] }),
    tags: tags({ en: 'Tags', 'zh-Hans': '标签' }, { importAs: ['Tag', 'Tags', '标签'] }),
    description: longText({ en: 'Description', 'zh-Hans': '备注' }, { personal: true, importAs: ['Description', '备注'] }),
    lastContactAt: instant({ en: 'Last contact', 'zh-Hans': '最近联系' }, { importAs: ['Last Activity Time'] }),
  },
});
