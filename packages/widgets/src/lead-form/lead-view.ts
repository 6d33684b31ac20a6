import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import type { Localized } from '../messages/message.ts';
import type { AskedField } from '../parts/asked-field.ts';
import { askedView, type InputKind } from '../parts/asked-view.ts';
import type { FormStage } from '../parts/form-stage.ts';
import { icon } from '../parts/icon.ts';
import { consentText } from './consent-text.ts';
import { tickName, type ConsentSetting, type LeadFieldName } from './lead-fields.ts';
import type { LeadFormController } from './lead-form.controller.ts';

/** What drawing needs of the element. */
export interface LeadView extends Localized {
  readonly controller: LeadFormController;
  readonly stage: FormStage;
}

/** The two that stand side by side where there is room. */
const pairs: readonly (readonly [LeadFieldName, LeadFieldName])[] = [['name', 'email'], ['company', 'jobTitle']];

/** What a field is called: to whom it is asked what they are called and want, in words of the form; else as the declaration or the backend has it. */
export function labelOf(view: LeadView, { name, label }: Pick<AskedField, 'name' | 'label'>): string {
  switch (name) {
    case 'name': return view.t('field.name');
    case 'email': return view.t('field.email');
    case 'phone': return view.t('field.phone');
    case 'description': return view.t('lead.message');
    default: return formatLabel(view.locale, label);
  }
}

/** All fields and boxes, each with its label, its control and what is wrong with it. */
export function leadFieldsView(view: LeadView): TemplateResult {
  const { fields, consents } = view.controller;
  const rows: (readonly AskedField[])[] = [];
  for (const each of fields) {
    const last = rows.at(-1);
    if (last?.length === 1 && pairs.some(([a, b]) => a === last[0]!.name && b === each.name)) rows[rows.length - 1] = [...last, each];
    else rows.push([each]);
  }
  return html`${repeat(rows, (row) => row[0]!.name, (row) => (row.length > 1 ? html`<div class="two">${row.map((each) => fieldView(view, each))}</div>` : fieldView(view, row[0]!)))}${
    repeat(consents.filter((each) => consentText(view.locale, each)), tickName, (each) => consentView(view, each))}`;
}

function messageOf(view: LeadView, field: string): TemplateResult | typeof nothing {
  const problem = view.controller.sending.problems.find((each) => each.field === field);
  return problem ? html`<p id=${`problem-${field}`} part="problem" class="message bad">${icon('warn')}<span>${view.controller.sending.later?.problemText(view, problem)}</span></p>` : nothing;
}

const byName: Readonly<Partial<Record<string, InputKind>>> = {
  name: { type: 'text', autocomplete: 'name' }, company: { type: 'text', autocomplete: 'organization' }, jobTitle: { type: 'text', autocomplete: 'organization-title' },
  givenName: { type: 'text', autocomplete: 'given-name' }, familyName: { type: 'text', autocomplete: 'family-name' },
};

function fieldView(view: LeadView, field: AskedField): TemplateResult {
  return askedView(view, field, { label: labelOf(view, field), problem: messageOf(view, field.name), input: byName[field.name] });
}

function consentView(view: LeadView, consent: ConsentSetting): TemplateResult {
  const { controller } = view;
  const name = tickName(consent);
  const isWrong = controller.sending.problems.some((each) => each.field === name);
  const change = (event: Event): void => {
    controller.answer(name, (event.target as HTMLInputElement).checked ? 'yes' : '');
    view.stage.changed(event);
  };
  return html`<div part="consent" class="field tick"><input id=${`field-${name}`} type="checkbox" ?disabled=${view.stage.isBusy} aria-required=${consent.required ?? false} aria-invalid=${isWrong ? 'true' : nothing} aria-describedby=${isWrong ? `problem-${name}` : nothing} .checked=${controller.isTicked(consent)} @change=${change}><label for=${`field-${name}`}>${consentText(view.locale, consent)}</label>${messageOf(view, name)}</div>`;
}
