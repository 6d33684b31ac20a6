import { entity } from './entity.ts';
import { ref, required, text } from './field.ts';

/** People who share customers and targets. */
export const team = entity({
  name: 'team', plural: 'teams', title: 'name', residency: 'table',
  label: { en: 'Team', 'zh-Hans': '团队' }, pluralLabel: { en: 'Teams', 'zh-Hans': '团队' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true, importAs: ['manager', 'Team'] })),
    region: text({ en: 'Region', 'zh-Hans': '区域' }, { importAs: ['regional_office', 'Region'] }),
    parentId: ref('team', { en: 'Part of', 'zh-Hans': '上级团队' }),
  },
});
