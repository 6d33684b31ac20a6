import { nothing } from 'lit';
import { formatLabel } from '../format/label.ts';
import { badge } from '../parts/badge.ts';
import type { CardGlance } from './card-view.ts';

/** What the customer is worth, in a word. */
export function valueBadge({ card, record, locale }: CardGlance): unknown {
  const { valueClass } = record;
  if (!valueClass) return nothing;
  const label = card.optionLabel('valueClass', valueClass);
  return badge(label ? formatLabel(locale, label) : valueClass, { tone: valueClass === 'high' ? 'accent' : 'neutral' });
}
