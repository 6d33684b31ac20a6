import type { user } from './user.ts';
import type { Headers, Words } from './words.ts';

export const userWords: Words<typeof user> = {
  one: '用户', many: '用户',
  fields: {
    name: '姓名', email: '邮箱', teamId: '团队', role: '职务', locale: '语言', timeZone: '时区', skills: '技能', active: '在职', poolLimit: '公海领取上限',
  },
};

export const userHeaders: Headers<typeof user> = {
  name: ['Full Name', 'sales_agent', 'User Name'],
  email: ['Email'],
  teamId: ['Team', 'manager'],
  role: ['Role', 'Profile'],
};
