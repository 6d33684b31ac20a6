import { html, type TemplateResult } from 'lit';
import { cardDetails } from './card-details.ts';
import { cardActions, cardHead } from './card-head.ts';
import { cardNext } from './card-next.ts';
import { cardBanner, cardFoot } from './card-pending.ts';
import { cardSummary } from './card-summary.ts';
import type { CardView } from './card-view.ts';

/** The whole card. */
export function draw(view: CardView): TemplateResult {
  return html`${cardBanner(view)}${cardHead(view)}${cardActions(view)}${view.decisions?.(view)}${cardNext(view)}${cardDetails(view)}${cardSummary(view)}<slot name="footer"></slot>${cardFoot(view)}`;
}
