import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import type { Localized } from '../messages/message.ts';
import type { FormStage } from '../parts/form-stage.ts';
import { icon } from '../parts/icon.ts';
import { consentText } from './consent-text.ts';
import { tickName, type ConsentSetting, type LeadField, type LeadFieldName } from './lead-fields.ts';
import type { LeadFormController } from './lead-form.controller.ts';

/** What drawing needs of the element. */
export interface LeadView extends Localized {
  readonly controller: LeadFormController;
  readonly stage: FormStage;
}

/** The two that stand side by side where there is room. */
const pairs: readonly (readonly [LeadFieldName, LeadFieldName])[] = [['name', 'email'], ['company', 'jobTitle']];

/** What a field is called. */
export function labelOf(view: LeadView, name: LeadFieldName): string {
  switch (name) {
    case 'name': return view.t('field.name');
    case 'email': return view.t('field.email');
    case 'phone': return view.t('field.phone');
    case 'description': return view.t('lead.message');
    default: {
      const label = view.controller.intake.entity?.fields[name]?.label;
      return label ? formatLabel(view.locale, label) : name;
    }
  }
}

/** All fields and boxes, each with its label, its control and what is wrong with it. */
export function leadFieldsView(view: LeadView): TemplateResult {
  const { fields, consents } = view.controller;
  const rows: (readonly LeadField[])[] = [];
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

const inputs: Readonly<Record<Exclude<LeadFieldName, 'description'>, { readonly type: string; readonly autocomplete: string }>> = {
  name: { type: 'text', autocomplete: 'name' }, email: { type: 'email', autocomplete: 'email' }, phone: { type: 'tel', autocomplete: 'tel' },
  company: { type: 'text', autocomplete: 'organization' }, jobTitle: { type: 'text', autocomplete: 'organization-title' },
};

function fieldView(view: LeadView, { name, required, readonly }: LeadField): TemplateResult {
  const { controller } = view;
  const isWrong = controller.sending.problems.some((each) => each.field === name);
  const isReadonly = readonly || view.stage.isBusy;
  const described = isWrong ? `problem-${name}` : nothing;
  const invalid = isWrong ? 'true' : nothing;
  const read = (event: Event): void => controller.answer(name, (event.target as HTMLInputElement).value);
  const change = (event: Event): void => view.stage.changed(event);
  const value = controller.answers.of(name);
  const kind = name === 'description' ? undefined : inputs[name];
  const control = kind
    ? html`<input id=${`field-${name}`} part="input" class="input" type=${kind.type} name=${readonly ? nothing : kind.autocomplete} autocomplete=${readonly ? 'off' : kind.autocomplete} dir=${name === 'email' || name === 'phone' ? 'ltr' : 'auto'} ?readonly=${isReadonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${read} @change=${change}>`
    : html`<textarea id=${`field-${name}`} part="input" class="input" rows="3" dir="auto" ?readonly=${isReadonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${read} @change=${change}></textarea>`;
  return html`<div part="field field-${name}" class="field"><label for=${`field-${name}`}>${labelOf(view, name)}${required || readonly ? nothing : html`<span class="optional">${view.t('form.optional')}</span>`}</label>${control}${messageOf(view, name)}</div>`;
}

function consentView(view: LeadView, consent: ConsentSetting): TemplateResult {
  const { controller } = view;
  const name = tickName(consent);
  const isWrong = controller.sending.problems.some((each) => each.field === name);
  const change = (event: Event): void => {
    controller.answer(name, (event.target as HTMLInputElement).checked ? 'yes' : '');
    view.stage.changed(event);
  };
  return html`<div part="consent" class="field consent"><input id=${`field-${name}`} type="checkbox" ?disabled=${view.stage.isBusy} aria-required=${consent.required ?? false} aria-invalid=${isWrong ? 'true' : nothing} aria-describedby=${isWrong ? `problem-${name}` : nothing} .checked=${controller.isTicked(consent)} @change=${change}><label for=${`field-${name}`}>${consentText(view.locale, consent)}</label>${messageOf(view, name)}</div>`;
}
