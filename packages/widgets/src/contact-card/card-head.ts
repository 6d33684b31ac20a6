import type { PhoneItem } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { safeUrl } from '../base/safe-url.ts';
import { withinSentence } from '../format/label.ts';
import { phoneHref } from '../format/phone.ts';
import { icon } from '../parts/icon.ts';
import type { MenuItem } from '../parts/menu.ts';
import { cardAvatar } from './card-avatar.ts';
import { nameOf } from './card-name.ts';
import type { CardView } from './card-view.ts';
import { newItem } from './item-lines.ts';
import { primaryFirst } from './primary-first.ts';

/** A text field shown where it has a value or is being written. */
function line(view: CardView, field: 'jobTitle' | 'industry', className: string): unknown {
  const value = view.record[field] ?? '';
  if (!value && view.fields.editing !== field) return nothing;
  return html`<p class=${className}>${view.fields.render({ key: field, label: view.label(field), value: view.draft(field) ?? value, shown: html`<bdi>${value}</bdi>`, readonly: !view.card.canEdit(field), save: (text) => view.save(field, text.trim() || null) })}</p>`;
}

function accountLink({ card, table, record, open }: CardView): unknown {
  const id = record.accountId;
  if (table !== 'contact' || !id || !card.account) return nothing;
  return html`<p><button type="button" part="link account" class="link" @click=${() => open('account', id)}><bdi>${card.account.name}</bdi></button></p>`;
}

function websiteLink(view: CardView): unknown {
  const { table, record } = view;
  if (table !== 'account' || !record.website) return nothing;
  const shown = html`<bdi dir="ltr">${record.website.replace(/^https?:\/\/(www\.)?|\/$/g, '')}</bdi>`;
  const href = safeUrl(record.website);
  return html`<p>${href ? html`<a part="link website" href=${href} target="_blank" rel="noopener noreferrer">${shown}</a>` : shown}</p>`;
}

function choose(view: CardView, value: string): void {
  if (view.deeds.chosen(value) || view.vcard.chosen(value)) return;
  if (value === 'consent') void view.consent.ask();
  else if (value === 'open') view.open(view.table, view.record.id);
  else view.edit(value);
}

/** What the menu offers: to write what has no place of its own yet, and what can be done with the customer as a whole. */
function menuItems(view: CardView): MenuItem[] {
  const { card, record, table } = view;
  const texts = [...(table === 'contact' ? (['jobTitle', 'department', 'birthday'] as const) : (['industry', 'status'] as const)), 'description'] as const;
  const add = (field: string): MenuItem => ({ value: field, label: view.t('card.addField', { field: withinSentence(view.locale, field === 'consent' ? view.t('field.consent') : view.label(field)) }), icon: 'plus' });
  return [
    { value: 'open', label: view.t('action.open'), icon: 'arrow' },
    ...['phones', 'emails'].filter((field) => card.canEdit(field)).map((field) => ({ ...add(field), value: `${field}.${newItem}` })),
    ...(['addresses', 'socials', 'tags'] as const).filter((field) => card.canEdit(field) && !record[field]?.length).map(add),
    ...texts.filter((field) => card.canEdit(field) && !record[field]).map(add),
    ...(card.canConsent ? [add('consent')] : []),
    ...view.vcard.items,
    ...view.deeds.items,
  ];
}

export function cardHead(view: CardView): TemplateResult {
  const { card, record, fields, menus, t } = view;
  const name = nameOf(record);
  return html`<header part="header" class="head">${cardAvatar(view, 48)}
    <div class="grow">
      <div class="row wrap who"><h3 part="name" class="title">${fields.render({ key: 'name', label: view.label('name'), value: view.draft('name') ?? record.name, shown: html`<bdi>${name}</bdi>`, readonly: !card.canEdit('name'), save: (text) => view.save('name', text.trim()) })}</h3>${view.worth()}<slot name="badges"></slot></div>
      ${line(view, 'jobTitle', 'text-2')}${line(view, 'industry', 'text-2')}${accountLink(view)}${websiteLink(view)}
    </div>
    ${menus.render({ id: 'more', button: icon('more'), name: t('action.more'), className: 'square quiet small', chevron: false, items: menuItems(view), choose: (value) => choose(view, value) })}
  </header>`;
}

/** Call, email, message: each where there is a way to. */
export function cardActions(view: CardView): unknown {
  const { card, record, t } = view;
  const phone = primaryFirst(record.phones)[0];
  const mobile = record.phones?.find(({ label }) => label === 'mobile') ?? phone;
  const email = primaryFirst(record.emails).find(({ bouncedAt }) => !bouncedAt);
  const social = record.socials?.[0];
  const link = (part: string, href: string | undefined, go: () => boolean, content: TemplateResult): TemplateResult =>
    html`<a part="action ${part}" class="btn" href=${ifDefined(safeUrl(href))} @click=${(event: Event) => { if (!go()) event.preventDefault(); }}>${content}</a>`;
  const canCall = phone && !card.isMasked('phones');
  const canMail = email && !card.isMasked('emails');
  const canWrite = (mobile && canCall) || social;
  if (!canCall && !canMail && !canWrite) return html`<slot name="actions"></slot>`;
  const to: { phone?: PhoneItem; social?: typeof social } = mobile && canCall ? { phone: mobile } : {};
  return html`<div part="actions" class="actions">
    ${canCall ? link('call', phoneHref(phone), () => view.call(phone), html`${icon('phone')}${t('action.call')}`) : nothing}
    ${canMail ? link('email', `mailto:${email.value}`, () => view.email(email), html`${icon('mail')}${t('action.email')}`) : nothing}
    ${canWrite ? html`<button type="button" part="action message" class="btn" @click=${() => view.message({ ...to, ...(social ? { social } : {}) })}>${icon('chat')}${t('action.message')}</button>` : nothing}
    <slot name="actions"></slot>
  </div>`;
}
