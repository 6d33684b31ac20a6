import type { ticket, ticketMessage } from './ticket.ts';
import { processHeaders, processWords } from './process.words.ts';
import type { Headers, Words } from './words.ts';

export const ticketWords: Words<typeof ticket> = {
  one: '服务请求', many: '服务请求',
  fields: {
    ...processWords,
    number: '编号', subject: '主题', description: '问题描述', type: '类型',
    status: { label: '状态', options: { new: '新建', open: '处理中', pending: '待客户回复', resolved: '已解决', closed: '已关闭' } },
    priority: { label: '优先级', options: { low: '低', normal: '普通', high: '高', urgent: '紧急' } },
    channel: '渠道', accountId: '客户', contactId: '联系人', guestName: '姓名', guestEmail: '邮箱', guestPhone: '电话', cc: '抄送', ccOffered: '待确认抄送', productId: '产品', orderId: '订单',
    parentId: '上级服务请求', queueId: '队列', ownerId: '负责人', slaPolicyId: '服务等级', firstReplyDue: '首次响应期限', firstReplyAt: '首次响应', resolutionDue: '解决期限',
    resolvedAt: '解决时间', slaSince: '服务等级起算', waitingSince: '等待开始', waitedMinutes: '已等待（工作分钟）', firstReplyFailedAt: '首次响应超时', resolutionFailedAt: '解决超时', cause: '原因', resolution: '解决方案', rating: '评价', ratingComment: '评价留言', ratedAt: '评价时间', tags: '标签',
  },
};

export const ticketMessageWords: Words<typeof ticketMessage> = {
  one: '消息', many: '消息',
  fields: {
    ticketId: '服务请求', body: '内容', internal: '内部备注', at: '时间', fromUserId: '客服', fromContactId: '客户', channel: '渠道', attachmentIds: '附件', cc: '抄送',
  },
};

export const ticketHeaders: Headers<typeof ticket> = {
  ...processHeaders,
  number: ['Case Number', 'number'],
  subject: ['Subject', '主题'],
  description: ['Description'],
  type: ['Type', 'Case Type', 'category'],
  status: ['Status', 'incident_state'],
  priority: ['Priority'],
  channel: ['Case Origin', 'Channel', 'contact_type'],
  accountId: ['ACCOUNTID', 'Account Name'],
  contactId: ['CONTACTID', 'caller_id'],
  guestName: ['Reported By'],
  guestEmail: ['Email'],
  guestPhone: ['Phone'],
  productId: ['Product Name', 'PRODUCTID'],
  ownerId: ['Case Owner', 'SMOWNERID', 'assigned_to'],
  resolvedAt: ['resolved_at'],
  cause: ['Case Reason'],
  resolution: ['Solution', 'closed_code'],
  tags: ['Tag'],
};
