import { html, nothing } from 'lit';
import type { CalendarEvent } from '../parts/calendar-file.ts';
import { BatchedSource } from './batched-source.ts';
import { addressOf } from './customer-people.ts';
import type { TimelineController } from './customer-timeline.controller.ts';
import type { TimelineHost } from './timeline-editing.ts';
import type { Contact } from './timeline-sources.ts';
import type { Activity, ActivityItem, Attendee } from './timeline-types.ts';
import { contactName, userName, type ViewContext } from './view-context.ts';

type Ref = Pick<Attendee, 'table' | 'id'>;

/** Whom the author of a meeting named: `contact/<id>` and `user/<id>` in `details.attendees`. */
export function attendeeRefs(details: unknown): readonly Ref[] {
  const named = (details as { readonly attendees?: unknown } | null | undefined)?.attendees; // a field of JSON
  return (Array.isArray(named) ? (named as readonly unknown[]) : []).flatMap((each) => {
    const [, table, id] = /^(contact|user)\/(.+)$/.exec(String(each)) ?? [];
    return table === 'contact' || table === 'user' ? [{ table, id: id! }] : [];
  });
}

/** Those of a meeting whose address is known, and whose meeting it is, as a calendar takes them. */
export function invitation(controller: TimelineController, ownerId: string | null | undefined, attendees: readonly Pick<Attendee, 'name' | 'address'>[]): Pick<CalendarEvent, 'organizer' | 'attendees'> {
  const reached = attendees.flatMap(({ name, address }) => (address === undefined ? [] : [{ name, address }]));
  const owner = controller.sources.users.rows.find(({ id }) => id === ownerId);
  return reached.length === 0 ? {} : { attendees: reached, ...(owner?.email ? { organizer: { name: owner.name, address: owner.email } } : {}) };
}

/** Who takes part in the meetings of a timeline, also who is no customer of its own. */
export class Attendees {
  readonly #host: TimelineHost;
  readonly #contacts: BatchedSource<Contact>;
  #ids: { readonly of: readonly Activity[]; readonly list: readonly string[] } = { of: [], list: [] };

  constructor(host: TimelineHost) {
    this.#host = host;
    this.#contacts = new BatchedSource<Contact>(host.w);
  }

  /** Called before each drawing. */
  watch(): void {
    const { request, sources } = this.#host.controller;
    const { crm, subject } = request ?? {};
    const { rows } = sources.activities;
    if (rows !== this.#ids.of) this.#ids = { of: rows, list: rows.flatMap(({ details }) => attendeeRefs(details).flatMap(({ table, id }) => (table === 'contact' ? [id] : []))) };
    this.#contacts.watchIds([crm, subject?.table, subject?.id], this.#ids.list, (ids) => () => crm!.contacts.query({ where: { id: { in: ids } } }));
  }

  /** In words, with whose meeting it is; undefined where nobody was named. */
  names(context: ViewContext, item: ActivityItem): unknown {
    const { w } = context;
    const refs = this.#refs(item);
    const named = refs.flatMap((ref) => this.#name(context, ref) ?? []);
    if (named.length === 0) return undefined;
    const { ownerId } = item.activity;
    const owner = refs.some(({ table, id }) => table === 'user' && id === ownerId) ? undefined : userName(context, ownerId);
    const all = [...named, ...(owner ? [owner] : [])];
    return all.map(({ name, me }, i) => html`${i > 0 ? w.t('value.separator') : nothing}<bdi>${me ? w.t(all.length > 1 ? 'timeline.you' : 'value.you') : name}</bdi>`);
  }

  /** For a calendar. */
  invited(item: ActivityItem): Pick<CalendarEvent, 'organizer' | 'attendees'> {
    const { controller } = this.#host;
    const people = this.#refs(item).flatMap(({ table, id }) => {
      if (table === 'user') {
        const user = controller.sources.users.rows.find((row) => row.id === id);
        return user ? [{ name: user.name, ...(user.email ? { address: user.email } : {}) }] : [];
      }
      const contact = this.#contact(id);
      const address = contact && addressOf(contact);
      return contact ? [{ name: contact.name, ...(address === undefined ? {} : { address }) }] : [];
    });
    return invitation(controller, item.activity.ownerId, people);
  }

  /** Those that the activity names, and those linked to it as such: a merged contact has its link alone. */
  #refs({ activity, links }: ActivityItem): readonly Ref[] {
    const named = attendeeRefs(activity.details);
    const linked = links.flatMap(({ table, recordId, role }) => (table === 'contact' && role === 'attendee' && !named.some(({ id }) => id === recordId) ? [{ table: 'contact' as const, id: recordId }] : []));
    return [...named, ...linked];
  }

  #contact(id: string): Contact | undefined {
    return [...this.#contacts.rows, ...this.#host.controller.sources.contacts.rows].find((row) => row.id === id);
  }

  #name(context: ViewContext, { table, id }: Ref): { readonly name: string; readonly me: boolean } | undefined {
    if (table === 'user') return userName(context, id);
    const name = contactName(context, id) ?? this.#contact(id)?.name;
    return name === undefined ? undefined : { name, me: false };
  }
}
