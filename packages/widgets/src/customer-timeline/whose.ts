import { html } from 'lit';
import { opening } from './sentence.ts';
import type { TimelineItem } from './timeline-types.ts';
import { contactName, type ViewContext } from './view-context.ts';

/** Kinds whose sentences do not say who of the customer it was. */
const silent: ReadonlySet<string> = new Set(['notes', 'tasks', 'other']);

/** Whose item it is, where a timeline shows a whole customer: people the sentence does not name, and what it is about. */
export function whose(context: ViewContext, item: TimelineItem): unknown[] {
  const { controller, subject } = context;
  if (!controller.sources.scattered) return [];
  const person = (id: string | null | undefined): unknown[] => {
    const name = id && id !== subject.id ? contactName(context, id) : undefined;
    return name === undefined ? [] : [html`<bdi>${name}</bdi>`];
  };
  switch (item.type) {
    case 'activity': {
      const names = controller.recordNames();
      const ids = (table: string): string[] => [...new Set(item.links.flatMap((link) => (link.table === table && link.recordId !== subject.id ? [link.recordId] : [])))];
      const about = (['deal', 'ticket'] as const).flatMap((table) => ids(table).flatMap((id) => (names.has(id) ? [opening(context, table, id, html`<bdi>${names.get(id)}</bdi>`, 'link')] : [])));
      return [...(silent.has(item.group) ? ids('contact').flatMap(person) : []), ...about];
    }
    case 'order': return person(item.order.contactId);
    case 'ticket': return person(item.ticket.contactId);
    case 'changes': return item.table === 'contact' ? person(item.recordId) : [];
    case 'touch': return item.touch.table === 'contact' ? person(item.touch.recordId) : [];
    default: return [];
  }
}
