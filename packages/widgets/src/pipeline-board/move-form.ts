import { html, nothing, type TemplateResult } from 'lit';
import type { Entity, Field, OptionValue } from '@vinculo/sdk/schema';
import { decimalOf, minorDigits } from '../format/money.ts';
import type { Localized } from '../messages/message.ts';
import { formatLabel } from '../format/label.ts';
import { typedDecimal } from '../parts/typed-decimal.ts';
import { decimalText, minorOf } from '../parts/typed-values.ts';
import { fieldLabel } from './field-label.ts';

/** Rows that a reference field can name. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What a form of the board is about. */
export interface FormContext extends Localized {
  readonly entity: Entity;
  readonly currency: string;
  readonly currencies: readonly string[];
  /** Rows to choose from, per reference field. */
  readonly choices: ReadonlyMap<string, readonly Choice[]>;
  /** The lists of the backend, where they differ from the declaration. */
  readonly options: Readonly<Record<string, readonly OptionValue[]>>;
  readonly lostReason: string;
  readonly changeLostReason: (value: string) => void;
}

const lostReasons = ['price', 'competitor', 'timing', 'budget', 'noDecision', 'other'] as const;

/** A day as the person's calendar says, YYYY-MM-DD. */
function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}

/** One field with its label, as its declaration says. `required` fields are asked until filled. */
export function formField(on: FormContext, name: string, value: unknown, required = true): TemplateResult {
  const field = on.entity.fields[name];
  if (!field) return html``;
  const id = `field-${name}`;
  const label = name === 'closedAt' ? on.t('board.closedOn') : fieldLabel(on.locale, on.entity, name);
  return html`<div class="field"><label for=${id}>${label}${required ? nothing : html` <span class="fine text-3">${on.t('field.optional')}</span>`}</label>${
    name === 'lostReason' ? lostReasonInput(on, id) : name === 'closedAt' ? html`<input class="input" id=${id} name=${name} type="date" required .defaultValue=${today()} max=${today()}>` : input(on, id, name, field, value, required)}</div>`;
}

function lostReasonInput(on: FormContext, id: string): TemplateResult {
  const own = on.options['lostReason'];
  const reasons: readonly Choice[] = own ? own.map((each) => ({ value: each.value, label: formatLabel(on.locale, each.label) })) : lostReasons.map((value) => ({ value, label: on.t(`board.reason.${value}`) }));
  return html`<select class="input" id=${id} name="lostReason" required @change=${(event: Event) => on.changeLostReason((event.currentTarget as HTMLSelectElement).value)}>
      <option value="">${on.t('board.choose')}</option>${reasons.map((each) => html`<option value=${each.value}>${each.label}</option>`)}
    </select>
    ${on.lostReason === 'other' ? html`<label for="lost-note">${on.t('board.note')}</label><textarea class="input" id="lost-note" name="lostNote" required maxlength="500"></textarea>` : nothing}`;
}

function input(on: FormContext, id: string, name: string, field: Field, value: unknown, required: boolean): TemplateResult {
  const text = (type: string, more: { value?: string; step?: string; min?: string; max?: string } = {}): TemplateResult =>
    html`<input class="input" id=${id} name=${name} type=${type} ?required=${required} .defaultValue=${more.value ?? (value === undefined || value === null ? '' : String(value))} step=${more.step ?? nothing} min=${more.min ?? nothing} max=${more.max ?? nothing} autocomplete="off">`;
  switch (field.kind) {
    case 'money': return moneyInput(on, id, name, value as { minor: number; currency: string } | null | undefined, required);
    case 'date': return text('date');
    case 'instant': return text('datetime-local', { value: '' });
    case 'percent': case 'integer': case 'number': case 'decimal': return html`<input class="input num" id=${id} name=${name} type="text" inputmode="decimal" autocomplete="off" ?required=${required} .defaultValue=${value === null || value === undefined ? '' : typedDecimal(on.locale, String(value))}
      @input=${(event: Event) => judge(on, name, event.currentTarget as HTMLInputElement, (text) => field.shape.safeParse(field.kind === 'decimal' ? text : Number(text)).success)}>`;
    case 'email': return text('email');
    case 'url': return text('url');
    case 'longText': return html`<textarea class="input" id=${id} name=${name} ?required=${required} .defaultValue=${typeof value === 'string' ? value : ''}></textarea>`;
    case 'option': return select(on, id, name, (on.options[name] ?? field.options ?? []).map((each) => ({ value: each.value, label: formatLabel(on.locale, each.label) })), value, required);
    case 'ref': return select(on, id, name, on.choices.get(name) ?? [], value, required);
    default: return text('text');
  }
}

