import { entity } from './entity.ts';
import { boolean, instant, integer, json, ref, required, text, withDefault } from './field.ts';

/** A filter, order and set of columns someone kept under a name. */
export const savedView = entity({
  name: 'savedView', plural: 'savedViews', title: 'name', residency: 'table', unlogged: true,
  label: { en: 'Saved view', 'zh-Hans': '视图' }, pluralLabel: { en: 'Saved views', 'zh-Hans': '视图' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' })),
    table: required(text({ en: 'Entity', 'zh-Hans': '对象' })),
    widget: text({ en: 'Widget', 'zh-Hans': '组件' }),
    view: required(json({ en: 'View', 'zh-Hans': '视图设置' })),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }),
    shared: withDefault(boolean({ en: 'Shared', 'zh-Hans': '共享' }), false),
  },
});

/** A file kept with a record. A newer version names the one it follows. Its content is under `blobId`. */
export const attachment = entity({
  name: 'attachment', plural: 'attachments', title: 'name', residency: 'query',
  label: { en: 'Attachment', 'zh-Hans': '附件' }, pluralLabel: { en: 'Attachments', 'zh-Hans': '附件' },
  indexes: [['recordId']],
  fields: {
    table: required(text({ en: 'Entity', 'zh-Hans': '对象' })),
    recordId: required(text({ en: 'Record', 'zh-Hans': '记录' })),
    name: required(text({ en: 'File name', 'zh-Hans': '文件名' }, { searchable: true })),
    type: text({ en: 'Type', 'zh-Hans': '类型' }),
    bytes: integer({ en: 'Size (bytes)', 'zh-Hans': '大小（字节）' }),
    blobId: required(text({ en: 'Content', 'zh-Hans': '内容' })),
    followsId: ref('attachment', { en: 'Newer version of', 'zh-Hans': '前一版本' }),
    addedAt: instant({ en: 'Added', 'zh-Hans': '添加时间' }),
  },
});

/** The history: one row per change of a record, whoever made it. The one source of history, live hints and automation. Written by the backend. */
export const historyEntry = entity({
  name: 'historyEntry', plural: 'history', title: 'op', residency: 'query', readonly: true, unlogged: true,
  label: { en: 'Change', 'zh-Hans': '变更' }, pluralLabel: { en: 'History', 'zh-Hans': '变更历史' },
  indexes: [['recordId', 'at']],
  fields: {
    table: required(text({ en: 'Entity', 'zh-Hans': '对象' })),
    recordId: required(text({ en: 'Record', 'zh-Hans': '记录' })),
    op: required(text({ en: 'What', 'zh-Hans': '操作' })),
    /** Only the fields that changed, as they were. */
    before: json({ en: 'Before', 'zh-Hans': '变更前' }),
    after: json({ en: 'After', 'zh-Hans': '变更后' }),
    byId: ref('user', { en: 'By', 'zh-Hans': '操作人' }),
    /** Which app made it: `intranet`, `import`, `automation`. */
    app: text({ en: 'App', 'zh-Hans': '应用' }),
    /** What caused it: a command, a rule, another change. */
    cause: text({ en: 'Cause', 'zh-Hans': '起因' }),
    at: required(instant({ en: 'When', 'zh-Hans': '时间' })),
  },
});
