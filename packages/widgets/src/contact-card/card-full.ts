import { html, type CSSResult } from 'lit';
import { cardLateEnglish } from '../messages/en-card-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { cardDetails } from './card-details.ts';
import type { Draw } from './card-drawings.ts';
import { CardEditing } from './card-editing.ts';
import { cardActions, cardHead } from './card-head.ts';
import { cardNext } from './card-next.ts';
import { cardBanner, cardFoot } from './card-pending.ts';
import { cardSummary } from './card-summary.ts';
import type { CardHost } from './card-view.ts';

addEnglish(moreEnglish);
addEnglish(cardLateEnglish);

const sheets: readonly CSSResult[] = [button, field, banner, menu];

/** The whole card. */
export function drawing(host: CardHost): Draw {
  host.element.dress({ sheets });
  const editing = new CardEditing(host);
  return (glance) => {
    const view = editing.view(glance);
    return html`${cardBanner(view)}${cardHead(view)}${cardActions(view)}${view.decisions?.(view)}${cardNext(view)}${cardDetails(view)}${cardSummary(view)}<slot name="footer"></slot>${cardFoot(view)}`;
  };
}
