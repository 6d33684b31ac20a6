import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dateTimeFormat, formatDay, formatTime, type Viewer } from '../format/date.ts';
import { formatDayHead } from '../format/relative.ts';
import { itemView } from './item-view.ts';
import type { ActivityItem, TimelineDay } from './timeline-types.ts';
import type { ViewContext } from './view-context.ts';

/** What is late and what comes, above the days. */
export function todoView(context: ViewContext, name: 'overdue' | 'upcoming', items: readonly ActivityItem[]): TemplateResult | typeof nothing {
  if (items.length === 0) return nothing;
  const label = context.w.t(`timeline.${name}`);
  // Each late item says so itself, so that its head is for screen readers alone.
  const head = name === 'overdue'
    ? html`<h3 class="hidden-text">${label}</h3>`
    : html`<h3 part="day-head" class="day"><span>${label}</span><span class="count end">${items.length}</span></h3>`;
  return html`<section class="part" part=${name} aria-label=${label}>${head}<ol>${repeat(items, (item) => item.key, (item) => itemView(context, item))}</ol></section>`;
}

/** The days in their order, and between them the line under what is new since the last visit. `counted`: heads say how many items their day has. */
export function daysView(context: ViewContext, days: readonly TimelineDay[], lastVisit: string | undefined, counted: boolean): unknown {
  const since = lineAt(days, lastVisit);
  return repeat(days, ({ day }) => day, (day, i) => dayView(context, day, since, days[i + 1], counted));
}

/** The last visit, where the line stands for it: it parts what is new from what is not; without either, and where old items come first, there is nothing to part. */
export function lineAt(days: readonly TimelineDay[], lastVisit: string | undefined): string | undefined {
  const newest = days[0]?.items[0];
  const oldest = days.at(-1)?.items.at(-1);
  return lastVisit !== undefined && newest !== undefined && newest.at > lastVisit && oldest!.at <= lastVisit ? lastVisit : undefined;
}

/** One day. `since`: where the line stands; `older`: the day below; `key`: its own among the days. */
export function dayView(context: ViewContext, { day, items, complete }: TimelineDay, since: string | undefined, older: TimelineDay | undefined, counted: boolean, key: string = day): TemplateResult {
  const { w, viewer } = context;
  const head = formatDayHead(viewer, day);
  const id = `day-${key.replace(' ', '-')}`;
  const last = since === undefined ? -1 : items.findLastIndex((item) => item.at > since);
  const within = last >= 0 && last < items.length - 1;
  const after = last >= 0 && last === items.length - 1 && older !== undefined && older.items[0]!.at <= since!;
  const text = since === undefined ? '' : w.t('timeline.newSince', { time: visitTime(viewer, since) });
  return html`<section class="part" part="day" data-day=${key} aria-labelledby=${id}>
    <h3 part="day-head" class="day" id=${id}><span>${head.name}</span>${head.date ? html`<span class="fine text-3">${head.date}</span>` : nothing}${complete && counted ? html`<span class="count end">${items.length}</span>` : nothing}</h3>
    <ol>${repeat(within ? [...items.slice(0, last + 1), undefined, ...items.slice(last + 1)] : items, (item) => item?.key ?? 'new', (item) => (item ? itemView(context, item) : html`<li part="new-line" class="new">${text}</li>`))}</ol>
    ${after ? html`<p part="new-line" class="new">${text}</p>` : nothing}</section>`;
}

/** "Tue 18:04" within a week, else with the date. */
function visitTime(viewer: Viewer & { readonly now: Date }, since: string): string {
  const recent = viewer.now.getTime() - Date.parse(since) < 6 * 86_400_000;
  const day = recent ? dateTimeFormat(viewer.locale, { weekday: 'short' }).format(new Date(since)) : formatDay(viewer, since);
  return `${day} ${formatTime(viewer, since)}`;
}
