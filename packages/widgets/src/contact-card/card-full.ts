import { html } from 'lit';
import { cardDetails } from './card-details.ts';
import type { Draw } from './card-drawings.ts';
import { CardEditing } from './card-editing.ts';
import { cardActions, cardHead } from './card-head.ts';
import { cardNext } from './card-next.ts';
import { cardBanner, cardFoot } from './card-pending.ts';
import { cardSummary } from './card-summary.ts';
import type { CardHost } from './card-view.ts';

/** The whole card. */
export function drawing(host: CardHost): Draw {
  const editing = new CardEditing(host);
  return (glance) => {
    const view = editing.view(glance);
    return html`${cardBanner(view)}${cardHead(view)}${cardActions(view)}${view.decisions?.(view)}${cardNext(view)}${cardDetails(view)}${cardSummary(view)}<slot name="footer"></slot>${cardFoot(view)}`;
  };
}
