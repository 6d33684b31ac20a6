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
    case 'message': return item.message.body.toLowerCase();
    case 'touch': return [item.touch.source, item.touch.medium, item.touch.campaignName, item.touch.content, item.touch.referrer].join(' ').toLowerCase();
  }
}

/** The user whose doing an item is; undefined where it is nobody's of the company, or nobody knows. */
export function authorOf(item: TimelineItem): string | undefined {
  switch (item.type) {
    case 'activity': return item.activity.ownerId ?? item.activity.createdBy ?? undefined;
    case 'order': return item.order.ownerId ?? undefined;
    case 'ticket': return item.ticket.createdBy ?? undefined;
    case 'move': return item.change.byId ?? undefined;
    case 'changes': return item.byId ?? undefined;
    case 'message': return item.message.fromUserId ?? undefined;
    case 'touch': return undefined;
  }
}

/** Only the items that pass; days without any fall away. */
export function sifted(arranged: Arranged, passes: (item: TimelineItem) => boolean): Arranged {
  return {
    overdue: arranged.overdue.filter(passes),
    upcoming: arranged.upcoming.filter(passes),
    days: arranged.days.map((day) => ({ ...day, items: day.items.filter(passes) })).filter((day) => day.items.length > 0),
  };
}

/** Only the items that hold all these words. */
export function searched(arranged: Arranged, text: string): Arranged {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return arranged;
  return sifted(arranged, (item) => {
    const own = itemWords(item);
    return words.every((word) => own.includes(word));
  });
}
