import type { mergeRecord } from './merge-record.ts';
import type { Words } from './words.ts';

export const mergeRecordWords: Words<typeof mergeRecord> = {
  one: '合并', many: '合并记录',
  fields: {
    table: '对象', recordId: '记录', fromId: '被合并的记录', at: '时间', byId: '操作人', undo: '撤销所需', undoneAt: '撤销时间',
  },
};
