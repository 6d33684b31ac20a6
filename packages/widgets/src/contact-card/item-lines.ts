import type { AddressItem, EmailItem, Item, PhoneItem, SocialItem } from '@vinculo/sdk';
import { newId } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import { safeUrl } from '../base/safe-url.ts';
import { addressLines } from '../format/address.ts';
import { formatDay } from '../format/date.ts';
import { formatPhone, phoneHref } from '../format/phone.ts';
import { icon } from '../parts/icon.ts';
import { itemLabel, networkName } from '../parts/known-words.ts';
import { phoneOf } from '../parts/typed-values.ts';
import type { CardView } from './card-view.ts';
import { primaryFirst } from './primary-first.ts';

/** The key of the editor of a new item. */
export const newItem = 'new';

/** The list with one item's value set, added (an id it does not have) or, given undefined, taken out. */
export function withItem<T extends Item>(list: readonly T[], id: string, value: Omit<T, 'id'> | undefined): T[] {
  // The type of an item without its id, and the id: together the item.
  const item = value && ({ ...value, id } as T);
  if (!list.some((each) => each.id === id)) return item ? [...list, item] : [...list];
  return list.flatMap((each) => (each.id === id ? (item ?? []) : each));
}

/** Numbers of the viewer's own country leave its code out in China. */
function homeOf(locale: string): { country?: string; code?: string } {
  const country = new Intl.Locale(locale).maximize().region;
  return { ...(country ? { country } : {}), ...(country === 'CN' ? { code: '86' } : {}) };
}

function tools(view: CardView, text: string, what: string, key?: string): TemplateResult {
  const edit = key === undefined ? nothing : html`<button type="button" part="edit" class="clear" data-edit=${key} aria-label=${view.t('action.editField', { field: `${what} ${text}` })} title=${view.t('action.editField', { field: what })} @click=${() => view.edit(key)}>${icon('pencil', 'small')}</button>`;
  return html`<span class="tools">${view.copies.button(text, `${what} ${text}`)}${edit}</span>`;
}

function notes(view: CardView, item: { readonly label?: string; readonly primary?: boolean }, oneOfMany: boolean): TemplateResult {
  return html`${item.label ? html`<span class="fine text-3"><bdi>${itemLabel(view, item.label)}</bdi></span>` : nothing}${
    item.primary && oneOfMany ? html`<span class="fine text-3 row tight">${icon('check', 'small')}${view.t('card.primary')}</span>` : nothing}`;
}

export function phoneLines(view: CardView): unknown {
  const { card, record, fields } = view;
  const list = primaryFirst(record.phones);
  const what = view.label('phones');
  const editor = (key: string, item?: PhoneItem): TemplateResult => fields.render({
    key, label: what, value: item?.raw ?? '', type: 'tel',
    save: (text) => {
      const phone = phoneOf(text);
      if (!phone && text.trim()) return view.t('card.phoneWrong');
      const { e164: _, ...rest } = item ?? { label: undefined, primary: list.length === 0 };
      return view.save('phones', withItem<PhoneItem>(record.phones ?? [], item?.id ?? newId(), phone && { ...defined(rest), ...phone }));
    },
  });
  const canEdit = card.canEdit('phones');
  const line = (item: PhoneItem): TemplateResult => {
    const key = `phones.${item.id}`;
    if (fields.editing === key) return editor(key, item);
    const text = formatPhone(item, { home: homeOf(view.locale).code });
    const href = card.isMasked('phones') ? undefined : safeUrl(phoneHref(item));
    return html`<div class="entry"><a part="link" class="typed" href=${ifDefined(href)} @click=${href === undefined ? nothing : (event: Event) => { if (!view.call(item)) event.preventDefault(); }}><bdi dir="ltr">${text}</bdi></a>${notes(view, item, list.length > 1)}${tools(view, text, what, canEdit ? key : undefined)}</div>`;
  };
  return items(view, 'phones', list, line, editor);
}

export function emailLines(view: CardView): unknown {
  const { card, record, fields, viewer } = view;
  const list = primaryFirst(record.emails);
  const what = view.label('emails');
  const good = list.filter(({ bouncedAt }) => !bouncedAt).length;
  const editor = (key: string, item?: EmailItem): TemplateResult => fields.render({
    key, label: what, value: item?.value ?? '', type: 'email', invalid: view.t('card.emailWrong'),
    save: (text) => {
      // What was known of the old address does not hold for the new one.
      const { bouncedAt: _, verified: __, ...rest } = item ?? { label: undefined, primary: list.length === 0 };
      return view.save('emails', withItem<EmailItem>(record.emails ?? [], item?.id ?? newId(), text.trim() ? { ...defined(rest), value: text.trim() } : undefined));
    },
  });
  const canEdit = card.canEdit('emails');
  const line = (item: EmailItem): TemplateResult => {
    const key = `emails.${item.id}`;
    if (fields.editing === key) return editor(key, item);
    const href = card.isMasked('emails') ? undefined : safeUrl(`mailto:${item.value}`);
    const bounced = item.bouncedAt
      ? html`<span class="fine warn row tight">${icon('warn', 'small')}${view.t('card.bounced', { date: formatDay(viewer, item.bouncedAt, 'short') })}</span>` : nothing;
    return html`<div class="entry"><a part="link" href=${ifDefined(href)} @click=${href === undefined ? nothing : (event: Event) => { if (!view.email(item)) event.preventDefault(); }}><bdi dir="ltr">${item.value}</bdi></a>${
      notes(view, item.bouncedAt ? { label: item.label } : item, good > 1)}${bounced}${tools(view, item.value, what, canEdit ? key : undefined)}</div>`;
  };
  return items(view, 'emails', list, line, editor);
}

/** One row per network: its name, and the accounts there. */
export function socialRows(view: CardView): readonly { readonly label: string; readonly lines: TemplateResult[] }[] {
  const canEdit = view.card.canEdit('socials');
  const byNetwork = new Map<string, SocialItem[]>();
  for (const item of view.record.socials ?? []) (byNetwork.get(item.network) ?? byNetwork.set(item.network, []).get(item.network)!).push(item);
  return [...byNetwork].map(([network, list]) => {
    const label = networkName(view, network);
    return { label, lines: list.map((item) => html`<div class="entry"><bdi dir="ltr">${item.handle}</bdi>${notes(view, { label: item.label }, false)}${tools(view, item.handle, label, canEdit ? 'socials' : undefined)}</div>`) };
  });
}

export function addressBlocks(view: CardView): readonly TemplateResult[] {
  const { record, locale } = view;
  const list = primaryFirst(record.addresses);
  return list.map((item: AddressItem) => {
    const lines = addressLines(locale, item, { home: homeOf(locale).country });
    return html`<div class="entry address"><address><bdi>${lines.map((each, i) => (i === 0 ? each : html`<br>${each}`))}</bdi></address>${
      list.length > 1 ? notes(view, item, true) : nothing}${tools(view, lines.join('\n'), view.label('addresses'), view.card.canEdit('addresses') ? 'addresses' : undefined)}</div>`;
  });
}

function items<T extends Item>(view: CardView, field: string, list: readonly T[], line: (item: T) => TemplateResult, editor: (key: string) => TemplateResult): unknown {
  const key = `${field}.${newItem}`;
  const adding = view.fields.editing === key;
  if (list.length === 0 && !adding) return undefined;
  return html`${repeat(list, ({ id }) => id, line)}${adding ? editor(key) : nothing}`;
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
