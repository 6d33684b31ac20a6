import type { FieldKind, Money, Phone } from '@vinculo/sdk';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { decimalOf, minorDigits } from '../format/money.ts';
import { entityOf, isEmpty, type DeclaredField } from './declared-field.ts';
import { itemColumns, itemsInput, itemsOf, newItem, withProduct, type ItemDraft } from './field-items.ts';
import type { FieldReader } from './field-text.ts';
import type { Found } from './find-records.ts';
import { LookupBoxes } from './lookup-box.ts';
import { typedDecimal } from './typed-decimal.ts';
import { decimalText, localTime, minorOf, phoneOf, tagsOf } from './typed-values.ts';

export interface InputOptions {
  /** Unique in the widget; ids and names in the drawing begin with it. */
  readonly key: string;
  readonly value: unknown;
  /** The accessible name, where no `<label for="input-<key>">` stands beside it. */
  readonly label?: string;
  readonly required?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string;
  /** Of amounts that have none yet. */
  readonly currency: string;
  /** Of a reference: what was typed may become a new record. */
  readonly create?: ((table: string, text: string, choose: (found: Found) => void) => void) | undefined;
}

/** What stands in an input: a value as the declaration holds it (null: emptied), or what is wrong with it, in words. */
export type Answer = { readonly value: unknown } | { readonly problem: string };

/** What an input needs to be labelled and described. */
interface Marks {
  readonly id: string;
  readonly name: string;
  readonly label: string | typeof nothing;
  readonly required: boolean;
  readonly invalid: 'true' | typeof nothing;
  readonly describedBy: string | typeof nothing;
}

const numbers: ReadonlySet<FieldKind> = new Set(['percent', 'integer', 'number', 'decimal']);

const mostCurrencies = ['EUR', 'USD', 'CNY', 'GBP', 'JPY', 'CHF', 'HKD', 'TWD', 'KRW', 'INR', 'AED', 'SAR'];

/**
 * Inputs for any declared field, by its kind, and the way back from what was typed to a value. What has no input of its own to hold it (items, chosen
 * records) is held here by its key until it is dropped.
 */
