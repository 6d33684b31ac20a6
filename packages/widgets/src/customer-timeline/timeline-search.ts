import { html, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { icon } from '../parts/icon.ts';
import type { Arranged } from './timeline-items.ts';
import type { TimelineItem } from './timeline-types.ts';

/** The words of an item that a search looks through, lower case. */
function itemWords(item: TimelineItem): string {
  switch (item.type) {
    case 'activity': return [item.activity.subject, item.activity.body, item.activity.place, item.activity.outcome].join(' ').toLowerCase();
    case 'order': return [item.order.number, item.order.status].join(' ').toLowerCase();
    case 'ticket': return [item.ticket.number, item.ticket.subject, item.ticket.description].join(' ').toLowerCase();
    case 'move': return (item.name ?? '').toLowerCase();
    case 'changes': return item.fields.flatMap(({ name, before, after }) => [name, before, after].filter((value) => typeof value === 'string')).join(' ').toLowerCase();
  }
}

/** Only the items that hold all these words; days without any fall away. */
export function searched(arranged: Arranged, text: string): Arranged {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return arranged;
  const holds = (item: TimelineItem): boolean => {
    const own = itemWords(item);
    return words.every((word) => own.includes(word));
  };
  return {
    overdue: arranged.overdue.filter(holds),
    upcoming: arranged.upcoming.filter(holds),
    days: arranged.days.map((day) => ({ ...day, items: day.items.filter(holds) })).filter((day) => day.items.length > 0),
  };
}

/** Where one writes what is looked for. */
export function finder(w: Localized, search: string, find: (text: string) => void, close: () => void): TemplateResult {
  const input = (event: Event): void => find((event.currentTarget as HTMLInputElement).value);
  const keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  };
  return html`<div class="finder"><label class="input">${icon('search')}<input type="search" part="search" aria-label=${w.t('timeline.search')} .value=${search} @input=${input} @keydown=${keydown}></label></div>`;
}
