import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import type { AnyRow } from '../entity.ts';
import type { Command, CommandStore } from './command.ts';
import { idInput } from './input.ts';

export interface SplitTicketInput {
  readonly ticketId: string;
  /** The messages that become a ticket of their own. */
  readonly messageIds: readonly string[];
  readonly subject: string;
  /** Of the new ticket, where the caller mints it. */
  readonly id?: string;
}

export interface SplitTicketOutput {
  readonly id: string;
}

/** What the new ticket has from the first. What was promised, answered and solved is the first one's own. */
const inherited = ['pipelineId', 'type', 'priority', 'channel', 'accountId', 'contactId', 'guestName', 'guestEmail', 'guestPhone', 'productId', 'orderId', 'queueId', 'ownerId', 'slaPolicyId', 'tags'] as const;

/**
 * Makes a ticket of its own of some messages of another, with their files. It names the first as `parentId`, and begins in its stage, or where that one
 * is closed in the first open stage of the pipeline.
 *
 * Refused with `not_its_message` for a message of another ticket, `no_open_stage` when the pipeline has none.
 *
 * @example await crm.run('splitTicket', { ticketId: 't1', messageIds: ['m3', 'm4'], subject: 'The invoice is wrong' }) // { id: '…' }
 */
export const splitTicketCommand: Command<SplitTicketInput, SplitTicketOutput> = {
  name: 'splitTicket',
  input: z.object({ ticketId: idInput, messageIds: z.array(idInput).check(z.minLength(1), z.maxLength(500)), subject: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)), id: z.optional(idInput) }),
  records: ({ ticketId }) => [{ table: 'ticket', id: ticketId }],
  async run(store, { ticketId, messageIds, subject, id }) {
    const first = await store.get('ticket', ticketId);
    if (!first) throw new NotFoundError('ticket', ticketId);
    const messages: AnyRow[] = [];
    for (const messageId of new Set(messageIds)) {
      const message = await store.get('ticketMessage', messageId);
      if (message?.['ticketId'] !== ticketId) throw new RefusedError('ticketMessage', messageId, 'not_its_message', `Message ${messageId} does not belong to ticket ${ticketId}; it may have been moved meanwhile.`);
      messages.push(message);
    }
    const values = Object.fromEntries(inherited.map((name) => [name, first[name] ?? null]));
    const ticket = await store.create('ticket', { ...values, ...(id ? { id } : {}), subject, parentId: ticketId, status: 'open', stageId: await openStage(store, first) });
    for (const message of messages) {
      await store.update('ticketMessage', message.id, { ticketId: ticket.id });
      for (const file of await store.find('attachment', { table: 'ticket', recordId: ticketId, id: { in: strings(message['attachmentIds']) } })) await store.update('attachment', file.id, { recordId: ticket.id });
    }
    return { id: ticket.id };
  },
};

async function openStage(store: CommandStore, { id, stageId, pipelineId }: AnyRow): Promise<string> {
  const stages = (await store.find('stage', { pipelineId: String(pipelineId), category: 'open' })).toSorted((a, b) => (String(a['rank'] ?? '~') < String(b['rank'] ?? '~') ? -1 : 1));
  const stage = stages.find((s) => s.id === stageId) ?? stages[0];
  if (!stage) throw new RefusedError('ticket', id, 'no_open_stage', 'The pipeline of this ticket has no open stage. Give it one first.');
  return stage.id;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((x) => typeof x === 'string') : [];
}
