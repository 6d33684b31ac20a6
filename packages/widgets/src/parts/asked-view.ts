import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import type { Localized } from '../messages/message.ts';
import type { AskedField, AskedKind } from './asked-field.ts';
import { fieldHelp, helpId } from './field-help.ts';
import { icon } from './icon.ts';

/** What drawing a field needs of its form. */
export interface AskedView extends Localized {
  readonly controller: { answer(name: string, text: string): void; answerTo(field: AskedField): string };
  readonly stage: { readonly isBusy: boolean; changed(event: Event): void };
}

/** How a line is typed into. */
export interface InputKind {
  readonly type: string;
  /** What browsers and phones know of the person. */
  readonly autocomplete?: string;
  readonly inputmode?: string;
  /** Written from left to right in every language. */
  readonly isCode?: boolean;
}

const byKind: Readonly<Partial<Record<AskedKind, InputKind>>> = {
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

/** What stands around the control of a field. */
export interface Around {
  readonly label: string;
  /** What is wrong with it, drawn: its id is `problem-<name>`. */
  readonly problem: TemplateResult | typeof nothing;
  readonly input?: InputKind | undefined;
}

/** A field with its label, its control and what is wrong with it. */
export function askedView(view: AskedView, field: AskedField, { label, problem, input }: Around): TemplateResult {
  const { name, required, readonly } = field;
  const isWrong = problem !== nothing;
  const marks: Marks = { id: `field-${name}`, invalid: isWrong ? 'true' : nothing, described: [isWrong ? `problem-${name}` : '', field.help ? helpId(name) : ''].filter(Boolean).join(' ') || nothing, isReadonly: readonly || view.stage.isBusy };
  const help = fieldHelp(view.locale, name, field.help);
  // A tick stands before its words.
  if (field.kind === 'boolean' && field.options.length === 0) return html`<div part="field field-${name}" class="field tick">${tickControl(view, field, marks)}<label for=${marks.id}>${label}</label>${help}${problem}</div>`;
  const optional = required || readonly ? nothing : html`<span class="optional">${view.t('form.optional')}</span>`;
  const control = field.options.length > 0 ? choiceControl(view, field, marks) : textControl(view, field, marks, input ?? byKind[field.kind] ?? { type: 'text' });
  return html`<div part="field field-${name}" class="field"><label for=${marks.id}>${label}${optional}</label>${help}${control}${problem}</div>`;
}

function tickControl(view: AskedView, field: AskedField, { id, invalid, described, isReadonly }: Marks): TemplateResult {
  const { controller } = view;
  const change = (event: Event): void => {
    controller.answer(field.name, (event.target as HTMLInputElement).checked ? 'yes' : '');
    view.stage.changed(event);
  };
  return html`<input id=${id} part="tick" type="checkbox" ?disabled=${isReadonly} aria-required=${field.required} aria-invalid=${invalid} aria-describedby=${described} .checked=${controller.answerTo(field) === 'yes'} @change=${change}>`;
}

function choiceControl(view: AskedView, field: AskedField, { id, invalid, described, isReadonly }: Marks): TemplateResult {
  const { controller } = view;
  const value = controller.answerTo(field);
  const change = (event: Event): void => {
    controller.answer(field.name, (event.target as HTMLSelectElement).value);
    view.stage.changed(event);
  };
  return html`<div class="select"><select id=${id} part="input" class="input" ?disabled=${isReadonly} aria-required=${field.required} aria-invalid=${invalid} aria-describedby=${described} @change=${change}><option value="" ?selected=${value === ''}>${view.t(field.required ? 'form.choose' : 'form.none')}</option>${
    repeat(field.options, (each) => each.value, (each) => html`<option value=${each.value} ?selected=${each.value === value}>${formatLabel(view.locale, each.label)}</option>`)}</select>${icon('chevron', 'chevron')}</div>`;
}

function textControl(view: AskedView, field: AskedField, { id, invalid, described, isReadonly }: Marks, { type, autocomplete, inputmode, isCode }: InputKind): TemplateResult {
  const { controller } = view;
  const { name, required, readonly } = field;
  const read = (event: Event): void => controller.answer(name, (event.target as HTMLInputElement).value);
  const change = (event: Event): void => view.stage.changed(event);
  const value = controller.answerTo(field);
  if (field.kind === 'longText') return html`<textarea id=${id} part="input" class="input" rows="3" dir="auto" ?readonly=${isReadonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${read} @change=${change}></textarea>`;
  return html`<input id=${id} part="input" class="input" type=${type} name=${readonly ? nothing : (autocomplete ?? name)} autocomplete=${readonly ? 'off' : (autocomplete ?? 'off')} inputmode=${inputmode ?? nothing} dir=${isCode ? 'ltr' : 'auto'} ?readonly=${isReadonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${read} @change=${change}>`;
}
