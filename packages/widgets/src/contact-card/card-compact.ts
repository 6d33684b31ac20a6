import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { cardLateEnglish } from '../messages/en-card-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { icon } from '../parts/icon.ts';
import { avatar } from '../styles/avatar.ts';
import { button } from '../styles/button.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { cardAvatar } from './card-avatar.ts';
import { nameOf } from './card-name.ts';
import { lateOf } from './card-late.ts';
import { cardLateStyles } from './card-late.styles.ts';
import { nextBrief } from './card-next.ts';
import type { CardDrawing } from './card-drawings.ts';
import { cardInstead } from './card-instead.ts';
import type { CardGlance, CardHost } from './card-view.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(cardLateEnglish);

const sheets: readonly CSSResult[] = [tones, pieces, avatar, button, cardLateStyles];

/** One row for a list: who, where, and what is next. */
export function drawing(host: CardHost): CardDrawing {
  host.element.dress({ sheets });
  const { card } = lateOf(host);
  const draw = (view: CardGlance | undefined): TemplateResult | undefined => {
    card.watch('compact');
    if (!view || card.state !== 'ready') return undefined;
    const { record, table, t, viewer } = view;
    const about = [table === 'contact' ? record.jobTitle : record.industry, card.account?.name].filter(Boolean);
    const mark = card.writes.conflicts.length + card.writes.refused.length > 0 ? html`<span class="bad" title=${t('state.refusedChange')}>${icon('warn', 'small')}<span class="hidden-text">${t('state.refusedChange')}</span></span>`
      : card.writes.waiting.length > 0 ? html`<span part="unsynced" class="text-3" title=${t('state.unsynced')}>${icon('offline', 'small')}<span class="hidden-text">${t('state.unsynced')}</span></span>` : nothing;
    return html`<div class="mini">${cardAvatar(view, 32)}
      <div class="grow"><p class="row tight"><button type="button" part="name link" class="link plain bold cut" @click=${() => view.open(table, record.id)}><bdi>${nameOf(record)}</bdi></button>${mark}<slot name="badges"></slot></p>
        ${about.length ? html`<p class="fine text-3 cut">${about.map((each, i) => html`${i > 0 ? ' · ' : nothing}<bdi>${each}</bdi>`)}</p>` : nothing}</div>
      ${nextBrief({ card, viewer, t })}<slot name="actions"></slot>
    </div>`;
  };
  return { draw, instead: cardInstead };
}
