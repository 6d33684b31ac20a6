import { html, type CSSResult, type TemplateResult } from 'lit';
import { cardLateEnglish } from '../messages/en-card-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { avatar } from '../styles/avatar.ts';
import { banner } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { choice } from '../styles/choice.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { cardDecisions } from './card-decisions.ts';
import { cardDetails } from './card-details.ts';
import type { CardDrawing } from './card-drawings.ts';
import { CardEditing } from './card-editing.ts';
import { cardActions, cardHead } from './card-head.ts';
import { cardInstead } from './card-instead.ts';
import { cardNext } from './card-next.ts';
import { cardBanner, cardFoot } from './card-pending.ts';
import { lateOf } from './card-late.ts';
import { cardLateStyles } from './card-late.styles.ts';
import { cardSummary } from './card-summary.ts';
import type { CardGlance, CardHost } from './card-view.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(cardLateEnglish);

const sheets: readonly CSSResult[] = [tones, pieces, avatar, button, field, banner, choice, menu, cardLateStyles];

/** The whole card. */
export function drawing(host: CardHost): CardDrawing {
  host.element.dress({ sheets });
  const late = lateOf(host);
  const { card } = late;
  const editing = new CardEditing(host, late);
  const draw = (glance: CardGlance | undefined): TemplateResult | undefined => {
    card.watch();
    if (!glance || card.state !== 'ready') return undefined;
    const view = editing.view(glance);
    return html`${cardBanner(view)}${cardHead(view)}${cardActions(view)}${cardDecisions(view)}${cardNext(view)}${cardDetails(view)}${cardSummary(view)}<slot name="footer"></slot>${cardFoot(view)}`;
  };
  return { draw, instead: cardInstead };
}
