import { html, nothing, type TemplateResult } from 'lit';
import { formatDuration } from '../format/duration.ts';
import { formatMoney } from '../format/money.ts';
import { formatNumber } from '../format/number.ts';
import { bone } from '../parts/skeleton.ts';
import { timeAgo } from '../parts/time-ago.ts';
import type { Section } from './card-sections.ts';
import type { CardView } from './card-view.ts';
import { kindName } from './labels.ts';

function figure<T>(name: string, label: string, section: Section<T>, draw: (value: T) => unknown): unknown {
  if (section === null) return nothing;
  return html`<div part="figure ${name}" class="figure"><dt class="fine text-3">${label}</dt>${section === undefined ? html`<dd aria-hidden="true">${bone('line')}${bone('short')}</dd>` : draw(section)}</div>`;
}

function due({ locale, viewer, t }: CardView, at: string): TemplateResult {
  const left = Date.parse(at) - (viewer.now ?? new Date()).getTime();
  return left < 0 ? html`<dd class="fine bad"><bdi>${t('time.overdueBy', { duration: formatDuration(locale, left) })}</bdi></dd>` : html`<dd class="fine warn"><bdi>${t('time.dueIn', { duration: formatDuration(locale, left) })}</bdi></dd>`;
}

/** Open deals, open tickets, last contact. */
export function cardSummary(view: CardView): unknown {
  const { card, locale, viewer, t } = view;
  if ([card.deals, card.tickets, card.lastContact].every((each) => each === null)) return nothing;
  // Chinese and Japanese write large sums in units of ten thousand.
  const compact = /^(zh|ja)/.test(locale);
  return html`<dl part="summary" class="summary">
    ${figure('deals', t('card.openDeals'), card.deals, ({ count, sums }) => html`${sums.length
      ? sums.map((money) => html`<dd class="bold num"><bdi>${formatMoney(locale, money, { compact })}</bdi></dd>`)
      : html`<dd class="bold num">${formatNumber(locale, count)}</dd>`}${sums.length ? html`<dd class="fine text-2"><bdi>${t('count.deals', { count })}</bdi></dd>` : nothing}`)}
    ${figure('tickets', t('card.openTickets'), card.tickets, ({ count, due: at }) => html`<dd class="bold num">${formatNumber(locale, count)}</dd>${at ? due(view, at) : nothing}`)}
    ${card.orders?.count ? figure('orders', t('card.openOrders'), card.orders, ({ count, sums }) => html`<dd class="bold num">${formatNumber(locale, count)}</dd>${sums.map((money) => html`<dd class="fine text-2 num"><bdi>${formatMoney(locale, money, { compact })}</bdi></dd>`)}`) : nothing}
    ${figure('last-contact', t('card.lastContact'), card.lastContact, ({ at, kind, direction }) => html`<dd class="bold"><bdi>${timeAgo(viewer, at, { focusable: true })}</bdi></dd>${kind ? html`<dd class="fine text-2"><bdi>${kindName(view, kind, direction)}</bdi></dd>` : nothing}`)}
  </dl>`;
}
