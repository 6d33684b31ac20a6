import { VinculoError, type Description, type Entities, type Entity, type OutboxEntry, type Result, type RowOf, type Status, type Vinculo } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { FileRules } from '../parts/chosen-files.ts';
import { whoIs, type Who } from '../parts/who-is.ts';
import { accessTo, mayCreate } from '../parts/table-access.ts';
import { type FormField, type FormFields, type Situation } from './form-fields.ts';

export type Ticket = RowOf<Entities['ticket']>;
export type Contact = RowOf<Entities['contact']>;
export type Order = RowOf<Entities['order']>;
export type Product = RowOf<Entities['product']>;
export type SavedReply = RowOf<Entities['savedReply']>;
type Pipeline = RowOf<Entities['pipeline']>;
type Stage = RowOf<Entities['stage']>;

/** What the page decides. */
export interface TicketFormHost extends ReactiveControllerHost {
  readonly crm: Vinculo | undefined;
  readonly fields: FormFields;
  readonly pipelineId?: string;
  readonly queueId?: string;
  readonly contactId?: string;
  readonly list: boolean;
  readonly noDraft: boolean;
  readonly id: string;
  readonly fileRules: FileRules;
}

const openOrders = 50;
const shownProducts = 200;
const shownTickets = 20;

/** What the form reads: who asks, where requests go, what can be chosen. Kept up to date while the form is in the page. */
export class TicketFormData {
  readonly #host: TicketFormHost;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #pipelines: LiveController<Result<Pipeline>>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #contacts: LiveController<Result<Contact>>;
  readonly #orders: LiveController<Result<Order>>;
  readonly #products: LiveController<Result<Product>>;
  readonly #replies: LiveController<Result<SavedReply>>;
  readonly #tickets: LiveController<Result<Ticket>>;
  #entity: Entity | undefined;
  #closed: Vinculo | undefined;

  constructor(host: TicketFormHost) {
    this.#host = host;
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#pipelines = new LiveController(host);
    this.#stages = new LiveController(host);
    this.#contacts = new LiveController(host);
    this.#orders = new LiveController(host);
    this.#products = new LiveController(host);
    this.#replies = new LiveController(host);
    this.#tickets = new LiveController(host);
  }

