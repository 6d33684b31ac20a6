import type { processFields } from './process.ts';
import type { FieldHeaders, FieldWords } from './words.ts';

export const processWords: FieldWords<ReturnType<typeof processFields>> = {
  pipelineId: '销售管道', stageId: '阶段', stageSince: '进入本阶段时间', rank: '排序', closedAt: '关闭时间', lostReason: '输单原因',
};

export const processHeaders: FieldHeaders<ReturnType<typeof processFields>> = {
  pipelineId: ['Pipeline'],
  stageId: ['Stage', 'Deal Stage', 'Status'],
  lostReason: ['Lost Reason', 'Reason For Loss'],
};
