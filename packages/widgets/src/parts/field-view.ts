import type { AddressItem, EmailItem, PhoneItem, SocialItem } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { safeUrl } from '../base/safe-url.ts';
import { addressLines } from '../format/address.ts';
import { formatDate } from '../format/date.ts';
import { formatPhone, phoneHref } from '../format/phone.ts';
import { avatar } from './avatar.ts';
import { tag } from './badge.ts';
import { isEmpty, type DeclaredField } from './declared-field.ts';
import { fieldText, homeCode, itemText, type FieldReader } from './field-text.ts';
import { itemLabel, networkName } from './known-words.ts';
import { time, timeWhen } from './time.ts';

export interface ViewOptions {
  /** Opens a record that a reference names; not given, references are only read. */
  readonly open?: ((table: string, id: string) => void) | undefined;
}

const link = (href: string | undefined, text: string): TemplateResult => html`<a part="link" href=${ifDefined(href)}><bdi dir="ltr">${text}</bdi></a>`;

/** A value as it is read: the value, that there is none, or that it is kept from this sign-in. */
export function fieldView(reader: FieldReader, field: DeclaredField, value: unknown, { open }: ViewOptions = {}): TemplateResult {
  const isMasked = field.access === 'masked';
  if (isMasked && value === undefined) return html`<span class="text-3">${reader.t('fields.masked')}</span>`;
  if (isEmpty(value)) return html`<span class="text-3">${reader.t('value.notSet')}</span>`;
  if (isMasked) return html`<bdi>${fieldText(reader, field, value)}</bdi> <span class="fine text-3">${reader.t('fields.partlyHidden')}</span>`;
  return ofKind(reader, field, value, open);
}

function ofKind(reader: FieldReader, field: DeclaredField, value: unknown, open: ViewOptions['open']): TemplateResult {
  const { locale, viewer } = reader;
  // The kind says the shape of the value.
  switch (field.kind) {
    case 'email': return link(safeUrl(`mailto:${String(value)}`), String(value));
    case 'url': return link(safeUrl(String(value)), String(value).replace(/^https?:\/\//, '').replace(/\/$/, ''));
    case 'phone': return typeof value === 'object' ? link(safeUrl(phoneHref(value as PhoneItem)), formatPhone(value as PhoneItem, { home: homeCode(locale) })) : html`<bdi>${String(value)}</bdi>`;
    case 'emails': return items(value, (item: EmailItem) => html`${link(safeUrl(`mailto:${item.value}`), item.value)}${label(reader, item)}`);
    case 'phones': return items(value, (item: PhoneItem) => html`${link(safeUrl(phoneHref(item)), formatPhone(item, { home: homeCode(locale) }))}${label(reader, item)}`);
    case 'socials': return items(value, (item: SocialItem) => html`<bdi dir="ltr">${item.handle}</bdi>${note(networkName(reader, item.network))}`);
    case 'addresses': return items(value, (item: AddressItem) => html`<bdi>${addressLines(locale, item).map((each, i) => (i === 0 ? each : html`<br>${each}`))}</bdi>`);
    case 'lines': return items(value, (item: object) => html`<bdi>${itemText(reader, item)}</bdi>`);
    case 'tags': return Array.isArray(value) ? html`<span class="row tight wrap">${value.map((each) => tag(String(each)))}</span>` : html`<bdi>${String(value)}</bdi>`;
    case 'date': return time(viewer, String(value), formatDate(locale, String(value)), false);
    case 'instant': return timeWhen(viewer, String(value));
    case 'money': case 'integer': case 'number': case 'decimal': case 'percent': return html`<span class="num">${fieldText(reader, field, value)}</span>`;
    case 'longText': return html`<bdi class="text">${String(value)}</bdi>`;
    case 'ref': return reference(reader, field, String(value), open);
    default: return html`<bdi>${fieldText(reader, field, value)}</bdi>`;
  }
}

const note = (text: string | undefined): TemplateResult | typeof nothing => (text ? html` <span class="fine text-3"><bdi>${text}</bdi></span>` : nothing);

const label = (reader: FieldReader, item: { readonly label?: string | undefined }): TemplateResult | typeof nothing => note(item.label && itemLabel(reader, item.label));

function items<T>(value: unknown, draw: (item: T) => TemplateResult): TemplateResult {
  return Array.isArray(value) ? html`${(value as readonly T[]).map((item) => html`<span class="line">${draw(item)}</span>`)}` : html`<bdi>${String(value)}</bdi>`;
}

/** A record named by another: people of the house with their picture, others to be opened. */
function reference(reader: FieldReader, field: DeclaredField, id: string, open: ViewOptions['open']): TemplateResult {
  const table = field.ref ?? '';
  const name = reader.nameOf(table, id);
  if (table === 'user') return html`<span class="row">${name ? avatar(name, { size: 20 }) : nothing}<bdi>${name ?? id}</bdi></span>`;
  if (!open || !name) return html`<bdi>${name ?? id}</bdi>`;
  return html`<button type="button" part="link" class="link" @click=${(event: Event) => { event.stopPropagation(); open(table, id); }}><bdi>${name}</bdi></button>`;
}
