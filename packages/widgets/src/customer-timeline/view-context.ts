import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Viewer } from '../format/date.ts';
import { isCjk } from '../format/cjk.ts';
import type * as afterFirstDrawing from './after-first-drawing.ts';
import type { TimelineController } from './customer-timeline.controller.ts';
import type { ActivityItem, TimelineSubject } from './timeline-types.ts';

/** What comes after the first drawing. */
export type Later = typeof afterFirstDrawing & ReturnType<typeof afterFirstDrawing.timelineRest>;

/** What the drawing of an item needs from around it. */
export interface ViewContext {
  readonly w: VinculoElement;
  readonly viewer: Viewer & { readonly now: Date };
  readonly subject: TimelineSubject;
  readonly controller: TimelineController;
  /** Undefined until it is loaded. */
  readonly late: Later | undefined;
  readonly open: (table: string, id: string) => void;
  /** Keys of the items shown whole. */
  readonly expanded: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
}

/** A user by name; `me` where it is the viewer. Undefined for one nobody knows. */
export function userName({ controller }: ViewContext, id: string | null | undefined): { readonly name: string; readonly me: boolean } | undefined {
  if (!id) return undefined;
  if (id === controller.me) return { name: '', me: true };
  const user = controller.sources.users.rows.find((row) => row.id === id);
  return user && { name: user.name, me: false };
}

/** A contact as one speaks of them: on their own timeline and in small groups by the given name, in Chinese, Japanese and Korean by the whole. */
export function contactName({ controller, subject }: ViewContext, id: string): string | undefined {
  const contact = controller.sources.contacts.rows.find((row) => row.id === id) ?? controller.sources.record.rows.find((row) => row.id === id && subject.table === 'contact');
  return contact && spokenName(subject, contact);
}

function spokenName({ table }: TimelineSubject, row: { readonly id: string; readonly name?: unknown; readonly givenName?: unknown }): string {
  const name = String(row.name);
  const given = row.givenName;
  return table === 'account' || isCjk(name) || typeof given !== 'string' || given === '' ? name : given;
}

/** Who of the customer's side it was with: the sender of what came in, the receiver of what went out, else whoever is linked; at last the account or the lead itself. Mail that went to addresses alone was to these. */
export function counterpart(context: ViewContext, { activity, links }: ActivityItem): string | undefined {
  const written = activity.details?.['to'];
  if (Array.isArray(written) && written.length > 0 && !links.some(({ role }) => role === 'to')) return written.join(context.w.t('value.separator'));
  const roles = activity.direction === 'out' ? ['to', 'attendee', 'regarding', 'cc', 'from'] : ['from', 'attendee', 'regarding', 'to', 'cc'];
  const people = links.filter((link) => link.table === 'contact').sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
  for (const link of people) {
    const name = contactName(context, link.recordId);
    if (name) return name;
  }
  const record = context.controller.sources.record.rows[0];
  return ['account', 'lead'].includes(context.subject.table) && typeof record?.['name'] === 'string' ? spokenName(context.subject, record) : undefined;
}
