import { html, nothing, type TemplateResult } from 'lit';
import { askedProblemText } from '../parts/asked-problem.ts';
import { formAmiss } from '../parts/form-amiss.ts';
import { fill, formSent } from '../parts/form-outcome.ts';
import type { LeadProblem } from './check-lead.ts';
import { consentText } from './consent-text.ts';
import { tickName } from './lead-fields.ts';
import { labelOf, type LeadView } from './lead-view.ts';

/** What is wrong with an answer, in the viewer's language. */
export function problemText(view: LeadView, { reason, text }: LeadProblem): string {
  return askedProblemText(view, reason, text);
}

function nameOf(view: LeadView, field: string): string {
  const asked = view.controller.template.find((each) => each.name === field);
  const consent = view.controller.consents.find((each) => tickName(each) === field);
  return asked ? labelOf(view, asked) : consent ? consentText(view.locale, consent) : field;
}

/** What has to be changed before it can be sent, or why it was not taken. */
export function summaryView(view: LeadView): TemplateResult | typeof nothing {
  return formAmiss(view, { first: view.controller.fields[0]?.name ?? '', label: (field) => nameOf(view, field), problem: (each) => problemText(view, each) });
}

/** The server has it. */
export function sentView(view: LeadView & HTMLElement): TemplateResult {
  const { agreed } = view.controller;
  const toConfirm = agreed?.consents.some(({ channel }) => channel === 'email') ?? false;
  const text = agreed?.email ? fill(view.t(toConfirm ? 'lead.confirm' : 'lead.answerTo', { email: '\u0000' }), html`<bdi dir="ltr">${agreed.email}</bdi>`) : nothing;
  return formSent(view, view.controller, { title: view.t('lead.received'), text, ways: html`<slot name="sent-actions"></slot>` });
}
