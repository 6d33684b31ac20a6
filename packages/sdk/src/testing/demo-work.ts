import type { AnyRow } from '../schema/index.ts';
import type { DemoClock } from './demo-clock.ts';

/** Kind, subject, days and hours from now, done, owner, whom it concerns, text. A thing still to do is due at its time. */
type ActivityLine = readonly [string, string, number, number, boolean, string, readonly (readonly [string, string])[], string?];

const hanseatic = [['account', 'acc-hanseatic'], ['contact', 'con-amina'], ['deal', 'deal-01']] as const;

const activityLines: readonly ActivityLine[] = [
  ['call', 'Call about the revised quote', 0, -3, false, 'user-katarzyna', hanseatic],
  ['meeting', 'Meeting on site', 1, 2, false, 'user-katarzyna', hanseatic, 'Hamburg, hall 4'],
  ['task', 'Send drawings to the plant', -1, 0, false, 'user-joao', hanseatic],
  ['email', 'Re: Quote Q-2291', 0, -2, true, 'user-katarzyna', hanseatic, 'Could you split the delivery into two parts?'],
  ['note', 'Note on Hanseatic Kühltechnik', -2, 0, true, 'user-katarzyna', hanseatic, 'Budget is approved for this year; they need the second hall before summer.'],
  ['call', 'Met in 42 min', -3, 0, true, 'user-joao', hanseatic],
  ['meeting', 'Design review', -14, 0, true, 'user-misaki', hanseatic],
  ['visit', 'Visit at the plant', -60, 0, true, 'user-katarzyna', [['account', 'acc-hanseatic'], ['contact', 'con-jonas']]],
  ['message', '图纸收到了，谢谢！', -1, 3, true, 'user-misaki', [['account', 'acc-hengyuan'], ['contact', 'con-zhang'], ['deal', 'deal-08']], '图纸收到了，谢谢！Will forward to our engineer.'],
  ['visit', '拜访苏州工厂', 4, 0, false, 'user-misaki', [['account', 'acc-hengyuan'], ['contact', 'con-zhang'], ['deal', 'deal-10']]],
  ['call', '見積もりの件', 2, 0, false, 'user-misaki', [['account', 'acc-minato'], ['contact', 'con-tanaka'], ['deal', 'deal-11']]],
  ['email', '견적서 송부', -5, 0, true, 'user-misaki', [['account', 'acc-hanbit'], ['contact', 'con-kim'], ['deal', 'deal-13']]],
  ['call', 'مكالمة بشأن عرض السعر المعدّل', 0, 5, false, 'user-joao', [['account', 'acc-gulf'], ['contact', 'con-layla'], ['deal', 'deal-05']]],
  ['email', 'Service times', -2, 1, true, 'user-shira', [['account', 'acc-kaveri'], ['contact', 'con-priya'], ['ticket', 'tick-1']], 'When can an engineer be here?'],
  ['task', 'Ask for the floor plan', 3, 0, false, 'user-joao', [['account', 'acc-kaveri'], ['deal', 'deal-15']]],
  ['meeting', 'Befaring i Svolvær', 6, 0, false, 'user-katarzyna', [['account', 'acc-lofoten'], ['contact', 'con-ingrid'], ['deal', 'deal-17']]],
  ['call', 'Opening hours over the holidays', -4, 0, true, 'user-katarzyna', [['account', 'acc-wetherby'], ['contact', 'con-fiona']]],
  ['task', 'Quote for spare parts', -2, 0, false, 'user-katarzyna', [['account', 'acc-wetherby'], ['deal', 'deal-19']]],
];

export function demoActivities({ at }: DemoClock): Record<string, AnyRow[]> {
  const activity: AnyRow[] = [];
  const activityLink: AnyRow[] = [];
  activityLines.forEach(([kind, subject, days, hours, done, ownerId, links, body], i) => {
    const id = `act-${String(i + 1).padStart(2, '0')}`;
    const when = at(days, hours);
    activity.push({
      id, kind, subject, at: when, done, ownerId, body: body ?? null, dueAt: done ? null : when, createdAt: done ? when : at(-5),
      ...(kind === 'email' ? { channel: 'email', direction: done ? 'in' : 'out' } : kind === 'message' ? { channel: 'wechat', direction: 'in' } : {}),
      ...(kind === 'meeting' ? { endsAt: at(days, hours + 1.5), timeZone: 'Europe/Berlin' } : {}), ...(kind === 'call' && done ? { seconds: 2520, direction: 'out' } : {}),
    });
    links.forEach(([table, recordId], k) => activityLink.push({ id: `${id}-${k}`, activityId: id, table, recordId, role: 'regarding', at: when, kind, open: !done, createdAt: at(-5) }));
  });
  return { activity, activityLink };
}

