import type { account } from './account.ts';
import type { Headers, Words } from './words.ts';

export const accountWords: Words<typeof account> = {
  one: '客户', many: '客户',
  fields: {
    name: '名称',
    kind: { label: '类型', options: { organisation: '企业', person: '个人', household: '家庭' } },
    parentId: '上级客户', roles: '角色', status: '状态', industry: '行业', website: '网站', employees: '员工人数', annualRevenue: '年收入', yearFounded: '成立年份',
    emails: '邮箱', phones: '电话', addresses: '地址', socials: '社交账号', ownerId: '负责人', tags: '标签', description: '备注', lastContactAt: '最近联系', poolReason: '退回公海原因', erasedAt: '个人信息清除时间',
  },
};

export const accountHeaders: Headers<typeof account> = {
  name: ['Account Name', 'Company', 'account', '客户名称', '公司'],
  parentId: ['Parent Account', 'subsidiary_of'],
  status: ['Account Status', 'Rating'],
  industry: ['Industry', 'sector', '行业'],
  website: ['Website'],
  employees: ['Employees', 'No. of Employees'],
  annualRevenue: ['Annual Revenue', 'revenue'],
  yearFounded: ['year_established'],
  emails: ['Email'],
  phones: ['Phone', 'Telephone', '电话'],
  addresses: ['office_location'],
  ownerId: ['Owner', 'Account Owner'],
  tags: ['Tag', 'Tags', '标签'],
  description: ['Description', '备注'],
  lastContactAt: ['Last Activity Time'],
};
