import { html, nothing, type TemplateResult } from 'lit';
import { bone, skeleton } from '../parts/skeleton.ts';
import { bodyBones } from './card-skeleton.ts';
import type { CardGlance } from './card-view.ts';

/** A text as Editables draws it, with room for its pencil. */
function still(view: CardGlance, field: string, text: string): TemplateResult {
  const shown = html`<bdi>${text}</bdi>`;
  return view.card.canEdit(field) ? html`<span class="still"><span>${shown}</span><span class="pen"></span></span>` : shown;
}

/** Who it is, where the whole card will have it, while that is on its way. */
export function cardFace(view: CardGlance): TemplateResult {
  const { card, table, record } = view;
  const field = table === 'contact' ? 'jobTitle' : 'industry';
  const about = record[field];
  const firm = table === 'contact' ? card.account?.name : undefined;
  return html`<header part="header" class="head">${bone('face')}
    <div class="grow"><div class="row wrap who"><h3 part="name" class="title">${still(view, 'name', record.name)}</h3>${view.worth()}<slot name="badges"></slot></div>
      ${about ? html`<p class="text-2">${still(view, field, about)}</p>` : nothing}${firm ? html`<p class="firm"><bdi>${firm}</bdi></p>` : nothing}</div>
    <span class="room"></span>
  </header>${skeleton(view, bodyBones())}`;
}