  /** The client, unless the page closed it. */
  get crm(): Vinculo | undefined { return this.#host.crm === this.#closed ? undefined : this.#host.crm; }

  /** Asks for what is needed now. `subject` as typed: kept answers are looked up only for one. */
  watch(subject: string): void {
    try {
      this.#entity = this.crm?.collection('ticket').entity;
      this.#watch(subject);
    } catch (error) {
      if (!(error instanceof VinculoError) || error.code !== 'closed') throw error;
      this.#closed = this.#host.crm;
    }
  }

  #watch(subject: string): void {
    const { pipelineId, list, fields } = this.#host;
    const { crm } = this;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    this.#outbox.watch(crm, () => crm!.outbox);
    const from = (table: string, wanted = true): Vinculo | undefined => (wanted && this.description?.tables[table] ? crm : undefined);
    this.#pipelines.watch([from('pipeline', !pipelineId)], () => crm!.pipelines.query({ where: { table: 'ticket' }, orderBy: ['rank'] }));
    const pipeline = this.pipelineId;
    this.#stages.watch([from('stage'), pipeline], () => crm!.stages.query({ where: { pipelineId: pipeline!, category: 'open' }, orderBy: ['rank'] }));
    const contact = this.contactId;
    this.#contacts.watch([from('contact'), contact], () => crm!.contacts.query({ where: { id: contact! } }));
    const own = fields['orderId'];
    const fixed = own?.readonly && typeof own.value === 'string' ? own.value : undefined;
    this.#orders.watch([from('order', this.mayWrite('orderId')), fixed ?? contact, fixed !== undefined], () =>
      crm!.orders.query(fixed ? { where: { id: fixed } } : { where: { contactId: contact! }, orderBy: ['-orderedAt'], limit: openOrders }));
    const sellable = this.mayWrite('productId') && (this.who !== 'guest' || fields['productId'] !== undefined);
    this.#products.watch([from('product', sellable)], () => crm!.products.query({ orderBy: ['name'], limit: shownProducts }));
    this.#replies.watch([from('savedReply', subject.length > 1)], () => crm!.savedReplies.query());
    this.#tickets.watch([from('ticket', list), contact], () => crm!.tickets.query({ where: { contactId: contact! }, orderBy: ['-updatedAt'], limit: shownTickets }));
  }

  get description(): Description | undefined { return this.#description.value; }
  get status(): Status | undefined { return this.#status.value; }
  get outbox(): readonly OutboxEntry[] { return this.#outbox.value ?? []; }
  get who(): Who { return this.description ? whoIs(this.description) : 'guest'; }
  /** The declaration of a ticket; undefined while there is no client. */
  get entity(): Entity | undefined { return this.#entity; }
  get contactId(): string | undefined { return this.#host.contactId ?? this.description?.user.contactId; }
  get contact(): Contact | undefined { return this.#contacts.value?.rows[0]; }
  get orders(): readonly Order[] { return this.#orders.value?.rows ?? []; }
  get products(): readonly Product[] { return this.#products.value?.rows ?? []; }
  get replies(): readonly SavedReply[] { return this.#replies.value?.rows ?? []; }
  /** The customer's own requests; undefined where there is no list to show. */
  get tickets(): Result<Ticket> | undefined { return this.#tickets.value; }
  get pipelineId(): string | undefined { return this.#host.pipelineId ?? this.#pipelines.value?.rows.find((each) => each.active !== false)?.id; }
  /** Where a new request begins: the first open stage. */
  get stage(): Stage | undefined { return this.#stages.value?.rows[0]; }

  /** The requester, where it is known who that is. What is not known of them is empty. */
  get requester(): { readonly name: string; readonly email: string } | undefined {
    if (this.contactId === undefined) return undefined;
    const emails = (this.contact?.emails ?? []).filter((each) => !each.bouncedAt);
    const name = this.contact?.name ?? (this.#host.contactId ? '' : this.description!.user.name);
    return { name, email: (emails.find((each) => each.primary) ?? emails[0])?.value ?? '' };
  }

  /** Whether this sign-in may set a field of a ticket, and the page does not hide it. */
  mayWrite(field: string): boolean {
    return this.description !== undefined && accessTo(this.description, 'ticket', field) === 'write' && !this.#host.fields[field]?.hidden;
  }

  /** Why nothing can be shown, where that is so. */
  get error(): VinculoError | undefined {
    const failed = [this.#pipelines.value, this.#stages.value].find((each) => each?.status === 'error' && each.rows.length === 0)?.error;
    return failed ?? (this.description ? undefined : this.status?.error);
  }

  /** The backend does not answer, or not to this sign-in. */
  get isAway(): boolean { return this.status !== undefined && this.status.connection !== 'online' && this.status.connection !== 'connecting'; }

  /** Whether enough is known to ask. */
  get setUp(): 'loading' | 'error' | 'unavailable' | 'ready' {
    const { description } = this;
    if (!description) return this.error ? 'error' : 'loading';
    if (!mayCreate(description, 'ticket')) return 'unavailable';
    // All of them decide which fields are drawn: the form appears once, whole.
    const open = [this.#pipelines, this.#stages, this.#contacts, this.#orders, this.#products].some(({ value }) => value?.status === 'loading');
    if (open) return 'loading';
    return this.stage ? 'ready' : this.error ? 'error' : 'unavailable';
  }

  /** All that decides which fields are drawn. */
  get situation(): Situation {
    return {
      description: this.description!, entity: this.#entity!, settings: this.#host.fields, requester: this.requester,
      orders: this.orders.length, products: this.products.length, stageRequires: this.stage?.requiredFields ?? [],
    };
  }

  /** The words of an option of the ticket, where the backend or the declaration has any. */
  options(field: string): FormField['options'] {
    return this.description?.tables['ticket']?.options?.[field] ?? this.#entity?.fields[field]?.options ?? [];
  }

  /** Whether an own ticket is not with the backend yet. */
  isUnsynced(id: string): boolean { return this.outbox.some(({ change }) => change.table === 'ticket' && change.id === id); }
}