export class FieldInputs implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #lookups: LookupBoxes;
  readonly #items = new Map<string, readonly ItemDraft[]>();
  /** Null: the choice was taken back. */
  readonly #chosen = new Map<string, Found | null>();
  #added: string | undefined;

  constructor(host: VinculoElement, say: (text: string) => void) {
    this.#host = host;
    this.#lookups = new LookupBoxes(host, say);
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#added === undefined) return;
    const rows = this.#host.renderRoot.querySelectorAll<HTMLElement>(`[data-items="${CSS.escape(this.#added)}"] > .item`);
    this.#added = undefined;
    rows[rows.length - 1]?.querySelector('input')?.focus();
  }

  /** Forgets what is held for an input, or for all. */
  drop(key?: string): void {
    if (key === undefined) { this.#items.clear(); this.#chosen.clear(); return; }
    this.#items.delete(key);
    this.#chosen.delete(key);
  }

  render(reader: FieldReader, field: DeclaredField, options: InputOptions): TemplateResult {
    const { key, value, label, required = false, invalid = false, describedBy } = options;
    const marks: Marks = { id: `input-${key}`, name: key, label: label ?? nothing, required, invalid: invalid ? 'true' : nothing, describedBy: describedBy ?? nothing };
    switch (field.kind) {
      case 'longText': return html`<textarea part="input" class="input" id=${marks.id} name=${key} aria-label=${marks.label} aria-required=${required ? 'true' : nothing} aria-invalid=${marks.invalid} aria-describedby=${marks.describedBy} .defaultValue=${textOf(value)}></textarea>`;
      case 'boolean': return this.#select(marks, [...(field.emptiable ? [['', '']] : []), ['true', reader.t('value.yes')], ['false', reader.t('value.no')]], value === true ? 'true' : value === false ? 'false' : '');
      case 'option': return this.#options(reader, field, marks, value);
      case 'money': return this.#money(reader, marks, value as Money | null | undefined, options.currency);
      case 'ref': return this.#ref(reader, field, options);
      default: break;
    }
    const columns = itemColumns[field.kind];
    if (columns) return html`${itemsInput(reader, field.kind, options.currency, {
      key, label: label ?? formatLabel(reader.locale, field.label), columns, items: this.#draft(field, options), before: storedItems(value), describedBy, invalid,
      changed: (change, drawAnew) => this.#setItems(key, change(this.#draft(field, options)), drawAnew),
    })}${field.kind === 'lines' ? this.#product(reader, field, options) : nothing}`;
    return this.#text(marks, field, value);
  }

  #text(marks: Marks, { kind }: DeclaredField, value: unknown): TemplateResult {
    const number = numbers.has(kind);
    // Inputs for numbers go by the browser's language, not by the widget's: a comma more or less, and it is another amount.
    const type = number ? 'text' : kind === 'email' || kind === 'url' || kind === 'date' ? kind : kind === 'phone' ? 'tel' : kind === 'instant' ? 'datetime-local' : 'text';
    const text = kind === 'instant' ? localTime(textOf(value)) : kind === 'phone' ? textOf((value as Phone | null | undefined)?.raw) : kind === 'tags' && Array.isArray(value) ? value.join(this.#host.t('value.separator')) : number ? typedDecimal(this.#host.locale, textOf(value)) : textOf(value);
    return html`<input part="input" class="input ${number ? 'num' : ''}" id=${marks.id} name=${marks.name} type=${type} inputmode=${number ? 'decimal' : nothing}
      aria-label=${marks.label} aria-required=${marks.required ? 'true' : nothing} aria-invalid=${marks.invalid} aria-describedby=${marks.describedBy} autocomplete="off" .defaultValue=${text}>`;
  }

  #select(marks: Marks, choices: readonly (readonly string[])[], value: string): TemplateResult {
    return html`<select part="input" class="input" id=${marks.id} name=${marks.name} aria-label=${marks.label} aria-required=${marks.required ? 'true' : nothing} aria-invalid=${marks.invalid} aria-describedby=${marks.describedBy}>${choices.map(([each = '', word]) => html`<option value=${each} ?selected=${each === value}>${word}</option>`)}</select>`;
  }

  #options(reader: FieldReader, field: DeclaredField, marks: Marks, value: unknown): TemplateResult {
    const listed = field.options.map((each) => [each.value, formatLabel(reader.locale, each.label)]);
    // A value that is in no list is kept, and shown as it is.
    const own = typeof value === 'string' && value !== '' && !listed.some(([each]) => each === value) ? [[value, value]] : [];
    const none = field.emptiable || isEmpty(value) ? [['', marks.required ? reader.t('board.choose') : '']] : [];
    return this.#select(marks, [...none, ...own, ...listed], textOf(value));
  }

  #money(reader: FieldReader, marks: Marks, value: Money | null | undefined, usual: string): TemplateResult {
    const currency = value?.currency ?? usual;
    const text = value ? typedDecimal(reader.locale, decimalOf(value.minor, minorDigits(currency)).replace(/\.0+$/, '')) : '';
    return html`<span class="money"><input part="input" class="input num" id=${marks.id} name=${marks.name} type="text" inputmode="decimal" autocomplete="off" aria-label=${marks.label} aria-required=${marks.required ? 'true' : nothing} aria-invalid=${marks.invalid} aria-describedby=${marks.describedBy} .defaultValue=${text}>${
      html`<select part="input" class="input" name=${`${marks.name}.currency`} aria-label=${reader.t('board.currency')}>${[...new Set([currency, usual, ...mostCurrencies])].map((each) => html`<option value=${each} ?selected=${each === currency}>${each}</option>`)}</select>`}</span>`;
  }

  #ref(reader: FieldReader, field: DeclaredField, { key, value, label, required, invalid, describedBy, create }: InputOptions): TemplateResult {
    const chosen = this.#chosen.get(key);
    const table = field.ref ?? '';
    const shown = chosen === null ? '' : (chosen?.name ?? (isEmpty(value) ? '' : (reader.nameOf(table, String(value)) ?? String(value))));
    const choose = (found: Found | undefined): void => { this.#chosen.set(key, found ?? null); this.#host.requestUpdate(); };
    return this.#lookups.render({
      id: key, tables: [table], shown, choose, ...(label === undefined ? {} : { label }), ...(required ? { required } : {}), ...(invalid ? { invalid } : {}), ...(describedBy ? { describedBy } : {}),
      create: create && ((text) => create(table, text, choose)),
    });
  }

  /** Lines are of products, as a rule: one that is found becomes a line with its price; what is none is typed. */
  #product(reader: FieldReader, field: DeclaredField, options: InputOptions): TemplateResult | typeof nothing {
    const { crm } = this.#host;
    const product = entityOf(crm, 'product');
    const served = crm?.description.snapshot?.tables;
    if (!product || (served && !served['product'])) return nothing;
    const choose = (found: Found | undefined): void => {
      if (found) this.#setItems(options.key, withProduct(this.#draft(field, options), found.row, options.currency), true);
    };
    return html`<span class="of-product">${this.#lookups.render({ id: `${options.key}-product`, tables: ['product'], shown: '', label: reader.t('card.addField', { field: formatLabel(reader.locale, product.label) }), placeholder: reader.t('card.addField', { field: formatLabel(reader.locale, product.label) }), offer: ({ row }) => row['active'] !== false, choose })}</span>`;
  }

  #draft(field: DeclaredField, { key, value, currency }: InputOptions): readonly ItemDraft[] {
    const held = this.#items.get(key);
    if (held) return held;
    const items = storedItems(value);
    const draft = items.length > 0 ? items : [newItem(field.kind, currency)];
    this.#items.set(key, draft);
    return draft;
  }

  #setItems(key: string, items: readonly ItemDraft[], drawAnew: boolean): void {
    if (items.length > (this.#items.get(key)?.length ?? 0)) this.#added = key;
    this.#items.set(key, items);
    if (drawAnew) this.#host.requestUpdate();
  }

  /** The id of the control that takes focus for an input. */
  focusId(key: string, { kind }: DeclaredField): string {
    return kind === 'ref' ? `lookup-${key}` : `input-${key}`;
  }

  /** What stands in the input of a field, inside `box`. `before` is what the record holds. */
  read(reader: FieldReader, field: DeclaredField, key: string, box: ParentNode, before: unknown): Answer {
    const answer = this.#answer(reader, field, key, box, before);
    if ('problem' in answer) return answer;
    const { value } = answer;
    const label = formatLabel(reader.locale, field.label);
    if (isEmpty(value)) return field.emptiable || !field.declared ? { value: Array.isArray(value) ? value : null } : { problem: reader.t('field.required', { field: label }) };
    // The entity's own check; what only the backend knows it checks itself.
    if (field.declared && !field.declared.shape.safeParse(value).success) return { problem: this.#wrong(reader, field) };
    return answer;
  }

  #answer(reader: FieldReader, field: DeclaredField, key: string, box: ParentNode, before: unknown): Answer {
    if (field.kind === 'ref') {
      const chosen = this.#chosen.get(key);
      return { value: chosen === undefined ? (before ?? null) : (chosen?.id ?? null) };
    }
    const columns = itemColumns[field.kind];
    if (columns) {
      const list = itemsOf(field.kind, columns, this.#items.get(key) ?? [], storedItems(before));
      return list ? { value: list } : { problem: this.#wrong(reader, field) };
    }
    const input = box.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`[name="${CSS.escape(key)}"]`);
    if (!input) return { value: before ?? null };
    if (input.validity.badInput || (input.validity.typeMismatch && field.kind === 'email')) return { problem: this.#wrong(reader, field) };
    const typed = input.value.trim();
    if (typed === '') return { value: field.kind === 'tags' ? [] : null };
    const text = numbers.has(field.kind) || field.kind === 'money' ? decimalText(reader.locale, typed) : typed;
    if (text === undefined) return { problem: this.#wrong(reader, field) };
    switch (field.kind) {
      case 'boolean': return { value: text === 'true' };
      case 'percent': case 'integer': case 'number': return { value: Number(text) };
      case 'tags': return { value: tagsOf(text) };
      // The same minute as before keeps its seconds.
      case 'instant': return { value: typeof before === 'string' && localTime(before) === text ? before : new Date(text).toISOString() };
      case 'currency': return { value: text.toUpperCase() };
      case 'phone': {
        const was = before as Phone | null | undefined;
        const phone = was?.raw === text ? was : phoneOf(text);
        return phone ? { value: phone } : { problem: this.#wrong(reader, field) };
      }
      case 'money': {
        const currency = box.querySelector<HTMLSelectElement>(`[name="${CSS.escape(`${key}.currency`)}"]`)?.value ?? '';
        const minor = minorOf(text, currency);
        return minor === undefined ? { problem: this.#wrong(reader, field) } : { value: { minor, currency } };
      }
      default: return { value: field.kind === 'longText' ? input.value : text };
    }
  }

  #wrong(reader: FieldReader, field: DeclaredField): string {
    if (field.kind === 'email' || field.kind === 'emails') return reader.t('card.emailWrong');
    if (field.kind === 'phone' || field.kind === 'phones') return reader.t('card.phoneWrong');
    return reader.t('card.wrong', { field: formatLabel(reader.locale, field.label) });
  }
}

/** The kind says the shape of the value. */
function storedItems(value: unknown): readonly ItemDraft[] {
  return Array.isArray(value) ? (value as readonly ItemDraft[]) : [];
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}
