import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { formatName } from '../format/name.ts';
import { avatar } from '../parts/avatar.ts';
import { badge } from '../parts/badge.ts';
import { skeleton } from '../parts/skeleton.ts';
import { bodyBones } from './card-skeleton.ts';
import type { CardRow } from './card-rows.ts';
import type { CardGlance } from './card-view.ts';

/** The name as its culture writes it. */
export function nameOf(record: CardRow): string {
  return formatName({ display: record.name, given: record.givenName, family: record.familyName }, record.locale);
}

export function cardAvatar({ table, record }: Pick<CardGlance, 'table' | 'record'>, size: 32 | 48): TemplateResult {
  const isFirm = table === 'account' && record.kind !== 'person';
  return avatar(nameOf(record), { size, kind: isFirm ? 'organisation' : 'person', culture: record.locale });
}

/** What the customer is worth, in a word. */
export function valueBadge({ card, record, locale }: CardGlance): unknown {
  const { valueClass } = record;
  if (!valueClass) return nothing;
  const label = card.optionLabel('valueClass', valueClass);
  return badge(label ? formatLabel(locale, label) : valueClass, { tone: valueClass === 'high' ? 'accent' : 'neutral' });
}

/** A text as Editables draws it, with room for its pencil. */
function still(view: CardGlance, field: string, text: string): TemplateResult {
  const shown = html`<bdi>${text}</bdi>`;
  return view.card.canEdit(field) ? html`<span class="still"><span>${shown}</span><span class="icon small"></span></span>` : shown;
}

/** Who it is, where the whole card will have it, while that is on its way. */
export function cardFace(view: CardGlance): TemplateResult {
  const { card, table, record } = view;
  const field = table === 'contact' ? 'jobTitle' : 'industry';
  const about = record[field];
  const firm = table === 'contact' ? card.account?.name : undefined;
  return html`<header part="header" class="head">${cardAvatar(view, 48)}
    <div class="grow"><div class="row wrap who"><h3 part="name" class="title">${still(view, 'name', nameOf(record))}</h3>${valueBadge(view)}<slot name="badges"></slot></div>
      ${about ? html`<p class="text-2">${still(view, field, about)}</p>` : nothing}${firm ? html`<p class="firm"><bdi>${firm}</bdi></p>` : nothing}</div>
    <span class="room"></span>
  </header>${skeleton(view, bodyBones())}`;
}
