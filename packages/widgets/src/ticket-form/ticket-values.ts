import type { FormIntake } from '../parts/form-intake.ts';
import type { Answers } from './answers.ts';
import type { TicketFormData, TicketFormHost } from './form-data.ts';
import { fieldNames, type FieldName } from './form-fields.ts';
import type { RequestValues } from './request-on-its-way.ts';

/** The fields of the ticket, from the answers to `names` and from what the page gave. */
export function ticketFrom({ queueId, fields }: TicketFormHost, { pipelineId, stage }: FormIntake, data: TicketFormData, answers: Answers, names: readonly FieldName[]): RequestValues {
  const { contactId, contact } = data;
  const values: RequestValues = { pipelineId, stageId: stage?.id, channel: 'form' };
  if (queueId) values['queueId'] = queueId;
  if (contactId !== undefined) {
    values['contactId'] = contactId;
    if (contact?.accountId && data.mayWrite('accountId')) values['accountId'] = contact.accountId;
  }
  const put = (name: string, value: unknown): void => {
    values[name] = name === 'guestPhone' && typeof value === 'string' ? { raw: value } : value;
  };
  for (const [name, { hidden, value }] of Object.entries(fields)) {
    const isAsked = fieldNames.some((each) => each === name);
    if (name !== 'attachments' && (hidden || !isAsked) && value !== undefined) put(name, value);
  }
  for (const name of names) {
    const text = answers.of(name).trim();
    const isKnown = contactId !== undefined && (name === 'guestName' || name === 'guestEmail');
    if (text && name !== 'attachments' && !isKnown) put(name, text);
  }
  return values;
}
