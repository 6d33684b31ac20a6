import type { notification } from './notification.ts';
import type { Words } from './words.ts';

export const notificationWords: Words<typeof notification> = {
  one: '通知', many: '通知',
  fields: {
    userId: '接收人', kind: '类型', text: '内容', at: '时间', table: '对象', recordId: '记录', readAt: '已读时间',
  },
};
