import type { pipeline, stage, stageChange } from './pipeline.ts';
import type { Words } from './words.ts';

export const pipelineWords: Words<typeof pipeline> = {
  one: '销售管道', many: '销售管道',
  fields: {
    name: '名称', table: '对象', recordType: '记录类型', currency: '币种', rank: '排序', active: '启用',
  },
};

export const stageWords: Words<typeof stage> = {
  one: '阶段', many: '阶段',
  fields: {
    name: '名称', pipelineId: '销售管道',
    category: { label: '类别', options: { open: '进行中', won: '赢单', lost: '输单' } },
    rank: '排序', probability: '赢率', rottingDays: '停滞提醒天数', requiredFields: '必填字段', allowedTo: '可转入阶段', workLimit: '数量上限',
  },
};

export const stageChangeWords: Words<typeof stageChange> = {
  one: '阶段变更', many: '阶段变更',
  fields: {
    table: '对象', recordId: '记录', fromStageId: '原阶段', toStageId: '新阶段', at: '时间', seconds: '停留秒数', byId: '操作人',
  },
};
