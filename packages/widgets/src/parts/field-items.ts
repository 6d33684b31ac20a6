import type { AnyRow, Entities, FieldKind, Item, RowOf } from '@vinculo/sdk';
import { newId } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { addressOrder, type PostalAddress } from '../format/address.ts';
import { decimalOf, minorDigits } from '../format/money.ts';
import type { Localized, MessageKey } from '../messages/message.ts';
import { icon } from './icon.ts';
import { itemLabel, networkName, storedWord } from './known-words.ts';
import { typedDecimal } from './typed-decimal.ts';
import { decimalText, phoneOf } from './typed-values.ts';

/** An item while it is edited: texts by name. What else it holds stays with it. */
export type ItemDraft = Item & { readonly [name: string]: unknown };

type ProductRow = RowOf<Entities['product']>;

interface Column {
  readonly name: string;
  readonly label: Extract<MessageKey, `fields.item${string}`>;
  readonly type?: 'email' | 'tel' | 'number';
  /** Without it, the item is left out. */
  readonly main?: true;
  readonly wide?: true;
}

const kindColumn = { name: 'label', label: 'fields.itemKind' } as const;

/** What one types of each item. */
export const itemColumns: Readonly<Partial<Record<FieldKind, readonly Column[]>>> = {
  emails: [{ name: 'value', label: 'fields.itemEmail', type: 'email', main: true, wide: true }, kindColumn],
  phones: [{ name: 'raw', label: 'fields.itemPhone', type: 'tel', main: true, wide: true }, kindColumn],
  socials: [{ name: 'network', label: 'fields.itemNetwork', main: true }, { name: 'handle', label: 'fields.itemHandle', main: true }],
  addresses: [
    { name: 'street', label: 'fields.itemStreet', main: true, wide: true }, { name: 'postcode', label: 'fields.itemPostcode', main: true }, { name: 'city', label: 'fields.itemCity', main: true },
    { name: 'region', label: 'fields.itemRegion', main: true }, { name: 'country', label: 'fields.itemCountry', main: true },
  ],
  lines: [
    { name: 'name', label: 'fields.itemName', main: true, wide: true }, { name: 'quantity', label: 'fields.itemQuantity', type: 'number' },
    { name: 'unitPrice', label: 'fields.itemPrice', type: 'number' },
  ],
};

export interface ItemsOptions {
  readonly key: string;
  readonly label: string;
  readonly columns: readonly Column[];
  readonly items: readonly ItemDraft[];
  /** As they are stored. */
  readonly before: readonly ItemDraft[];
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  /** Given what is made of the items as they are by then: other inputs were typed into since they were drawn. */
  readonly changed: (change: (items: readonly ItemDraft[]) => readonly ItemDraft[], drawAnew: boolean) => void;
}

/** A new item, with what an item of its kind cannot be without. */
export function newItem(kind: FieldKind, currency: string): ItemDraft {
  return { id: newId(), ...(kind === 'lines' ? { quantity: '1', currency } : {}) };
}

/** The lines with one more, of a product at its price. It takes the place of a last line without a name. */
export function withProduct(lines: readonly ItemDraft[], product: AnyRow, currency: string): readonly ItemDraft[] {
  const { id, name, price, unit, taxPercent } = product as ProductRow & AnyRow; // the row of a product, by its declaration
  const last = lines.at(-1);
  const line: ItemDraft = {
    ...newItem('lines', currency), productId: id, name, ...(unit ? { unit } : {}), ...(taxPercent ? { taxPercent } : {}),
    ...(price ? { unitPrice: decimalOf(price.minor, minorDigits(price.currency)), currency: price.currency } : {}),
  };
  return [...(last && !String(last['name'] ?? '').trim() ? lines.slice(0, -1) : lines), line];
}

