import type { contact } from './contact.ts';
import type { Headers, Words } from './words.ts';

export const contactWords: Words<typeof contact> = {
  one: '联系人', many: '联系人',
  fields: {
    name: '姓名', givenName: '名', familyName: '姓', locale: '语言', salutation: '称谓', jobTitle: '职务', department: '部门', accountId: '客户',
    valueClass: { label: '客户价值', options: { low: '低价值', secondary: '次价值', potential: '潜在价值', high: '高价值' } },
    emails: '邮箱', phones: '电话', addresses: '地址', socials: '社交账号', birthday: '生日', ownerId: '负责人', tags: '标签', description: '备注',
    lastContactAt: '最近联系', erasedAt: '个人信息清除时间',
  },
};

export const contactHeaders: Headers<typeof contact> = {
  name: ['Full Name', 'Contact Name', 'Name', '姓名'],
  givenName: ['First Name', 'Given Name'],
  familyName: ['Last Name', 'Family Name', 'Surname'],
  salutation: ['Salutation'],
  jobTitle: ['Title', 'Job Title', '职务'],
  department: ['Department'],
  accountId: ['ACCOUNTID', 'Account Name', 'Account', 'Company', 'Company Name', 'Company ID', 'Employer', 'Organisation', 'Organization', 'Organisation Name', 'Organization Name', 'Organization ID', '公司', '公司名称', '所属公司', '客户', '客户名称', '单位'],
  emails: ['Email', 'Secondary Email', '邮箱'],
  phones: ['Phone', 'Mobile', 'Home Phone', 'Other Phone', '手机', '电话'],
  socials: ['Skype ID', 'Twitter', '微信'],
  birthday: ['Date of Birth', '生日'],
  ownerId: ['SMOWNERID', 'Contact Owner', 'Owner'],
  tags: ['Tag', 'Tags', '标签'],
  description: ['Description', '备注'],
  lastContactAt: ['Last Activity Time'],
};
