import { isCustomField } from '../parts/custom-field.ts';
import type { FormIntake } from '../parts/form-intake.ts';
import type { Answers } from './answers.ts';
import type { TicketFormData, TicketFormHost } from './form-data.ts';
import { fieldNames, type FormField } from './form-fields.ts';
import type * as Further from './further-fields.ts';
import type { RequestValues } from './request-on-its-way.ts';

/** The fields of the ticket, from the answers to `names` and from what the page gave. */
export function ticketFrom({ queueId, fields, locale }: TicketFormHost, { pipelineId, stage, description, entity }: FormIntake, data: TicketFormData, answers: Answers, asked: readonly FormField[], further: typeof Further | undefined): RequestValues {
  const { contactId, contact } = data;
  const values: RequestValues = { pipelineId, stageId: stage?.id, channel: 'form' };
  if (queueId) values['queueId'] = queueId;
  if (contactId !== undefined) {
    values['contactId'] = contactId;
    if (contact?.accountId && data.mayWrite('accountId')) values['accountId'] = contact.accountId;
  }
  const custom: Record<string, unknown> = {};
  const put = (name: string, value: unknown): void => {
    if (isCustomField({ description: description!, entity: entity! }, name)) custom[name] = value;
    else values[name] = name === 'guestPhone' && typeof value === 'string' ? { raw: value } : value;
  };
  for (const [name, { hidden, when, value }] of Object.entries(fields)) {
    const isAsked = fieldNames.some((each) => each === name) || asked.some((each) => each.name === name);
    if (name !== 'attachments' && (hidden || (!isAsked && !when)) && value !== undefined) put(name, value);
  }
  const beside = further?.furtherValues(locale, asked.flatMap((each) => each.further ?? []), answers);
  Object.assign(values, beside?.own);
  if (Object.keys({ ...custom, ...beside?.custom }).length > 0) values['custom'] = { ...(values['custom'] as object | undefined), ...custom, ...beside?.custom };
  for (const { name, further: isBeside } of asked) {
    if (isBeside) continue;
    const text = answers.of(name).trim();
    const isKnown = contactId !== undefined && (name === 'guestName' || name === 'guestEmail');
    if (text && name !== 'attachments' && !isKnown) put(name, text);
  }
  return values;
}
