import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import type { Localized } from '../messages/message.ts';
import type { FormStage } from '../parts/form-stage.ts';
import { icon } from '../parts/icon.ts';
import { consentText } from './consent-text.ts';
import { tickName, type ConsentSetting, type LeadField, type LeadFieldKind, type LeadFieldName } from './lead-fields.ts';
import type { LeadFormController } from './lead-form.controller.ts';

/** What drawing needs of the element. */
export interface LeadView extends Localized {
  readonly controller: LeadFormController;
  readonly stage: FormStage;
}

/** The two that stand side by side where there is room. */
const pairs: readonly (readonly [LeadFieldName, LeadFieldName])[] = [['name', 'email'], ['company', 'jobTitle']];

/** What a field is called: to whom it is asked what they are called and want, in words of the form; else as the declaration or the backend has it. */
export function labelOf(view: LeadView, { name, label }: Pick<LeadField, 'name' | 'label'>): string {
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

interface InputKind {
  readonly type: string;
  /** What browsers and phones know of the person. */
  readonly autocomplete?: string;
  readonly inputmode?: string;
  /** Written from left to right in every language. */
  readonly isCode?: boolean;
}

const byName: Readonly<Partial<Record<string, InputKind>>> = {
  name: { type: 'text', autocomplete: 'name' }, company: { type: 'text', autocomplete: 'organization' }, jobTitle: { type: 'text', autocomplete: 'organization-title' },
  givenName: { type: 'text', autocomplete: 'given-name' }, familyName: { type: 'text', autocomplete: 'family-name' },
};
const byKind: Readonly<Partial<Record<LeadFieldKind, InputKind>>> = {
  emails: { type: 'email', autocomplete: 'email', isCode: true }, phones: { type: 'tel', autocomplete: 'tel', isCode: true }, email: { type: 'email', isCode: true }, url: { type: 'text', inputmode: 'url', isCode: true },
  // Not of the type number: a browser keeps back what it does not read as one, and it would be lost without a word.
  integer: { type: 'text', inputmode: 'numeric' }, number: { type: 'text', inputmode: 'decimal' }, decimal: { type: 'text', inputmode: 'decimal' }, percent: { type: 'text', inputmode: 'decimal' }, date: { type: 'date' },
};

/** What every control has. */
interface Marks {
  readonly id: string;
  readonly invalid: 'true' | typeof nothing;
  readonly described: string | typeof nothing;
  readonly isReadonly: boolean;
}

function fieldView(view: LeadView, field: LeadField): TemplateResult {
  const { controller } = view;
  const { name, required, readonly } = field;
  const isWrong = controller.sending.problems.some((each) => each.field === name);
  const marks: Marks = { id: `field-${name}`, invalid: isWrong ? 'true' : nothing, described: isWrong ? `problem-${name}` : nothing, isReadonly: readonly || view.stage.isBusy };
  // A tick stands before its words.
  if (field.kind === 'boolean' && field.options.length === 0) return html`<div part="field field-${name}" class="field tick">${tickControl(view, field, marks)}<label for=${marks.id}>${labelOf(view, field)}</label>${messageOf(view, name)}</div>`;
  const optional = required || readonly ? nothing : html`<span class="optional">${view.t('form.optional')}</span>`;
  const control = field.options.length > 0 ? choiceControl(view, field, marks) : textControl(view, field, marks);
  return html`<div part="field field-${name}" class="field"><label for=${marks.id}>${labelOf(view, field)}${optional}</label>${control}${messageOf(view, name)}</div>`;
}

function tickControl(view: LeadView, { name, required }: LeadField, { id, invalid, described, isReadonly }: Marks): TemplateResult {
  const { controller } = view;
  const change = (event: Event): void => {
    controller.answer(name, (event.target as HTMLInputElement).checked ? 'yes' : '');
    view.stage.changed(event);
  };
  return html`<input id=${id} part="tick" type="checkbox" ?disabled=${isReadonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .checked=${controller.answers.of(name) === 'yes'} @change=${change}>`;
}

function choiceControl(view: LeadView, field: LeadField, { id, invalid, described, isReadonly }: Marks): TemplateResult {
  const { controller } = view;
  const value = controller.answerTo(field);
  const change = (event: Event): void => {
    controller.answer(field.name, (event.target as HTMLSelectElement).value);
    view.stage.changed(event);
  };
  return html`<div class="select"><select id=${id} part="input" class="input" ?disabled=${isReadonly} aria-required=${field.required} aria-invalid=${invalid} aria-describedby=${described} @change=${change}><option value="" ?selected=${value === ''}>${view.t(field.required ? 'form.choose' : 'form.none')}</option>${
    repeat(field.options, (each) => each.value, (each) => html`<option value=${each.value} ?selected=${each.value === value}>${formatLabel(view.locale, each.label)}</option>`)}</select>${icon('chevron', 'chevron')}</div>`;
}

function textControl(view: LeadView, field: LeadField, { id, invalid, described, isReadonly }: Marks): TemplateResult {
  const { controller } = view;
  const { name, required, readonly } = field;
  const read = (event: Event): void => controller.answer(name, (event.target as HTMLInputElement).value);
  const change = (event: Event): void => view.stage.changed(event);
  const value = controller.answerTo(field);
  if (field.kind === 'longText') return html`<textarea id=${id} part="input" class="input" rows="3" dir="auto" ?readonly=${isReadonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${read} @change=${change}></textarea>`;
  const { type, autocomplete, inputmode, isCode } = byName[name] ?? byKind[field.kind] ?? { type: 'text' };
  return html`<input id=${id} part="input" class="input" type=${type} name=${readonly ? nothing : (autocomplete ?? name)} autocomplete=${readonly ? 'off' : (autocomplete ?? 'off')} inputmode=${inputmode ?? nothing} dir=${isCode ? 'ltr' : 'auto'} ?readonly=${isReadonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${read} @change=${change}>`;
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
