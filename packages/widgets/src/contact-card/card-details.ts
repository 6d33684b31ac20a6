import { html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatDay } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import { formatNumber } from '../format/number.ts';
import { avatar } from '../parts/avatar.ts';
import { tag } from '../parts/badge.ts';
import { icon } from '../parts/icon.ts';
import type { CardConsent } from './card-sections.ts';
import type { CardView } from './card-view.ts';
import { cardTies, classRow } from './card-ties-view.ts';
import { customValue } from './custom-value.ts';
import { addressBlocks, emailLines, phoneLines, socialRows } from './item-lines.ts';
import { sourceWord } from '../parts/known-words.ts';
import { consentName } from './labels.ts';

function row(field: string, label: string, value: unknown): TemplateResult {
  return html`<dt part="label">${label}</dt><dd part="value ${field}">${value}</dd>`;
}

function owner(view: CardView): unknown {
  const { card } = view;
  const { record, deeds, t } = view;
  const members = card.team.map(({ name, role }) => html`<div class="entry">${avatar(name, { size: 20 })}<bdi>${name}</bdi>${role ? html`<span class="fine text-3"><bdi>${role}</bdi></span>` : nothing}</div>`);
  const own = card.owner && html`<div class="entry">${avatar(card.owner.name, { size: 20 })}<bdi>${card.owner.name}</bdi>${card.owner.team ? html`<span class="fine text-3"><bdi>${card.owner.team}</bdi></span>` : nothing}</div>`;
  // Nobody's: anyone who may can take it from here.
  const pool = !record.ownerId && deeds.offered.includes('claim')
    ? html`<div class="entry"><span>${t('deed.pool')}</span><button type="button" part="button claim" class="btn small" @click=${() => void deeds.ask('claim')}>${t('deed.claim')}</button>${record.poolReason ? html`<span class="fine text-3"><bdi>${t('deed.poolReason', { reason: record.poolReason })}</bdi></span>` : nothing}</div>` : undefined;
  return own || pool || members.length > 0 ? html`${own ?? pool ?? nothing}${members}` : undefined;
}

/** A text that is read and written in a row of its own. */
function textRow(view: CardView, field: 'department' | 'status'): unknown {
  const value = view.record[field] ?? '';
  if (!value && view.fields.editing !== field) return nothing;
  return row(field, view.label(field), view.fields.render({ key: field, label: view.label(field), value: view.draft(field) ?? value, shown: html`<bdi>${value}</bdi>`, readonly: !view.card.canEdit(field), save: (text) => view.save(field, text.trim() || null) }));
}

function consentLine(view: CardView, consent: CardConsent): TemplateResult {
  const { viewer, t } = view;
  const day = formatDay(viewer, consent.at);
  const when = consent.state === 'given' ? day : t(({ refused: 'card.consentRefused', withdrawn: 'card.consentWithdrawn', asked: 'card.consentAsked' } as const)[consent.state], { date: day });
  const given = consent.state === 'given';
  return html`<li class="entry"><span class="row tight ${given ? 'good' : 'text-2'}">${icon(given ? 'check' : consent.state === 'asked' ? 'clock' : 'x')}<bdi>${consentName(view, consent)}</bdi></span><bdi class="fine text-3">${consent.source ? t('card.consentSource', { when, source: sourceWord(view, consent.source) }) : when}</bdi>${view.card.canConsent ? editButton(view, consent) : nothing}</li>`;
}

function editButton(view: CardView, consent: CardConsent): TemplateResult {
  const label = view.t('action.editField', { field: `${view.t('field.consent')} ${consentName(view, consent)}` });
  return html`<span class="tools"><button type="button" part="edit" class="clear" aria-label=${label} title=${label} @click=${() => void view.consent.ask(consent)}>${icon('pencil', 'small')}</button></span>`;
}

function birthday(view: CardView): unknown {
  const { record, fields, card, locale } = view;
  const value = record.birthday ?? '';
  if (!value && fields.editing !== 'birthday') return nothing;
  const label = view.label('birthday');
  return row('birthday', label, fields.render({
    key: 'birthday', label, value: view.draft('birthday') ?? value, type: 'date', invalid: view.t('card.wrong', { field: label }), readonly: !card.canEdit('birthday'),
    shown: html`<bdi>${value && formatDate(locale, value)}</bdi>`, save: (text) => view.save('birthday', text || null),
  }));
}

