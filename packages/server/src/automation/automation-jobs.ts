import { type Access, type Database, inTransaction } from '../database/connection.ts';
import { tableNamed } from '../database/table.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { type Job, type JobHandler, callOff } from '../jobs/jobs.ts';
import { attempt } from '../records/push.ts';
import { RecordStore } from '../records/record-store.ts';
import { setFields } from '../records/write.ts';
import { automateDue } from './automate.ts';
import type { DueJob } from './due-rules.ts';
import { finish } from './finish.ts';
import { type RuleRow, dueOf } from './rules.ts';
import type { ClockJob } from './service-level.ts';
import { type TicketRow, hasEnded, lateBy } from './ticket-clocks.ts';

/** What is done when a time comes that a clock or a rule waits for. */
export function automationJobs(db: Database): Readonly<Record<string, JobHandler>> {
  return { 'ticket.clock': once(db, clockRanOut), 'automation.due': once(db, timeCame) };
}

/** The job ends in the transaction of its work, so that the work is done once, whatever happens to the process. */
function once(db: Database, work: (access: Access, payload: unknown) => Promise<void>): JobHandler {
  return (job: Job) => attempt(() => inTransaction(db, systemIdentity(job.tenant, 'automation'), 'write', async (access) => {
    if (await callOff(access, job.id)) await work(access, job.payload);
  }));
}

async function clockRanOut(access: Access, payload: unknown): Promise<void> {
  const { ticketId } = payload as ClockJob; // what scheduleClocks() wrote
  const store = new RecordStore(access, 'sla');
  const tickets = tableNamed('ticket');
  const row = await store.rows.get(tickets, ticketId);
  if (!row) return;
  const ticket = row as unknown as TicketRow; // as its declaration says
  const late = lateBy(ticket, hasEnded(ticket), access.now);
  if (Object.keys(late).length > 0) await setFields(store, tickets, row, late);
  await finish(store);
}

async function timeCame(access: Access, payload: unknown): Promise<void> {
  const { ruleId, recordId, time } = payload as DueJob; // what schedule() wrote
  const store = new RecordStore(access);
  await store.rows.learnRules(tableNamed('automationRule'), [ruleId]);
  const rule = store.rows.rules(tableNamed('automationRule'), ruleId) as unknown as RuleRow | undefined;
  if (!rule?.active || rule.when !== 'due') return;
  const row = await store.rows.get(tableNamed(rule.table), recordId);
  // A rule that has become another since waits anew.
  if (row && dueOf(rule, row)?.time === time) await automateDue(access, rule, row);
}
