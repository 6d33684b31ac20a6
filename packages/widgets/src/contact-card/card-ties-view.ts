import { html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import type { CardClass, CardTie } from './card-ties.ts';
import type { CardView } from './card-view.ts';

/** What the other end of a relationship is called, said from this one. */
const reversed = { reportsTo: 'card.reports', referrer: 'card.referred', dealerOf: 'card.dealers' } as const;

function label(view: CardView, { kind, isReversed }: CardTie): string {
  if (kind === 'affiliation') return view.t('card.alsoAt');
  if (isReversed && kind in reversed) return view.t(reversed[kind as keyof typeof reversed]);
  const declared = view.card.tieLabel(kind);
  return declared ? formatLabel(view.locale, declared) : kind;
}

function line(view: CardView, tie: CardTie): TemplateResult | undefined {
  const name = view.card.tieName(tie);
  if (!name) return undefined;
  const notes = [tie.role, tie.to ? view.t('card.until', { date: formatDate(view.locale, tie.to) }) : undefined].filter(Boolean);
  return html`<div class="entry"><button type="button" part="link" class="link" @click=${() => view.open(tie.table, tie.id)}><bdi>${name}</bdi></button>${notes.length > 0 ? html`<span class="fine text-3"><bdi>${notes.join(view.t('value.separator'))}</bdi></span>` : nothing}</div>`;
}

/** One row for each kind of relationship. */
export function cardTies(view: CardView): readonly TemplateResult[] {
  const rows = new Map<string, TemplateResult[]>();
  for (const tie of view.card.ties) {
    const drawn = line(view, tie);
    const of = label(view, tie);
    if (drawn) rows.set(of, [...(rows.get(of) ?? []), drawn]);
  }
  return [...rows].map(([name, lines]) => html`<dt part="label">${name}</dt><dd part="value ties">${lines}</dd>`);
}

export function classRow(view: CardView, { scheme, value, to, byId }: CardClass): TemplateResult {
  const notes = [view.card.userName(byId), to ? view.t('card.until', { date: formatDate(view.locale, to) }) : undefined].filter(Boolean);
  return html`<dt part="label"><bdi>${scheme}</bdi></dt><dd part="value class"><div class="entry"><bdi>${value}</bdi>${notes.length > 0 ? html`<span class="fine text-3"><bdi>${notes.join(view.t('value.separator'))}</bdi></span>` : nothing}</div></dd>`;
}
