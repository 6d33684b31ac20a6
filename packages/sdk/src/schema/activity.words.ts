import type { activity, activityLink } from './activity.ts';
import type { Headers, Words } from './words.ts';

export const activityWords: Words<typeof activity> = {
  one: '互动记录', many: '互动记录',
  fields: {
    kind: '类型', subject: '主题', body: '内容', at: '时间', endsAt: '结束时间', timeZone: '时区', dueAt: '截止时间', remindAt: '提醒时间', done: '已完成', channel: '渠道',
    direction: { label: '方向', options: { in: '客户发起', out: '我方发起' } },
    purpose: '目的', outcome: '结果', priority: '优先级', seconds: '时长（秒）', place: '地点', threadId: '会话', ownerId: '负责人', source: '来源', details: '详情',
  },
};

export const activityLinkWords: Words<typeof activityLink> = {
  one: '互动关联', many: '互动关联',
  fields: {
    activityId: '互动记录', table: '对象', recordId: '记录',
    role: { label: '角色', options: { regarding: '关于', from: '发件人', to: '收件人', cc: '抄送', attendee: '参与人' } },
    at: '时间', kind: '类型', open: '待办',
  },
};

export const activityHeaders: Headers<typeof activity> = {
  kind: ['Activity Type'],
  subject: ['Subject', 'Title'],
  body: ['Description', 'Call Result'],
  at: ['Call Start Time', 'Start DateTime', 'From'],
  endsAt: ['End DateTime', 'To'],
  dueAt: ['Due Date'],
  remindAt: ['Remind At'],
  direction: ['Call Type'],
  purpose: ['Call Purpose'],
  outcome: ['Call Result', 'Status'],
  priority: ['Priority'],
  seconds: ['Call Duration (in seconds)'],
  place: ['Venue', 'Location'],
  ownerId: ['SMOWNERID', 'Owner', 'Task Owner', 'Call Owner'],
};