function select(on: FormContext, id: string, name: string, choices: readonly Choice[], value: unknown, required: boolean): TemplateResult {
  return html`<select class="input" id=${id} name=${name} ?required=${required}><option value="">${required ? on.t('board.choose') : ''}</option>${choices.map((each) => html`<option value=${each.value} ?selected=${each.value === value}>${each.label}</option>`)}</select>`;
}

function moneyInput(on: FormContext, id: string, name: string, value: { minor: number; currency: string } | null | undefined, required: boolean): TemplateResult {
  const currency = value?.currency ?? on.currency;
  const all = [...new Set([currency, on.currency, ...on.currencies])];
  // Another currency may have fewer digits after the point.
  const judgeAmount = ({ currentTarget }: Event): void => {
    // Amount and currency stand in this frame, in this order.
    const [amount, chosen] = (currentTarget as HTMLElement).children as unknown as [HTMLInputElement, HTMLSelectElement];
    judge(on, name, amount, (text) => (minorOf(text, chosen.value) ?? -1) >= 0);
  };
  return html`<span class="money" @input=${judgeAmount} @change=${judgeAmount}><input class="input num" id=${id} name=${name} type="text" inputmode="decimal" autocomplete="off" ?required=${required} .defaultValue=${value ? typedDecimal(on.locale, decimalOf(value.minor, minorDigits(currency)).replace(/\.0+$/, '')) : ''}>
    <select class="input" name=${`${name}.currency`} aria-label=${on.t('board.currency')}>${all.map((each) => html`<option ?selected=${each === currency}>${each}</option>`)}</select></span>`;
}

/** The browser's own check of the form holds back what is no number in this language. */
function judge(on: FormContext, name: string, input: HTMLInputElement, fits: (text: string) => boolean): void {
  const text = decimalText(on.locale, input.value);
  input.setCustomValidity(input.value.trim() === '' || (text !== undefined && fits(text)) ? '' : on.t('card.wrong', { field: fieldLabel(on.locale, on.entity, name) }));
}

/** The values of a sent form, as the declarations hold them. Empty answers are left out. */
export function readForm({ entity, locale }: Pick<FormContext, 'entity' | 'locale'>, names: readonly string[], form: FormData): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of names) {
    const text = String(form.get(name) ?? '').trim();
    const field = entity.fields[name];
    if (!field || text === '') continue;
    const value = valueOf(name, field, ['money', 'percent', 'integer', 'number', 'decimal'].includes(field.kind) ? (decimalText(locale, text) ?? '') : text, form);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function valueOf(name: string, field: Field, text: string, form: FormData): unknown {
  if (name === 'lostReason') return text === 'other' ? String(form.get('lostNote') ?? '').trim() || text : text;
  // Today is closed now; an earlier day at its noon, so that it is that day in the zones around.
  if (name === 'closedAt') return (text === today() ? new Date() : new Date(`${text}T12:00:00`)).toISOString();
  switch (field.kind) {
    case 'money': {
      const currency = String(form.get(`${name}.currency`));
      const minor = minorOf(text, currency);
      return minor === undefined ? undefined : { minor, currency };
    }
    case 'percent': case 'integer': case 'number': return Number(text);
    case 'instant': return new Date(text).toISOString();
    case 'phone': return { raw: text };
    case 'tags': return text.split(/[,，、]/).map((each) => each.trim()).filter(Boolean);
    case 'boolean': return text === 'true' || text === 'on';
    default: return text;
  }
}
