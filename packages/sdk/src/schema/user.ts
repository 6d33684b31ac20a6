import { entity } from './entity.ts';
import { boolean, email, ref, required, text, timeZone, withDefault } from './field.ts';

/** Someone who works with the records: sales, service or marketing staff. */
export const user = entity({
  name: 'user', plural: 'users', title: 'name', residency: 'table',
  label: { en: 'User', 'zh-Hans': '用户' }, pluralLabel: { en: 'Users', 'zh-Hans': '用户' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '姓名' }, { searchable: true, personal: true, importAs: ['Full Name', 'sales_agent', 'User Name'] })),
    email: email({ en: 'Email', 'zh-Hans': '邮箱' }, { importAs: ['Email'] }),
    teamId: ref('team', { en: 'Team', 'zh-Hans': '团队' }, 'clear', { importAs: ['Team', 'manager'] }),
    role: text({ en: 'Role', 'zh-Hans': '职务' }, { importAs: ['Role', 'Profile'] }),
    locale: text({ en: 'Language', 'zh-Hans': '语言' }),
    timeZone: timeZone({ en: 'Time zone', 'zh-Hans': '时区' }),
    active: withDefault(boolean({ en: 'Active', 'zh-Hans': '在职' }), true),
  },
});
