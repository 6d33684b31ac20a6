import type { OutboxEntry, Vinculo } from '@vinculo/sdk';
import { storedFile, type ChosenFile, type StoredContent } from '../parts/chosen-files.ts';
import { FormSent } from '../parts/form-sent.ts';
import type { GroupOnItsWay } from '../parts/group-on-its-way.ts';
import { problemsFrom, type Problem } from './check-answers.ts';
import type { TicketFormController } from './ticket-form.controller.ts';

export interface RequestValues extends Record<string, unknown> {
  id?: string;
}

interface Sent {
  /** Fields of the ticket. */
  readonly values: RequestValues;
  readonly files: readonly ChosenFile[];
  /** The tables that this sign-in may add rows to, beside tickets. */
  readonly withMessage: boolean;
  readonly fromContactId: string | undefined;
}

/** Follows the requests of a form. */
export function followRequest(form: TicketFormController): FormSent<Problem> {
  return new FormSent(form, {
    table: 'ticket', isOurs: (patch) => patch['channel'] === 'form', problemsFrom: (table, problems) => problemsFrom(form.fields, table, problems),
    takeBack: (group, outbox) => form.answers.takeBack(group.values(outbox), form.furtherTexts(group.values(outbox)), filesOf(group, outbox).map(storedFile)),
  });
}

/** The stored files of a request as they wait in the outbox. */
function filesOf(request: GroupOnItsWay, outbox: readonly OutboxEntry[]): readonly StoredContent[] {
  return request.entries(outbox).filter(({ change }) => change.table === 'attachment').map(({ change: { patch } }) => (
    { name: String(patch['name']), type: String(patch['type'] ?? ''), bytes: Number(patch['bytes'] ?? 0), blobId: String(patch['blobId']) }));
}

/** Writes a request: the ticket, its attachments and its first message. @throws ValidationError */
export function writeRequest(crm: Vinculo, { values, files, withMessage, fromContactId }: Sent): void {
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
