import type { automationRule } from './automation-rule.ts';
import type { Words } from './words.ts';

export const automationRuleWords: Words<typeof automationRule> = {
  one: '自动化规则', many: '自动化规则',
  fields: {
    name: '名称', active: '启用', rank: '排序', table: '对象',
    when: { label: '触发时机', options: { create: '新建时', update: '变更时', save: '新建或变更时', due: '到期时' } },
    changed: '变更字段', where: '条件', dueField: '时间字段', offsetMinutes: '偏移（分钟）', actions: '动作', lastError: '最近错误', failedAt: '最近失败时间', stoppedAt: '循环终止时间',
  },
};
