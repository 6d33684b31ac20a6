import type { Vinculo } from '@vinculo/sdk';
import { newId } from '@vinculo/sdk/schema';
import { FormSent } from '../parts/form-sent.ts';
import { leadProblemsFrom, type LeadProblem } from './check-lead.ts';
import type { ConsentChannel, LeadFieldName } from './lead-fields.ts';
import type { LeadFormController } from './lead-form.controller.ts';
import type { TouchNote } from './touches.ts';

export interface LeadValues extends Record<string, unknown> {
  id?: string;
}

/** What somebody agreed to, and the words beside the box they ticked. */
export interface GivenConsent {
  readonly purpose: string;
  readonly channel: ConsentChannel;
  readonly text: string;
}

export interface SentLead {
  readonly values: LeadValues;
  readonly consents: readonly GivenConsent[];
  readonly touches: readonly TouchNote[];
  readonly campaignId: string | undefined;
}

/** Follows the leads of a form. */
export function followLead(form: LeadFormController): FormSent<LeadProblem> {
  return new FormSent(form, {
    table: 'lead', isOurs: (patch) => patch['source'] === 'form', problemsFrom: leadProblemsFrom,
    takeBack: (group, outbox) => form.answers.takeBack(textsOf(group.values(outbox))),
  });
}

/** Writes a lead, with what they agreed to and how they came. @throws ValidationError */
export function writeLead(crm: Vinculo, { values, consents, touches, campaignId }: SentLead): void {
  const lead = crm.collection('lead').create(values);
  const at = new Date().toISOString();
  for (const touch of touches) crm.touches.create({ ...touch, table: 'lead', recordId: lead.id, ...(campaignId === undefined ? {} : { campaignId }) });
  // Nobody knows yet whose address it is: consent to mail is asked for, and given by whoever reads the mail there.
  for (const { purpose, channel, text } of consents) crm.consents.create({ leadId: lead.id, purpose, channel, state: channel === 'email' ? 'asked' : 'given', source: 'form', evidence: text, at });
}

/** An address or a number as a lead holds it. */
export function contactItems(name: 'email' | 'phone', text: string): readonly object[] {
  return [{ id: newId(), ...(name === 'email' ? { value: text } : { raw: text }), primary: true }];
}

/** What was typed, read back from the fields of a lead. */
function textsOf(values: Readonly<Record<string, unknown>>): Readonly<Partial<Record<LeadFieldName, string>>> {
  const first = (field: string, key: string): unknown => (values[field] as readonly Readonly<Record<string, unknown>>[] | undefined)?.[0]?.[key]; // emails and phones are lists of items
  const texts = { name: values['name'], company: values['company'], jobTitle: values['jobTitle'], description: values['description'], email: first('emails', 'value'), phone: first('phones', 'raw') };
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => typeof text === 'string'));
}
