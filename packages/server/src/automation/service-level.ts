import { businessTime } from '@vinculo/insights/business-time';
import { type RowOf, type slaPolicy, sameValue } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { tableNamed } from '../database/table.ts';
import type { Role } from '../identity/identity.ts';
import { callOff, enqueue } from '../jobs/jobs.ts';
import { findIn } from '../reading/query.ts';
import type { RecordChange, RecordStore } from '../records/record-store.ts';
import { setFields } from '../records/write.ts';
import { calendarOf } from './calendar.ts';
import { named } from './related.ts';
import { type TicketRow, clockPatch, hasEnded } from './ticket-clocks.ts';

type Policy = RowOf<typeof slaPolicy>;

const tickets = tableNamed('ticket');

/** A service level that cannot be reckoned with: its working hours say nothing that can be read. */
export class PolicyProblem extends Error {
  readonly policyId: string;

  constructor(policyId: string, cause: Error) {
    super(cause.message, { cause });
    this.policyId = policyId;
  }
}

/** What the clocks of a ticket depend on. */
const decisive = ['status', 'stageId', 'closedAt', 'priority', 'queueId', 'slaPolicyId', 'contactId', 'firstReplyAt'] as const;

/** Whether a change of a ticket may have anything to do with its clocks. */
export function concernsClocks({ op, before, row }: RecordChange): boolean {
  if (op === 'remove' || (before && decisive.every((field) => sameValue(before[field], row[field])))) return false;
  return [row['queueId'], row['slaPolicyId'], row['slaSince']].some(Boolean) || [before, row].some((r) => r && hasEnded(r as unknown as TicketRow));
}

/**
 * Keeps the clocks of the ticket that was changed.
 * @throws PolicyProblem
 */
export async function keepClocks(store: RecordStore, { before, row }: RecordChange): Promise<void> {
  const stored = await store.rows.get(tickets, row.id);
  if (!stored) return;
  // Rows of tickets are what their declaration says.
  const [was, is] = [before, stored] as unknown as [TicketRow | undefined, TicketRow];
  const policy = await policyOf(store, was, is);
  const patch = await patchUnder(store, policy, was, is);
  if (Object.keys(patch).length > 0) await setFields(store, tickets, stored, patch);
  if (policy?.problem) await setFields(store, tableNamed('slaPolicy'), (await store.rows.get(tableNamed('slaPolicy'), policy.id))!, { problem: null });
}

/** The tickets among those that messages were written to which one may change: nobody answered yet, or the customer is waited for. */
export async function attentiveTickets({ tx }: Access, changes: readonly RecordChange[]): Promise<ReadonlySet<string>> {
  const ids = new Set(changes.filter((c) => c.op === 'create' && c.table.entity.name === 'ticketMessage').map((c) => String(c.row['ticketId'])));
  if (ids.size === 0) return ids;
  const { rows } = await sql<{ id: string }>`select id from ${target(tickets)} where id = any(${[...ids]}::text[]) and deleted_at is null and (first_reply_at is null or status = 'pending')`.execute(tx);
  return new Set(rows.map((r) => r.id));
}

/** An answer to the customer is the first one, and the customer's own word ends waiting for it. */
export async function heedMessage(store: RecordStore, { row: message }: RecordChange, author: Role): Promise<void> {
  if (message['internal']) return;
  const ticket = await store.rows.get(tickets, String(message['ticketId']));
  if (!ticket) return;
  const fromStaff = !message['fromContactId'] && (Boolean(message['fromUserId']) || author === 'staff');
  const { now } = store.access;
  const at = String(message['at']);
  if (fromStaff && !ticket['firstReplyAt']) await setFields(store, tickets, ticket, { firstReplyAt: at < now ? at : now });
  if (!fromStaff && ticket['status'] === 'pending') await setFields(store, tickets, ticket, { status: 'open' });
}

async function patchUnder(store: RecordStore, policy: Policy | undefined, before: TicketRow | undefined, row: TicketRow): Promise<ReturnType<typeof clockPatch>> {
  const { now } = store.access;
  if (!policy) return clockPatch(before, row, undefined, now);
  const { id: policyId, firstReplyMinutes = null, resolutionMinutes = null, calendarId } = policy;
  try {
    return clockPatch(before, row, { policyId, firstReplyMinutes, resolutionMinutes, time: businessTime(await calendarOf(store, calendarId)) }, now);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw new PolicyProblem(policyId, error);
    throw error;
  }
}

/** Of the policies that share the name of the one that the ticket or its queue has: the one that fits its priority and customer and says most about them. */
async function policyOf(store: RecordStore, before: TicketRow | undefined, row: TicketRow): Promise<Policy | undefined> {
  const chosenHere = !sameValue(before?.slaPolicyId, row.slaPolicyId);
  const movedHere = !sameValue(before?.queueId, row.queueId);
  const ofQueue = !chosenHere && movedHere ? (await named(store, 'queue', row.queueId))?.['slaPolicyId'] : undefined;
  const anchor = await named(store, 'slaPolicy', ofQueue ?? row.slaPolicyId);
  if (!anchor) return undefined;
  const value = (await named(store, 'contact', row.contactId))?.['valueClass'];
  const family = (await findIn(store.access, tableNamed('slaPolicy'), { name: anchor['name'] })) as unknown as Policy[];
  const says = (p: Policy): number => (p.valueClass ? 2 : 0) + (p.priority ? 1 : 0);
  return family.filter((p) => (!p.priority || p.priority === row.priority) && (!p.valueClass || p.valueClass === value)).toSorted((a, b) => says(b) - says(a))[0];
}

/** What is told when a due has come. */
export interface ClockJob {
  readonly ticketId: string;
}

/** Has each clock that runs looked at when it is due, and no other. */
export async function scheduleClocks(access: Access, { op, before, row }: RecordChange): Promise<void> {
  for (const due of ['firstReplyDue', 'resolutionDue'] as const) {
    const [was, is] = [before && runsUntil(before as unknown as TicketRow, due), op === 'remove' ? undefined : runsUntil(row as unknown as TicketRow, due)];
    if (was === is) continue;
    const id = `clock:${due}:${row.id}`;
    if (is === undefined) await callOff(access, id);
    else await enqueue(access, { id, kind: 'ticket.clock', payload: { ticketId: row.id } satisfies ClockJob, dueAt: is });
  }
}

function runsUntil(row: TicketRow, due: 'firstReplyDue' | 'resolutionDue'): string | undefined {
  const met = due === 'firstReplyDue' ? row.firstReplyAt : null;
  const failed = due === 'firstReplyDue' ? row.firstReplyFailedAt : row.resolutionFailedAt;
  return row.slaSince && !hasEnded(row) && !met && !failed ? (row[due] ?? undefined) : undefined;
}
