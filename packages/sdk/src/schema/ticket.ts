import { entity } from './entity.ts';
import { boolean, email, instant, longText, option, phone, ref, required, tags, text, withDefault } from './field.ts';
import { processFields } from './process.ts';

/** A request for service. Its requester may be a known contact or a guest with a name and an address. */
export const ticket = entity({
  name: 'ticket', plural: 'tickets', title: 'subject', residency: 'table', process: true,
  label: { en: 'Ticket', 'zh-Hans': '服务请求', 'zh-Hant': '服務請求' }, pluralLabel: { en: 'Tickets', 'zh-Hans': '服务请求', 'zh-Hant': '服務請求' },
  indexes: [['pipelineId', 'stageId'], ['accountId'], ['contactId'], ['queueId'], ['ownerId'], ['number']],
  fields: {
    ...processFields(),
    /** What people say on the phone: `T-1042`. Given by the backend. */
    number: text({ en: 'Number', 'zh-Hans': '编号' }, { searchable: true, readonly: true, importAs: ['Case Number', 'number'] }),
    subject: required(text({ en: 'Subject', 'zh-Hans': '主题' }, { searchable: true, merge: 'ask', importAs: ['Subject', '主题'] })),
    description: longText({ en: 'Description', 'zh-Hans': '问题描述' }, { importAs: ['Description'] }),
    type: text({ en: 'Type', 'zh-Hans': '类型' }, { importAs: ['Type', 'Case Type', 'category'] }),
    status: withDefault(option({ en: 'Status', 'zh-Hans': '状态' }, {
      new: { en: 'New', 'zh-Hans': '新建' }, open: { en: 'Open', 'zh-Hans': '处理中' }, pending: { en: 'Pending', 'zh-Hans': '待客户回复' },
      resolved: { en: 'Resolved', 'zh-Hans': '已解决' }, closed: { en: 'Closed', 'zh-Hans': '已关闭' },
    }, { importAs: ['Status', 'incident_state'] }), 'new'),
    priority: withDefault(option({ en: 'Priority', 'zh-Hans': '优先级' }, {
      low: { en: 'Low', 'zh-Hans': '低' }, normal: { en: 'Normal', 'zh-Hans': '普通' }, high: { en: 'High', 'zh-Hans': '高' }, urgent: { en: 'Urgent', 'zh-Hans': '紧急' },
    }, { importAs: ['Priority'] }), 'normal'),
    channel: text({ en: 'Channel', 'zh-Hans': '渠道' }, { importAs: ['Case Origin', 'Channel', 'contact_type'] }),
    accountId: ref('account', { en: 'Account', 'zh-Hans': '客户' }, 'clear', { importAs: ['ACCOUNTID', 'Account Name'] }),
    contactId: ref('contact', { en: 'Contact', 'zh-Hans': '联系人' }, 'clear', { importAs: ['CONTACTID', 'caller_id'] }),
    guestName: text({ en: 'Name', 'zh-Hans': '姓名' }, { personal: true, importAs: ['Reported By'] }),
    guestEmail: email({ en: 'Email', 'zh-Hans': '邮箱' }, { importAs: ['Email'] }),
    guestPhone: phone({ en: 'Phone', 'zh-Hans': '电话' }, { importAs: ['Phone'] }),
    productId: ref('product', { en: 'Product', 'zh-Hans': '产品' }, 'clear', { importAs: ['Product Name', 'PRODUCTID'] }),
    orderId: ref('order', { en: 'Order', 'zh-Hans': '订单' }),
    parentId: ref('ticket', { en: 'Part of', 'zh-Hans': '上级服务请求' }),
    queueId: ref('queue', { en: 'Queue', 'zh-Hans': '队列' }),
    ownerId: ref('user', { en: 'Owner', 'zh-Hans': '负责人' }, 'clear', { importAs: ['Case Owner', 'SMOWNERID', 'assigned_to'] }),
    slaPolicyId: ref('slaPolicy', { en: 'Service level', 'zh-Hans': '服务等级' }),
    firstReplyDue: instant({ en: 'First answer due', 'zh-Hans': '首次响应期限' }),
    firstReplyAt: instant({ en: 'First answer', 'zh-Hans': '首次响应' }),
    resolutionDue: instant({ en: 'Resolution due', 'zh-Hans': '解决期限' }),
    resolvedAt: instant({ en: 'Resolved', 'zh-Hans': '解决时间' }, { importAs: ['resolved_at'] }),
    cause: text({ en: 'Cause', 'zh-Hans': '原因' }, { importAs: ['Case Reason'] }),
    resolution: longText({ en: 'Resolution', 'zh-Hans': '解决方案' }, { importAs: ['Solution', 'closed_code'] }),
    tags: tags({ en: 'Tags', 'zh-Hans': '标签' }, { importAs: ['Tag'] }),
  },
});

/** One message of a ticket's conversation. An internal note is never shown to the customer. */
export const ticketMessage = entity({
  name: 'ticketMessage', plural: 'ticketMessages', title: 'body', residency: 'query', unlogged: true,
  label: { en: 'Message', 'zh-Hans': '消息' }, pluralLabel: { en: 'Messages', 'zh-Hans': '消息' },
  indexes: [['ticketId', 'at']],
  fields: {
    ticketId: required(ref('ticket', { en: 'Ticket', 'zh-Hans': '服务请求' }, 'remove')),
    body: required(longText({ en: 'Text', 'zh-Hans': '内容' }, { personal: true, searchable: true })),
    internal: withDefault(boolean({ en: 'Internal note', 'zh-Hans': '内部备注' }), false),
    at: required(instant({ en: 'When', 'zh-Hans': '时间' })),
    fromUserId: ref('user', { en: 'From (staff)', 'zh-Hans': '客服' }),
    fromContactId: ref('contact', { en: 'From (customer)', 'zh-Hans': '客户' }),
    channel: text({ en: 'Channel', 'zh-Hans': '渠道' }),
    attachmentIds: tags({ en: 'Attachments', 'zh-Hans': '附件' }),
  },
});
