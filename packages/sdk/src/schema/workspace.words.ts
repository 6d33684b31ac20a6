import type { attachment, historyEntry, savedView } from './workspace.ts';
import type { Words } from './words.ts';

export const savedViewWords: Words<typeof savedView> = {
  one: '视图', many: '视图',
  fields: {
    name: '名称', table: '对象', widget: '组件', view: '视图设置', ownerId: '负责人', shared: '共享',
  },
};

export const attachmentWords: Words<typeof attachment> = {
  one: '附件', many: '附件',
  fields: {
    table: '对象', recordId: '记录', name: '文件名', type: '类型', bytes: '大小（字节）', blobId: '内容', followsId: '前一版本', addedAt: '添加时间',
  },
};

export const historyEntryWords: Words<typeof historyEntry> = {
  one: '变更', many: '变更历史',
  fields: {
    table: '对象', recordId: '记录', op: '操作', before: '变更前', after: '变更后', byId: '操作人', app: '应用', cause: '起因', at: '时间',
  },
};
