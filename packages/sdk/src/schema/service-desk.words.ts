import type { businessCalendar, queue, savedReply, slaPolicy } from './service-desk.ts';
import type { Words } from './words.ts';

export const queueWords: Words<typeof queue> = {
  one: '队列', many: '队列',
  fields: {
    name: '名称', teamId: '团队', slaPolicyId: '服务等级', email: '邮箱地址',
  },
};

export const slaPolicyWords: Words<typeof slaPolicy> = {
  one: '服务等级', many: '服务等级',
  fields: {
    name: '名称', priority: '优先级', valueClass: '客户价值', firstReplyMinutes: '首次响应时限', resolutionMinutes: '解决时限', calendarId: '工作日历', problem: '问题',
  },
};

export const businessCalendarWords: Words<typeof businessCalendar> = {
  one: '工作日历', many: '工作日历',
  fields: {
    name: '名称', timeZone: '时区', hours: '工作时间', holidays: '节假日', makeUpDays: '调休工作日', validUntil: '有效期至',
  },
};

export const savedReplyWords: Words<typeof savedReply> = {
  one: '快捷回复', many: '快捷回复',
  fields: {
    name: '名称', body: '内容', locale: '语言', teamId: '团队',
    scope: { label: '用于', options: { reply: '回复', note: '备注' } }, public: '对客户可见', changes: '对服务请求的更改',
  },
};
