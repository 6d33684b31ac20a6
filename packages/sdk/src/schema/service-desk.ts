import { entity } from './entity.ts';
import { date, integer, json, longText, option, ref, required, tags, text, timeZone } from './field.ts';

/** Where work waits for whoever is free: a team's tickets, a pool of leads. */
export const queue = entity({
  name: 'queue', plural: 'queues', title: 'name', residency: 'table',
  label: { en: 'Queue', 'zh-Hans': '队列' }, pluralLabel: { en: 'Queues', 'zh-Hans': '队列' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true })),
    teamId: ref('team', { en: 'Team', 'zh-Hans': '团队' }),
    slaPolicyId: ref('slaPolicy', { en: 'Service level', 'zh-Hans': '服务等级' }),
    email: text({ en: 'Address', 'zh-Hans': '邮箱地址' }),
  },
});

/** How soon tickets are answered and solved, in working minutes. */
export const slaPolicy = entity({
  name: 'slaPolicy', plural: 'slaPolicies', title: 'name', residency: 'table',
  label: { en: 'Service level', 'zh-Hans': '服务等级' }, pluralLabel: { en: 'Service levels', 'zh-Hans': '服务等级' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' })),
    priority: text({ en: 'Priority', 'zh-Hans': '优先级' }),
    firstReplyMinutes: integer({ en: 'First answer within', 'zh-Hans': '首次响应时限' }),
    resolutionMinutes: integer({ en: 'Solved within', 'zh-Hans': '解决时限' }),
    calendarId: ref('businessCalendar', { en: 'Working hours', 'zh-Hans': '工作日历' }),
  },
});

/** Working hours with holidays, and make-up working days as China has them. */
export const businessCalendar = entity({
  name: 'businessCalendar', plural: 'businessCalendars', title: 'name', residency: 'table',
  label: { en: 'Working hours', 'zh-Hans': '工作日历' }, pluralLabel: { en: 'Working hours', 'zh-Hans': '工作日历' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' })),
    timeZone: required(timeZone({ en: 'Time zone', 'zh-Hans': '时区' })),
    /** By weekday 1 (Monday) to 7: spans of local time, `{ "1": [["09:00", "18:00"]] }`. */
    hours: required(json({ en: 'Hours', 'zh-Hans': '工作时间' })),
    /** Days off, `2026-10-01`. */
    holidays: tags({ en: 'Holidays', 'zh-Hans': '节假日' }),
    /** Weekend days that are worked. */
    makeUpDays: tags({ en: 'Make-up working days', 'zh-Hans': '调休工作日' }),
    validUntil: date({ en: 'Known until', 'zh-Hans': '有效期至' }),
  },
});

/** An answer kept for use again. */
export const savedReply = entity({
  name: 'savedReply', plural: 'savedReplies', title: 'name', residency: 'table',
  label: { en: 'Saved reply', 'zh-Hans': '快捷回复' }, pluralLabel: { en: 'Saved replies', 'zh-Hans': '快捷回复' },
  fields: {
    name: required(text({ en: 'Name', 'zh-Hans': '名称' }, { searchable: true })),
    body: required(longText({ en: 'Text', 'zh-Hans': '内容' }, { searchable: true })),
    locale: text({ en: 'Language', 'zh-Hans': '语言' }),
    teamId: ref('team', { en: 'Team', 'zh-Hans': '团队' }),
    scope: option({ en: 'For', 'zh-Hans': '用于' }, { reply: { en: 'Replies', 'zh-Hans': '回复' }, note: { en: 'Notes', 'zh-Hans': '备注' } }),
  },
});
