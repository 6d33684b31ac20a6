import type { ReplyChanges } from '@vinculo/sdk';
import { formatLabel } from '../format/label.ts';
import { firstLine } from '../format/first-line.ts';
import { fillReply, type ReplySources } from './reply-variables.ts';
import type { TicketController } from './ticket.controller.ts';
import type { TicketHost } from './ticket-view.ts';
import type { SavedReply, TicketStatus } from './ticket-rows.ts';

/** What a saved reply would do to the ticket as it stands. */
export interface MacroPlan {
  readonly name: string;
  /** Fields of the ticket, but for its state. */
  readonly patch: Readonly<Record<string, unknown>>;
  /** The state it gets; its move is worked out when it is done. */
  readonly status: TicketStatus | undefined;
  readonly note: string | undefined;
  /** All of it in words, for a person to look at first. */
  readonly lines: readonly string[];
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string' && each !== '') : []);

/** What a saved reply changes beside its words; undefined where that is nothing, for this sign-in and this ticket. */
export function macroPlan(reply: SavedReply, { element: w, record }: TicketHost, controller: TicketController, sources: ReplySources): MacroPlan | undefined {
  // A field of JSON: whatever somebody stored there.
  const changes = (reply.changes ?? {}) as { readonly [K in keyof ReplyChanges]: unknown };
  const ticket = record.ticket!;
  const patch: Record<string, unknown> = {};
  const lines: string[] = [];
  const none = w.t('desk.none');
  const line = (field: string, before: string, after: string): void => {
    const label = record.fieldLabel(field);
    lines.push(w.t('desk.macroChange', { field: label ? formatLabel(w.locale, label) : field, before, after }));
  };
  const option = (field: 'status' | 'priority', value: unknown): string | undefined => {
    const found = record.options(field).find((each) => each.value === value);
    return found && formatLabel(w.locale, found.label);
  };
  const change = (field: string, value: unknown, before: string, after: string): void => {
    if (!record.canEdit(field)) return;
    patch[field] = value;
    line(field, before, after);
  };

  let status: TicketStatus | undefined;
  const [now, then] = [option('status', ticket.status), option('status', changes.status)];
  if (then !== undefined && changes.status !== ticket.status && record.canEdit('status')) {
    // One of the options.
    status = changes.status as TicketStatus;
    if (controller.status(status).blocked) status = undefined;
    else line('status', now ?? none, then);
  }
  const priority = option('priority', changes.priority);
  if (priority !== undefined && changes.priority !== ticket.priority) change('priority', changes.priority, option('priority', ticket.priority) ?? none, priority);
  const owner = changes.owner === 'me' ? controller.me : changes.owner;
  if ((owner === null || typeof owner === 'string') && owner !== (ticket.ownerId ?? null)) {
    const nobody = w.t('desk.nobody');
    const name = (id: string | null | undefined): string => (id ? (controller.userName(id) ?? w.t('desk.someone')) : nobody);
    change('ownerId', owner, name(ticket.ownerId), name(owner));
  }
  const queue = controller.queues.find(({ id }) => id === changes.queueId);
  if ((queue || changes.queueId === null) && changes.queueId !== (ticket.queueId ?? null)) {
    change('queueId', changes.queueId, controller.queues.find(({ id }) => id === ticket.queueId)?.name ?? w.t('desk.noQueue'), queue?.name ?? w.t('desk.noQueue'));
  }
  const had = ticket.tags ?? [];
  const without = texts(changes.removeTags);
  const tags = [...new Set([...had.filter((each) => !without.includes(each)), ...texts(changes.addTags)])];
  if (tags.join('\n') !== had.join('\n')) change('tags', tags, had.join(w.t('value.separator')) || none, tags.join(w.t('value.separator')) || none);
  const note = typeof changes.note === 'string' && changes.note.trim() && record.mayCreate('ticketMessage') ? fillReply(changes.note, sources).text.trim() : undefined;
  if (note) lines.push(w.t('desk.macroNote', { text: firstLine(note) }));
  return lines.length > 0 ? { name: reply.name, patch, status, note, lines } : undefined;
}
