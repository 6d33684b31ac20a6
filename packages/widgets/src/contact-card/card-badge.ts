import { nothing } from 'lit';
import { formatLabel } from '../format/label.ts';
import { badge } from '../parts/badge.ts';
import type { CardRecord } from './card-record.ts';
import type { CardRow } from './card-rows.ts';

/** What the customer is worth, in a word. */
export function valueBadge(card: Pick<CardRecord, 'optionLabel'>, { valueClass }: CardRow, locale: string): unknown {
  if (!valueClass) return nothing;
  const label = card.optionLabel('valueClass', valueClass);
  return badge(label ? formatLabel(locale, label) : valueClass, { tone: valueClass === 'high' ? 'accent' : 'neutral' });
}
