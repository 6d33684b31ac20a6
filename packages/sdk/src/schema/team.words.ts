import type { team } from './team.ts';
import type { Headers, Words } from './words.ts';

export const teamWords: Words<typeof team> = {
  one: '团队', many: '团队',
  fields: {
    name: '名称', region: '区域', leadId: '团队主管', parentId: '上级团队',
  },
};

export const teamHeaders: Headers<typeof team> = {
  name: ['manager', 'Team'],
  region: ['regional_office', 'Region'],
};