export function demoService({ at }: DemoClock): Record<string, AnyRow[]> {
  const ticket = (id: string, number: string, subject: string, more: object): AnyRow => ({
    id, number, subject, pipelineId: 'pipe-ticket', stageId: 'pipe-ticket-open', status: 'open', priority: 'normal', channel: 'form', queueId: 'queue-service', slaPolicyId: 'sla-standard', ownerId: 'user-shira', tags: [], ...more,
  });
  return {
    businessCalendar: [{ id: 'cal-hours', name: 'Mon to Fri, 8:00–18:00', timeZone: 'Europe/Berlin', hours: Object.fromEntries([1, 2, 3, 4, 5].map((d) => [d, [['08:00', '18:00']]])), holidays: [], makeUpDays: [] }],
    slaPolicy: [{ id: 'sla-standard', name: 'Standard', firstReplyMinutes: 240, resolutionMinutes: 1440, calendarId: 'cal-hours' }],
    queue: [{ id: 'queue-service', name: 'Service', teamId: 'team-service', slaPolicyId: 'sla-standard', email: 'service@vinculo.example' }],
    savedReply: [{ id: 'reply-part', name: 'Part sent, visit planned', body: 'Dear {first name}, the part is on its way. {visit date}', locale: 'en', teamId: 'team-service', scope: 'reply' }],
    ticket: [
      ticket('tick-1', 'T-1042', 'Compressor stops after 20 min', { priority: 'high', type: 'fault', accountId: 'acc-kaveri', contactId: 'con-priya', description: 'Error E4 on the display, then it switches off.', stageSince: at(-1), createdAt: at(-1), firstReplyAt: at(-1, 2), resolutionDue: at(0, 1.33) }),
      ticket('tick-2', 'T-1043', 'Door seal', { accountId: 'acc-hanseatic', contactId: 'con-jonas', stageSince: at(-2), createdAt: at(-2), firstReplyDue: at(0, -3), status: 'new', ownerId: null }),
      ticket('tick-3', 'T-1044', '压缩机噪音过大', { priority: 'urgent', channel: 'wechat', accountId: 'acc-hengyuan', contactId: 'con-chen', stageSince: at(0, -1), createdAt: at(0, -1), status: 'new', resolutionDue: at(1) }),
      ticket('tick-4', 'T-1039', 'Reading error codes E1 to E9', { type: 'question', guestName: 'Sam Guest', guestEmail: 'sam@guest.example', status: 'pending', stageSince: at(-6), createdAt: at(-6) }),
      ticket('tick-5', 'T-1031', 'Refund for a cancelled order', { accountId: 'acc-wetherby', contactId: 'con-fiona', stageId: 'pipe-ticket-resolved', status: 'resolved', stageSince: at(-12), createdAt: at(-15), closedAt: at(-12), resolvedAt: at(-12), resolution: 'Refund started' }),
    ],
    ticketMessage: [
      { id: 'msg-1', ticketId: 'tick-1', body: 'The compressor stops after 20 minutes. Photos attached.', internal: false, at: at(-1), fromContactId: 'con-priya', channel: 'form', attachmentIds: ['att-1'] },
      { id: 'msg-2', ticketId: 'tick-1', body: 'Compressor switches off: check the condenser fan first.', internal: true, at: at(-1, 1), fromUserId: 'user-shira' },
      { id: 'msg-3', ticketId: 'tick-1', body: 'Dear Priya, the part is on its way. A service engineer comes tomorrow.', internal: false, at: at(-1, 2), fromUserId: 'user-shira', channel: 'email' },
      { id: 'msg-4', ticketId: 'tick-3', body: '昨天开始噪音很大，请尽快安排工程师。', internal: false, at: at(0, -1), fromContactId: 'con-chen', channel: 'wechat' },
    ],
    attachment: [{ id: 'att-1', table: 'ticket', recordId: 'tick-1', name: 'display-E4.jpg', type: 'image/jpeg', bytes: 1_887_436, blobId: 'demo-blob-1', addedAt: at(-1) }],
  };
}
