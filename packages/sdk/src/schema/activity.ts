import { entity } from './entity.ts';
import { boolean, instant, integer, json, longText, option, ref, required, text, timeZone, withDefault } from './field.ts';

/**
 * Something that happened or will happen with a customer. `kind` is open: call, email, meeting, visit, task, note, message, letter, form,
 * webVisit, event and whatever a backend adds. Whom it concerns stands in activityLink rows.
 */
export const activity = entity({
  name: 'activity', plural: 'activities', title: 'subject', residency: 'query',
  label: { en: 'Activity', 'zh-Hans': '互动记录', 'zh-Hant': '互動紀錄' }, pluralLabel: { en: 'Activities', 'zh-Hans': '互动记录', 'zh-Hant': '互動紀錄' },
  indexes: [['at'], ['ownerId', 'dueAt'], ['threadId']],
  fields: {
    kind: required(text({ en: 'Kind', 'zh-Hans': '类型' }, { importAs: ['Activity Type'] })),
    subject: required(text({ en: 'Subject', 'zh-Hans': '主题' }, { searchable: true, importAs: ['Subject', 'Title'] })),
    body: longText({ en: 'Text', 'zh-Hans': '内容' }, { personal: true, searchable: true, importAs: ['Description', 'Call Result'] }),
    /** When it happened, or begins. */
    at: required(instant({ en: 'When', 'zh-Hans': '时间' }, { importAs: ['Call Start Time', 'Start DateTime', 'From'] })),
    endsAt: instant({ en: 'Until', 'zh-Hans': '结束时间' }, { importAs: ['End DateTime', 'To'] }),
    /** Meetings keep the zone they were agreed in. */
    timeZone: timeZone({ en: 'Time zone', 'zh-Hans': '时区' }),
    dueAt: instant({ en: 'Due', 'zh-Hans': '截止时间' }, { importAs: ['Due Date'] }),
    remindAt: instant({ en: 'Remind', 'zh-Hans': '提醒时间' }, { importAs: ['Remind At'] }),
    done: withDefault(boolean({ en: 'Done', 'zh-Hans': '已完成' }), true),
    channel: text({ en: 'Channel', 'zh-Hans': '渠道' }),
    direction: option({ en: 'Direction', 'zh-Hans': '方向' }, { in: { en: 'Incoming', 'zh-Hans': '客户发起' }, out: { en: 'Outgoing', 'zh-Hans': '我方发起' } }, { importAs: ['Call Type'] }),
    purpose: text({ en: 'Purpose', 'zh-Hans': '目的' }, { importAs: ['Call Purpose'] }),
    outcome: text({ en: 'Outcome', 'zh-Hans': '结果' }, { importAs: ['Call Result', 'Status'] }),
    priority: text({ en: 'Priority', 'zh-Hans': '优先级' }, { importAs: ['Priority'] }),
    seconds: integer({ en: 'Duration (seconds)', 'zh-Hans': '时长（秒）' }, { importAs: ['Call Duration (in seconds)'] }),
    place: text({ en: 'Place', 'zh-Hans': '地点' }, { importAs: ['Venue', 'Location'] }),
    threadId: text({ en: 'Thread', 'zh-Hans': '会话' }),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }, 'clear', { importAs: ['SMOWNERID', 'Owner', 'Task Owner', 'Call Owner'] }),
    /** Where it came from when not entered here: `SAP`, `shop`. */
    source: text({ en: 'From', 'zh-Hans': '来源' }),
    details: json({ en: 'Details', 'zh-Hans': '详情' }),
  },
});

/**
 * An activity concerns a record in a role. `kind`, `at` and `open` repeat the activity's, so that one customer's timeline is one range of one
 * index; backends keep them so (activity-links.ts).
 */
export const activityLink = entity({
  name: 'activityLink', plural: 'activityLinks', title: 'role', residency: 'query', unlogged: true,
  label: { en: 'Activity link', 'zh-Hans': '互动关联' }, pluralLabel: { en: 'Activity links', 'zh-Hans': '互动关联' },
  indexes: [['recordId', 'at'], ['activityId']],
  fields: {
    activityId: required(ref('activity', { en: 'Activity', 'zh-Hans': '互动记录' }, 'remove')),
    table: required(text({ en: 'Entity', 'zh-Hans': '对象' })),
    recordId: required(text({ en: 'Record', 'zh-Hans': '记录' })),
    role: withDefault(option({ en: 'Role', 'zh-Hans': '角色' }, {
      regarding: { en: 'Regarding', 'zh-Hans': '关于' }, from: { en: 'From', 'zh-Hans': '发件人' }, to: { en: 'To', 'zh-Hans': '收件人' },
      cc: { en: 'Cc', 'zh-Hans': '抄送' }, attendee: { en: 'Attendee', 'zh-Hans': '参与人' },
    }), 'regarding'),
    at: required(instant({ en: 'When', 'zh-Hans': '时间' })),
    kind: required(text({ en: 'Kind', 'zh-Hans': '类型' })),
    open: withDefault(boolean({ en: 'Still to do', 'zh-Hans': '待办' }), false),
  },
});
