import type { OutboxEntry, Vinculo, VinculoError } from '@vinculo/sdk';
import type { ChosenFile, StoredContent } from '../parts/chosen-files.ts';
import { GroupOnItsWay } from '../parts/group-on-its-way.ts';

export interface RequestValues extends Record<string, unknown> {
  id?: string;
}

export interface Sent {
  /** Fields of the ticket. */
  readonly values: RequestValues;
  readonly files: readonly ChosenFile[];
  /** The tables that this sign-in may add rows to, beside tickets. */
  readonly withMessage: boolean;
  readonly fromContactId: string | undefined;
}

/** Hands a request over: ticket, first message and attachments as one group. @throws ValidationError; nothing was written then */
export function sendRequest(crm: Vinculo, sent: Sent, changed: () => void, failed: (error: VinculoError) => void): GroupOnItsWay {
  return GroupOnItsWay.send(crm, 'ticket', () => write(crm, sent), changed, failed);
}

/** A request of an earlier life of the page that waits for a person. */
export function parkedRequest(outbox: readonly OutboxEntry[]): GroupOnItsWay | undefined {
  return GroupOnItsWay.parked(outbox, 'ticket', (patch) => patch['channel'] === 'form');
}

/** The stored files of a request as they wait in the outbox. */
export function filesOf(request: GroupOnItsWay, outbox: readonly OutboxEntry[]): readonly StoredContent[] {
  return request.entries(outbox).filter(({ change }) => change.table === 'attachment').map(({ change: { patch } }) => (
    { name: String(patch['name']), type: String(patch['type'] ?? ''), bytes: Number(patch['bytes'] ?? 0), blobId: String(patch['blobId']) }));
}

function write(crm: Vinculo, { values, files, withMessage, fromContactId }: Sent): void {
  const ticket = crm.collection('ticket').create(values);
  const at = new Date().toISOString();
  const attachments = files.flatMap(({ name, type, bytes, blobId }) => (blobId === undefined ? [] : [
    crm.attachments.create({ table: 'ticket', recordId: ticket.id, name, bytes, blobId, addedAt: at, ...(type ? { type } : {}) }),
  ]));
  const body = typeof values['description'] === 'string' ? values['description'].trim() : '';
  if (!withMessage || !body) return;
  crm.ticketMessages.create({
    ticketId: ticket.id, body, at, channel: 'form',
    ...(fromContactId === undefined ? {} : { fromContactId }),
    ...(attachments.length > 0 ? { attachmentIds: attachments.map(({ id }) => id) } : {}),
  });
}
