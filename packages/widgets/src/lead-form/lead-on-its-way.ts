import type { Vinculo } from '@vinculo/sdk';
import { textsOf } from '../parts/asked-values.ts';
import { FormSent } from '../parts/form-sent.ts';
import { leadProblemsFrom, type LeadProblem } from './check-lead.ts';
import { leadFieldOf, type ConsentChannel } from './lead-fields.ts';
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

interface SentLead {
  readonly values: LeadValues;
  readonly consents: readonly GivenConsent[];
  readonly touches: readonly TouchNote[];
  readonly campaignId: string | undefined;
}

/** Follows the leads of a form. */
export function followLead(form: LeadFormController): FormSent<LeadProblem> {
  return new FormSent(form, {
    table: 'lead', isOurs: (patch) => form.isSource(patch['source']), problemsFrom: (table, problems) => leadProblemsFrom(form.template, table, problems),
    takeBack: (group, outbox) => form.answers.takeBack(textsOf(form.locale, form.template, group.values(outbox), leadFieldOf)),
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
