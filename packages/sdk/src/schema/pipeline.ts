import { entity } from './entity.ts';
import { boolean, currency, instant, integer, option, percent, rank, ref, required, tags, text, withDefault } from './field.ts';

/** The stages one kind of record moves through. `recordType` lets one entity have several. */
export const pipeline = entity({
  name: 'pipeline', plural: 'pipelines', title: 'name', residency: 'table',
  label: { en: 'Pipeline', 'zh-Hans': '销售管道' }, pluralLabel: { en: 'Pipelines', 'zh-Hans': '销售管道' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true })),
    table: required(text({ en: 'Entity', 'zh-Hans': '对象' })),
    recordType: text({ en: 'Record type', 'zh-Hans': '记录类型' }),
    currency: currency({ en: 'Currency', 'zh-Hans': '币种' }),
    rank: rank({ en: 'Place', 'zh-Hans': '排序' }),
    active: withDefault(boolean({ en: 'Active', 'zh-Hans': '启用' }), true),
  },
});

/** One step of a pipeline, and what it asks of a record. `allowedTo` empty: any stage of the pipeline. `rottingDays` 0 or empty: never. */
export const stage = entity({
  name: 'stage', plural: 'stages', title: 'name', residency: 'table',
  label: { en: 'Stage', 'zh-Hans': '阶段' }, pluralLabel: { en: 'Stages', 'zh-Hans': '阶段' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true })),
    pipelineId: required(ref('pipeline', { en: 'Pipeline', 'zh-Hans': '销售管道' }, 'remove')),
    category: required(option({ en: 'Category', 'zh-Hans': '类别' }, {
      open: { en: 'Open', 'zh-Hans': '进行中' }, won: { en: 'Won', 'zh-Hans': '赢单' }, lost: { en: 'Lost', 'zh-Hans': '输单' },
    })),
    rank: rank({ en: 'Place', 'zh-Hans': '排序' }),
    probability: percent({ en: 'Probability', 'zh-Hans': '赢率' }),
    rottingDays: integer({ en: 'Days until it rots', 'zh-Hans': '停滞提醒天数' }),
    requiredFields: tags({ en: 'Required fields', 'zh-Hans': '必填字段' }),
    allowedTo: tags({ en: 'May move to', 'zh-Hans': '可转入阶段' }),
    workLimit: integer({ en: 'Soft limit', 'zh-Hans': '数量上限' }),
  },
});

/** One move of one record through its process. Written by the backend. */
export const stageChange = entity({
  name: 'stageChange', plural: 'stageChanges', title: 'recordId', residency: 'query', readonly: true, unlogged: true,
  label: { en: 'Stage change', 'zh-Hans': '阶段变更' }, pluralLabel: { en: 'Stage changes', 'zh-Hans': '阶段变更' },
  indexes: [['recordId', 'at']],
  fields: {
    table: required(text({ en: 'Entity', 'zh-Hans': '对象' })),
    recordId: required(text({ en: 'Record', 'zh-Hans': '记录' })),
    fromStageId: ref('stage', { en: 'From', 'zh-Hans': '原阶段' }),
    toStageId: ref('stage', { en: 'To', 'zh-Hans': '新阶段' }),
    at: required(instant({ en: 'When', 'zh-Hans': '时间' })),
    /** How long the record stood in the stage it left. */
    seconds: integer({ en: 'Seconds in the stage before', 'zh-Hans': '停留秒数' }),
    byId: ref('user', { en: 'By', 'zh-Hans': '操作人' }),
  },
});