/** Messaging accounts by their networks; while they are edited all of them together. */
function socials(view: CardView): unknown {
  const editor = view.listEditor('socials');
  return editor ? row('socials', view.label('socials'), editor) : socialRows(view).map(({ label, lines }) => row('socials', label, lines));
}

function tags(view: CardView): unknown {
  const list = view.record.tags ?? [];
  if (list.length === 0 && view.fields.editing !== 'tags') return undefined;
  const separator = view.t('value.separator');
  return view.fields.render({
    key: 'tags', label: view.label('tags'), value: view.draft('tags') ?? list.join(separator), readonly: !view.card.canEdit('tags'),
    shown: html`<span class="row tight wrap">${list.map((each) => tag(each))}</span>`,
    save: (text) => view.save('tags', [...new Set(text.split(/[,，、;；\n]/).map((each) => each.trim()).filter(Boolean))]),
  });
}

function description(view: CardView): unknown {
  const text = view.record.description ?? '';
  if (!text && view.fields.editing !== 'description') return undefined;
  return view.fields.render({
    key: 'description', label: view.label('description'), value: view.draft('description') ?? text, type: 'multiline', readonly: !view.card.canEdit('description'),
    shown: html`<bdi class="text">${text}</bdi>`, save: (value) => view.save('description', value.trim() || null),
  });
}

function accountRows(view: CardView): unknown {
  const { card, record, open, table } = view;
  if (table !== 'account') return nothing;
  const parent = record.parentId && card.account ? record.parentId : undefined;
  return html`${parent ? row('parent', view.label('parentId'), html`<button type="button" part="link" class="link" @click=${() => open('account', parent)}><bdi>${card.account!.name}</bdi></button>`) : nothing}
    ${card.children ? row('children', view.t('card.children'), html`${card.children.rows.map(({ id, name }) => html`<div class="entry"><button type="button" part="link" class="link" @click=${() => open('account', id)}><bdi>${name}</bdi></button></div>`)}${card.children.total > card.children.rows.length ? html`<span class="fine text-3 num">${view.t('card.andMore', { count: card.children.total - card.children.rows.length })}</span>` : nothing}`) : nothing}
    ${card.contacts === undefined ? nothing : row('contacts', view.t('card.contacts'), html`<span class="num">${formatNumber(view.locale, card.contacts)}</span>`)}
    ${textRow(view, 'status')}${record.roles?.length ? row('roles', view.label('roles'), html`<span class="row tight wrap">${record.roles.map((each) => tag(each))}</span>`) : nothing}`;
}

/** What is known of the customer, field by field. A field without a value has no row. */
export function cardDetails(view: CardView): TemplateResult {
  const { card, record, locale } = view;
  const given = (field: string, value: unknown): unknown => (value === undefined ? nothing : row(field, view.label(field), value));
  const addresses = addressBlocks(view);
  const consents = card.consents;
  return html`<dl part="fields" class="fields">
    ${accountRows(view)}
    ${given('phones', view.listEditor('phones') ?? phoneLines(view))}${given('emails', view.listEditor('emails') ?? emailLines(view))}
    ${socials(view)}
    ${given('addresses', view.listEditor('addresses') ?? (addresses.length ? addresses : undefined))}
    ${view.table === 'contact' ? textRow(view, 'department') : nothing}${view.table === 'contact' ? birthday(view) : nothing}
    ${given('ownerId', owner(view))}
    ${consents.length ? row('consent', view.t('field.consent'), html`<ul>${consents.map((each) => consentLine(view, each))}</ul>`) : nothing}
    ${cardTies(view)}${card.classes.map((each) => classRow(view, each))}
    ${given('tags', tags(view))}
    ${card.customFields.map((field) => {
      const text = customValue(view, field, record.custom?.[field.name]);
      return text ? row('custom', formatLabel(locale, field.label), html`<bdi>${text}</bdi>`) : nothing;
    })}
    ${given('description', description(view))}
  </dl><slot name="fields"></slot>`;
}