/** Rows of inputs, one for each item, with buttons to add and to take out. */
export function itemsInput(view: Localized, kind: FieldKind, currency: string, { key, label, columns, items, before, describedBy, invalid, changed }: ItemsOptions): TemplateResult {
  const shown = (text: unknown, name: string, type: string): string => {
    if (typeof text !== 'string' || !text) return '';
    return type === 'number' ? typedDecimal(view.locale, text) : name === 'label' ? itemLabel(view, text) : name === 'network' ? networkName(view, text) : text;
  };
  const set = (id: string, name: string, typed: string, type: string): void => {
    // What is no number stays as it is typed, and is told when it is saved.
    const value = type === 'number' ? (decimalText(view.locale, typed) ?? typed) : storedWord(view, name, typed);
    changed((now) => now.map((each) => (each.id === id ? { ...each, [name]: value } : each)), false);
  };
  // In the order of the country that is stored: nothing moves while one is typed.
  const home = new Intl.Locale(view.locale).maximize().region;
  const stored = (item: ItemDraft): PostalAddress => (before.find(({ id }) => id === item.id) ?? {}) as PostalAddress; // asked of addresses alone
  const inOrder = (item: ItemDraft): readonly Column[] => (kind === 'addresses' ? addressOrder(view.locale, stored(item), home).flatMap((name) => columns.find((each) => each.name === name) ?? []) : columns);
  return html`<span class="items" role="group" aria-label=${label} data-items=${key}>${repeat(items, ({ id }) => id, (item, i) => html`<span class="item ${columns.length === 2 ? 'pair' : ''}">${repeat(inOrder(item), ({ name }) => name, ({ name, label: word, type = 'text', main, wide }) => html`<input
      part="input" class="input ${wide ? 'wide' : ''}" name=${`${key}.${i}.${name}`} type=${type === 'number' ? 'text' : type} inputmode=${type === 'number' ? 'decimal' : nothing} autocomplete="off" aria-label=${`${label} ${i + 1}: ${view.t(word)}`} placeholder=${view.t(word)} aria-invalid=${invalid && (main || type === 'number') ? 'true' : 'false'} aria-describedby=${describedBy ?? nothing}
      .defaultValue=${shown(item[name], name, type)} @input=${(event: Event) => set(item.id, name, (event.currentTarget as HTMLInputElement).value, type)}>`)}<button
      type="button" part="remove" class="clear" aria-label=${view.t('fields.removeItem', { what: `${label} ${i + 1}` })} @click=${() => changed((now) => now.filter((each) => each.id !== item.id), true)}>${icon('x', 'small')}</button></span>`)}<button
    type="button" part="add" class="btn small quiet add" @click=${() => changed((now) => [...now, newItem(kind, currency)], true)}>${icon('plus', 'small')}${view.t('card.addField', { field: label })}</button></span>`;
}

/** The items of a draft, as they are stored: empty ones are left out, and what was known of another address or number goes. Undefined: one of them is no item. */
export function itemsOf(kind: FieldKind, columns: readonly Column[], draft: readonly ItemDraft[], before: readonly ItemDraft[]): readonly ItemDraft[] | undefined {
  const kept: ItemDraft[] = [];
  for (const each of draft) {
    if (columns.filter(({ main }) => main).every(({ name }) => !String(each[name] ?? '').trim())) continue;
    const texts = Object.fromEntries(columns.map(({ name }) => [name, typeof each[name] === 'string' ? each[name].trim() : undefined]));
    const was = before.find(({ id }) => id === each.id);
    const item: Record<string, unknown> = { ...each, ...texts };
    if (kind === 'phones' && was?.['raw'] !== texts['raw']) {
      const phone = phoneOf(texts['raw'] ?? '');
      if (!phone) return undefined;
      delete item['e164'];
      Object.assign(item, phone);
    }
    if (kind === 'emails' && was?.['value'] !== texts['value']) { delete item['verified']; delete item['bouncedAt']; }
    if (kind === 'addresses') item['country'] = texts['country']?.toUpperCase();
    kept.push({ ...Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined && value !== '')), id: each.id });
  }
  return kept;
}
