import { html, nothing, type TemplateResult } from 'lit';
import { cardLateEnglish } from '../messages/en-card-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { icon } from '../parts/icon.ts';
import { cardAvatar, nameOf } from './card-face.ts';
import { nextBrief } from './card-next.ts';
import type { Draw } from './card-drawings.ts';

addEnglish(moreEnglish);
addEnglish(cardLateEnglish);

/** One row for a list: who, where, and what is next. */
export const drawing = (): Draw => (view): TemplateResult => {
  const { card, record, table, t } = view;
  const about = [table === 'contact' ? record.jobTitle : record.industry, card.account?.name].filter(Boolean);
  const mark = card.conflicts.length + card.refused.length > 0 ? html`<span class="bad" title=${t('state.refusedChange')}>${icon('warn', 'small')}<span class="hidden-text">${t('state.refusedChange')}</span></span>`
    : card.waiting.length > 0 ? html`<span part="unsynced" class="text-3" title=${t('state.unsynced')}>${icon('offline', 'small')}<span class="hidden-text">${t('state.unsynced')}</span></span>` : nothing;
  return html`<div class="mini">${cardAvatar(view, 32)}
    <div class="grow"><p class="row tight"><button type="button" part="name link" class="link plain bold cut" @click=${() => view.open(table, record.id)}><bdi>${nameOf(record)}</bdi></button>${mark}<slot name="badges"></slot></p>
      ${about.length ? html`<p class="fine text-3 cut">${about.map((each, i) => html`${i > 0 ? ' · ' : nothing}<bdi>${each}</bdi>`)}</p>` : nothing}</div>
    ${nextBrief(view)}<slot name="actions"></slot>
  </div>`;
};
