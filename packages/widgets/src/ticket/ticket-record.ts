import type { Description, Entity, FieldAccess, Labels, Result, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { GrowingRows } from '../parts/growing-rows.ts';
import { whoIs, type Who } from '../parts/who-is.ts';
import type { Attachment, Contact, TicketMessage, TicketRow, User } from './ticket-rows.ts';

/** What stands in place of the ticket, or that it is there. */
export type TicketState = 'noClient' | 'noRecord' | 'loading' | 'forbidden' | 'unsupported' | 'missing' | 'error' | 'ready';

/** Who wrote a message. `name` is undefined where this sign-in does not learn it. */
export interface Author {
  readonly side: 'staff' | 'customer';
  readonly name: string | undefined;
}

const window = 30;

/** Follows the ticket and its conversation: what the first drawing needs. The rest is in ticket.controller.ts. */
export class TicketRecord {
  crm: Vinculo | undefined;
  id: string | undefined;
  #entity: Entity | undefined;
  /** Once all was there, what is asked for anew is waited for no more. */
  #isGathered = false;
  /** Names that were learned; another question has none of them at first. */
  readonly #people = new Map<string, User>();
  readonly #customers = new Map<string, Contact>();
  readonly #attached = new Map<string, Attachment>();
  readonly #ticket: LiveController<Result<TicketRow>>;
  readonly #messages: GrowingRows<TicketMessage>;
  readonly #files: LiveController<Result<Attachment>>;
  readonly #users: LiveController<Result<User>>;
  readonly #contacts: LiveController<Result<Contact>>;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;

  /** `failed` is told each failure of the ticket's query once. */
  constructor(host: ReactiveControllerHost, failed: (error: VinculoError) => void) {
    // Each new try makes an error of its own; what went wrong is told once until it goes right.
    let told: string | undefined;
    this.#ticket = new LiveController(host, ({ error }) => {
      if (error && error.code !== told) failed(error);
      told = error?.code;
    });
    this.#messages = new GrowingRows(host, window);
    this.#files = new LiveController(host);
    this.#users = new LiveController(host);
    this.#contacts = new LiveController(host);
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
  }

  /** Called before each drawing. */
  watch(crm: Vinculo | undefined, id: string | undefined): void {
    // Kept, since a client that was closed meanwhile gives none any more, and the ticket may still be drawn.
    if (crm !== this.crm) this.#entity = crm?.collection('ticket').entity;
    if (id !== this.id || crm !== this.crm) this.#isGathered = false;
    this.crm = crm;
    this.id = id;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    this.#ticket.watch([crm, id], () => crm!.tickets.query({ where: { id: id! } }));
    this.#messages.watch(crm, id, (limit) => crm!.ticketMessages.query({ where: { ticketId: id! }, orderBy: ['-at'], limit }));
    const { rows } = this;
    const holders = rows.some(({ attachmentIds }) => (attachmentIds ?? []).length > 0) ? [id!, ...rows.map((row) => row.id)].join() : undefined;
    this.#files.watch([this.serves('attachment'), holders], () => crm!.attachments.query({ where: { recordId: { in: holders!.split(',') } } }));
    // A message without an author was written by whoever stored it.
    const users = listed([this.ticket?.ownerId, ...rows.map(({ fromUserId, fromContactId, createdBy }) => fromUserId ?? (fromContactId ? undefined : createdBy))]);
    this.#users.watch([this.serves('user'), users], () => crm!.users.query({ where: { id: { in: users!.split(',') } } }));
    const contacts = listed([this.ticket?.contactId, ...rows.map(({ fromContactId }) => fromContactId)]);
    this.#contacts.watch([this.serves('contact'), contacts], () => crm!.contacts.query({ where: { id: { in: contacts!.split(',') } } }));
    for (const user of this.#users.value?.rows ?? []) this.#people.set(user.id, user);
    for (const contact of this.#contacts.value?.rows ?? []) this.#customers.set(contact.id, contact);
    for (const file of this.#files.value?.rows ?? []) this.#attached.set(file.id, file);
    this.#isGathered ||= this.ticket !== undefined && !this.#isGathering;
  }

  /** The client, where this sign-in has a part in the table; before that is known, none. */
  serves(table: string): Vinculo | undefined { return this.description?.tables[table] ? this.crm : undefined; }

  get state(): TicketState {
    if (!this.crm) return 'noClient';
    if (!this.id) return 'noRecord';
    const result = this.#ticket.value;
    if (!result || (result.status === 'loading' && !this.ticket)) return 'loading';
    if (result.status === 'forbidden' || result.status === 'unsupported') return result.status;
    if (this.ticket) return this.#isGathered ? 'ready' : 'loading';
    // Only a backend that answered can say that a record is not there.
    return result.status === 'ready' ? 'missing' : 'error';
  }

  /** Who wrote what is drawn at once, so that nothing moves. */
  get #isGathering(): boolean {
    return this.#messages.value?.status === 'loading' || (!this.description && !this.isAway) || [this.#users, this.#contacts, this.#files].some(({ value }) => value?.status === 'loading' && value.rows.length === 0);
  }

  get ticket(): TicketRow | undefined { return this.#ticket.value?.rows[0]; }
  get error(): VinculoError | undefined { return this.#ticket.value?.error ?? this.status?.error; }
  get status(): Status | undefined { return this.#status.value; }
  get description(): Description | undefined { return this.#description.value; }
  get entity(): Entity { return this.#entity!; }
  /** The backend does not answer as it should. */
  get isAway(): boolean { return !['online', 'connecting', undefined].includes(this.status?.connection); }
  /** Shown from the cache, and perhaps not what the backend holds now. */
  get isStale(): boolean { return this.#ticket.value?.status === 'stale'; }
  /** Before the backend said who looks, nobody may do more than a customer. */
  get who(): Who { return this.description ? whoIs(this.description) : 'guest'; }

  // ---- the conversation --------------------------------------------------------------------------------------------

  /** Newest first, as they were asked for. Notes are the backend's to keep back; one that came all the same is shown to staff alone. */
  get rows(): readonly TicketMessage[] {
    const { rows } = this.#messages;
    return this.who === 'staff' ? rows : rows.filter(({ internal }) => !internal);
  }
  /** Oldest first. */
  get messages(): readonly TicketMessage[] { return this.rows.toReversed(); }
  get messagesFailed(): boolean { return ['error', 'forbidden', 'unsupported'].includes(this.#messages.value?.status ?? ''); }
  /** How many earlier ones are not shown; undefined where nobody knows. */
  get earlier(): number | undefined { return this.#messages.rest; }

  showEarlier(): void { this.#messages.showMore(); }

  files({ attachmentIds }: TicketMessage): readonly Attachment[] {
    return (attachmentIds ?? []).flatMap((id) => this.#attached.get(id) ?? []);
  }

  author({ fromUserId, fromContactId, createdBy }: TicketMessage): Author {
    const { ticket } = this;
    const by = fromUserId ?? undefined;
    if (by !== undefined) return { side: 'staff', name: this.userName(by) };
    if (fromContactId) return { side: 'customer', name: this.contact(fromContactId)?.name ?? this.#ownName(fromContactId) };
    if (this.userName(createdBy) !== undefined) return { side: 'staff', name: this.userName(createdBy) };
    return { side: 'customer', name: ticket?.guestName ?? this.contact(ticket?.contactId)?.name };
  }

  #ownName(contactId: string): string | undefined {
    const user = this.description?.user;
    return user?.contactId === contactId ? user.name : undefined;
  }

  userName(id: string | null | undefined): string | undefined {
    return this.#people.get(id ?? '')?.name ?? (id !== null && id !== undefined && id === this.description?.user.id && this.who === 'staff' ? this.description.user.name : undefined);
  }

  contact(id: string | null | undefined): Contact | undefined { return this.#customers.get(id ?? ''); }

  // ---- what may be seen and changed --------------------------------------------------------------------------------

  access(field: string): FieldAccess { return fieldAccess(this.description?.tables['ticket'], field); }

  /** Before the backend said who may do what, nothing is offered. */
  canEdit(field: string): boolean { return (this.description?.tables['ticket']?.update ?? false) && this.access(field) === 'write'; }
  mayCreate(table: string): boolean { return this.description?.tables[table]?.create ?? false; }

  /** The label of a field. */
  fieldLabel(field: string): Labels | undefined { return this.entity.fields[field]?.label; }

  /** The values of an option field: the backend's own list comes before the declaration's. */
  options(field: string): readonly { readonly value: string; readonly label: Labels }[] {
    return this.description?.tables['ticket']?.options?.[field] ?? this.entity.fields[field]?.options ?? [];
  }

  retry(): void { this.crm?.retry(); }
}

function listed(ids: readonly (string | null | undefined)[]): string | undefined {
  return [...new Set(ids.filter((id) => typeof id === 'string'))].sort().join() || undefined;
}
