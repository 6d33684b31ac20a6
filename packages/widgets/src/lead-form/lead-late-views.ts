import { html, nothing, type TemplateResult } from 'lit';
import { banner } from '../parts/banner.ts';
import { refusedState } from '../parts/decision-states.ts';
import { fill, outcomeHead, unknownView, waitingView } from '../parts/form-outcome.ts';
import type { LeadProblem } from './check-lead.ts';
import { consentText } from './consent-text.ts';
import { fieldNames, tickName } from './lead-fields.ts';
import { labelOf, type LeadView } from './lead-view.ts';

/** What drawing needs of the element. */
export interface LeadLateView extends LeadView {
  /** The page gave steps to tell of. */
  readonly hasSteps: boolean;
  focusField(name: string): void;
}

const line = (content: unknown): TemplateResult => html`<span class="line">${content}</span>`;

/** What is wrong with an answer, in the viewer's language. */
export function problemText(view: LeadView, { reason, text }: LeadProblem): string {
  switch (reason) {
    case 'required': return view.t('form.required');
    case 'tick': return view.t('lead.needed');
    case 'email': return view.t('form.emailWrong');
    case 'emailDomain': return view.t('ticket.emailDomain');
    case 'phone': return view.t('form.phoneWrong');
    case 'wrong': return text ?? view.t('form.wrong');
  }
}

function nameOf(view: LeadView, field: string): string {
  const name = fieldNames.find((each) => each === field);
  const consent = view.controller.consents.find((each) => tickName(each) === field);
  return name ? labelOf(view, name) : consent ? consentText(view.locale, consent) : field;
}

/** What has to be changed before it can be sent, or why it was not taken. Focus comes here. */
export function summaryView(view: LeadLateView): TemplateResult | typeof nothing {
  const { controller } = view;
  const { problems, trouble } = controller;
  const parts: unknown[] = [];
  if (controller.phase === 'refused') {
    parts.push(refusedState(view, {
      title: view.t('form.refused'), text: controller.refusal ?? view.t('form.refusedNothing'),
      edit: () => view.focusField(problems[0]?.field ?? controller.fields[0]?.name ?? ''), retry: () => void controller.submit(), discard: () => controller.startOver(),
    }));
  }
  if (problems.length > 0) {
    const links = problems.map((problem) => line(html`<button type="button" class="link" @click=${() => view.focusField(problem.field)}>${view.t('form.problemAt', { field: nameOf(view, problem.field), problem: problemText(view, problem) })}</button>`));
    parts.push(banner(html`<span class="line bold">${view.t('ticket.needChange', { count: problems.length })}</span>${links}`, { tone: 'bad' }));
  }
  if (trouble !== undefined) parts.push(banner(html`<span class="line bold">${view.t('form.notHandedOver')}</span>${line(trouble)}`, { tone: 'bad' }));
  return parts.length > 0 ? html`<div part="summary" class="summary" tabindex="-1">${parts}</div>` : nothing;
}

/** The server has it: what happens next. */
export function sentView(view: LeadLateView): TemplateResult {
  const { controller } = view;
  const { refusal, sent } = controller;
  const toConfirm = sent?.consents.some(({ channel }) => channel === 'email') ?? false;
  const text = sent?.email ? fill(view.t(toConfirm ? 'lead.confirm' : 'lead.answerTo', { email: '\u0000' }), html`<bdi dir="ltr">${sent.email}</bdi>`) : nothing;
  return html`<div part="sent" class="form">
    ${outcomeHead('check', view.t('lead.received'), text)}
    ${refusal === undefined ? nothing : html`<div class="summary">${refusedState(view, { title: view.t('form.partRefused'), text: refusal, retry: () => controller.settleParts('retry'), discard: () => controller.settleParts('discard') })}</div>`}
    ${view.hasSteps ? html`<ol part="steps" class="steps"><slot name="step"></slot></ol>` : nothing}
    <div class="row wrap"><slot name="sent-actions"></slot><button type="button" part="button" class="btn quiet" @click=${() => controller.startAnew()}>${view.t('form.sendAnother')}</button></div></div>`;
}

/** Handed over, not with the server yet. */
export function leadWaiting(view: LeadLateView): TemplateResult {
  const { controller } = view;
  return waitingView(view, {
    isSignedOut: controller.data.status?.connection === 'signed-out', isKept: controller.lead?.durable ?? false, canTakeBack: controller.canTakeBack,
    takeBack: () => controller.takeBack(), startAnew: () => controller.startAnew(),
  });
}

/** It may have arrived or not. */
export function leadUnknown(view: LeadLateView): TemplateResult {
  const { controller } = view;
  return unknownView(view, { startAnew: () => controller.startAnew(), sendAgain: () => void controller.sendAgain() });
}
