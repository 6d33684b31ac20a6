import type { MemoryBackend } from '@vinculo/sdk/testing';

const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

/** Work of one morning: tasks with reminders, tickets whose clocks run, leads in the pool, and what the server told. */
export function morning(backend: MemoryBackend): void {
  backend.update('activity', 'act-01', { remindAt: at(-0.05), dueAt: at(0.2), at: at(0.2) });
  backend.update('activity', 'act-03', { ownerId: 'user-katarzyna' });
  backend.write('activity', { id: 'act-undated', kind: 'task', subject: 'Ask for the floor plan of the new hall', at: at(-40), done: false, ownerId: 'user-katarzyna' });
  for (const [i, [subject, due, more]] of ([
    ['Leaking door seal at the loading bay', -1.4, { contactId: 'con-jonas', accountId: 'acc-hanseatic', priority: 'urgent' }], ['Invoice has the wrong address', 0.7, { guestName: 'Sam Guest' }],
    ['压缩机启动后有异响', 3, { contactId: 'con-zhang', accountId: 'acc-hengyuan', priority: 'high' }], ['طلب قطع غيار', 26, { contactId: 'con-layla', accountId: 'acc-gulf' }],
  ] as const).entries()) {
    backend.write('ticket', { id: `queued-${i}`, number: `T-105${i}`, subject, pipelineId: 'pipe-ticket', stageId: 'pipe-ticket-open', status: 'new', priority: 'normal', queueId: 'queue-service', ownerId: null, createdAt: at(-5 - i), firstReplyDue: at(due), ...more });
  }
  backend.write('queue', { id: 'queue-parts', name: 'Spare parts', teamId: 'team-service' });
  const leads = backend.rows('pipeline').find((each) => each['table'] === 'lead') ?? backend.write('pipeline', { id: 'pipe-lead', name: 'Leads', table: 'lead' });
  const stage = backend.rows('stage').find((each) => each['pipelineId'] === leads.id) ?? backend.write('stage', { id: 'stage-lead', pipelineId: leads.id, name: 'New', category: 'open' });
  for (const [i, [name, company, more]] of ([['Noor Haddad', 'Nova Cold Stores', {}], ['山田 太郎', '山田冷機', { poolReason: 'No answer for a month' }], ['Élodie Lefèvre', 'Fromagerie du Lac', { ownerId: 'user-katarzyna' }]] as const).entries()) {
    backend.write('lead', { id: `pooled-${i}`, name, company, pipelineId: leads.id, stageId: stage.id, createdAt: at(-1 - i * 20), ...more });
  }
  for (const [i, [kind, text, hours]] of ([['answered', 'Priya Raghunathan answered T-1042', -0.1], ['late', 'First answer to T-1050 is late', -1.4], ['assigned', 'T-1044 压缩机噪音过大 was given to you', -30]] as const).entries()) {
    backend.write('notification', { id: `told-${i}`, userId: 'user-katarzyna', kind, text, at: at(hours), table: 'ticket', recordId: 'tick-1', readAt: i === 2 ? at(-20) : null });
  }
}
