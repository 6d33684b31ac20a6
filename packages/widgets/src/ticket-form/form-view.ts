import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatDay } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import { formatNumber } from '../format/number.ts';
import { formatOrderStatus } from '../format/order-status.ts';
import { icon } from '../parts/icon.ts';
import { labelOf, type FormView } from './field-words.ts';
import { filesField } from './files-view.ts';
import type { Order } from './form-data.ts';
import { countCharacters, subjectLimit, type FieldName, type FormField, type OwnField } from './form-fields.ts';

/** The two that stand side by side where there is room. */
const pairs: readonly (readonly [FieldName, FieldName])[] = [['guestName', 'guestEmail'], ['type', 'priority']];

/** All fields, each with its label, its control and what is wrong with it. */
export function fieldsView(view: FormView): TemplateResult {
  const { fields } = view.controller;
  const rows: (readonly FormField[])[] = [];
  for (const each of fields) {
    const last = rows.at(-1);
    if (last?.length === 1 && !each.further && pairs.some(([a, b]) => a === last[0]!.name && b === each.name)) rows[rows.length - 1] = [...last, each];
    else rows.push([each]);
  }
  return html`${repeat(rows, (row) => row[0]!.name, (row) => (row.length > 1 ? html`<div class="two">${row.map((each) => fieldView(view, each))}</div>` : fieldView(view, row[0]!)))}`;
}

function fieldView(view: FormView, field: FormField): TemplateResult {
  // Such a field is there only once what draws it is.
  return field.further ? view.controller.further!.furtherView(view, field.further) : ownFieldView(view, field);
}

function ownFieldView(view: FormView, field: OwnField): TemplateResult {
  const { name, required, readonly } = field;
  const problem = view.controller.sending.problems.find((each) => each.field === name);
  // A file that is not accepted says so itself.
  const message = problem && (name !== 'attachments' || problem.reason !== 'other' || problem.text) ? html`<p id=${`problem-${name}`} part="problem" class="message bad">${icon('warn')}<span>${view.controller.sending.later?.problemText(view, problem)}</span></p>` : nothing;
  const optional = required || readonly || name === 'attachments' ? nothing : html`<span class="optional">${view.t('form.optional')}</span>`;
  if (name === 'attachments') return filesField(view, field, message);
  const counter = name === 'subject' && !readonly ? counterView(view) : nothing;
  return html`<div part="field field-${name}" class="field"><div class="row"><label for=${`field-${name}`}>${labelOf(view, name)}${optional}</label>${counter}</div>${view.controller.further?.ownHelp(view, name)}${control(view, field, problem !== undefined)}${message}${
    name === 'subject' ? view.controller.sending.later?.suggestionsView(view) : nothing}</div>`;
}

function counterView(view: FormView): TemplateResult {
  const used = countCharacters(view.controller.answers.of('subject'));
  return html`<span id="counter" part="counter" class="fine num end ${used > subjectLimit ? 'bad' : 'text-3'}"><bdi dir="ltr" aria-hidden="true">${formatNumber(view.locale, used)} / ${formatNumber(view.locale, subjectLimit)}</bdi><span class="hidden-text">${
    view.t('form.counter', { used, limit: subjectLimit })}</span></span>`;
}

const inputs: Readonly<Partial<Record<FieldName, { readonly type: string; readonly autocomplete: string; readonly inputmode?: string }>>> = {
  guestName: { type: 'text', autocomplete: 'name' }, guestEmail: { type: 'email', autocomplete: 'email', inputmode: 'email' }, guestPhone: { type: 'tel', autocomplete: 'tel', inputmode: 'tel' },
};

function control(view: FormView, field: OwnField, isWrong: boolean): TemplateResult {
  const { name, required } = field;
  const { controller } = view;
  const isBusy = view.stage.isBusy;
  const described = [isWrong ? `problem-${name}` : '', name === 'subject' ? 'counter' : '', view.fields[name]?.help ? `help-${name}` : ''].filter(Boolean).join(' ') || nothing;
  const invalid = isWrong ? 'true' : nothing;
  const read = (event: Event): void => controller.answer(name, (event.target as HTMLInputElement).value);
  if (name === 'orderId' || name === 'productId' || name === 'type' || name === 'priority') {
    const choices = choicesOf(view, field);
    if (field.readonly) return html`<div part="input" class="input readonly num">${name === 'orderId' ? icon('order') : nothing}<input id=${`field-${name}`} readonly .value=${choices.find((each) => each.value === controller.answers.of(name))?.text ?? controller.answers.of(name)}></div>`;
    const value = controller.answers.of(name);
    const blank = name === 'priority' && value ? nothing : html`<option value="" ?selected=${value === ''}>${view.t(required ? 'form.choose' : 'form.none')}</option>`;
    return html`<div class="select"><select id=${`field-${name}`} part="input" class="input" ?disabled=${isBusy} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} @change=${(event: Event) => { read(event); view.stage.changed(event); }}>${blank}${
      choices.map((each) => html`<option value=${each.value} ?selected=${each.value === value}>${each.text}</option>`)}</select>${icon('chevron', 'chevron')}</div>`;
  }
  const isKnown = name === 'guestName' || name === 'guestEmail';
  const value = (isKnown ? controller.data.requester?.[name === 'guestName' ? 'name' : 'email'] : undefined) ?? controller.answers.of(name);
  const readonly = field.readonly || isBusy;
  if (name === 'description') {
    return html`<textarea id="field-description" part="input" class="input" rows="3" dir="auto" ?readonly=${readonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${read} @change=${(event: Event) => view.stage.changed(event)}></textarea>`;
  }
  const kind = inputs[name];
  return html`<input id=${`field-${name}`} part="input" class="input" type=${kind?.type ?? 'text'} name=${field.readonly ? nothing : (kind?.autocomplete ?? name)} autocomplete=${field.readonly ? 'off' : (kind?.autocomplete ?? 'off')} inputmode=${kind?.inputmode ?? nothing} dir=${name === 'guestEmail' || name === 'guestPhone' ? 'ltr' : 'auto'} ?readonly=${readonly} aria-required=${required} aria-invalid=${invalid} aria-describedby=${described} .value=${value} @input=${read} @change=${(event: Event) => view.stage.changed(event)}>`;
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

function choicesOf(view: FormView, { name, options }: OwnField): readonly Choice[] {
  const { data, answers } = view.controller;
  if (name === 'orderId') return data.orders.map((each) => ({ value: each.id, text: orderText(view, each) }));
  if (name !== 'productId') return options.map(({ value, label }) => ({ value, text: formatLabel(view.locale, label) }));
  // Only what is sold; a product that the page names stands there too.
  return data.products.filter((each) => each.active !== false || each.id === answers.of('productId')).map((each) => ({ value: each.id, text: each.code ? `${each.name} · ${each.code}` : each.name }));
}

function orderText(view: FormView, { number, orderedAt, status }: Order): string {
  // Each keeps its own direction; an option takes no elements.
  return [number, orderedAt ? formatDay(view, orderedAt) : '', status ? formatOrderStatus(view, status).text : ''].filter(Boolean).map((each) => `\u2068${each}\u2069`).join(' · ');
}
