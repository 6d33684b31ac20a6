import type { Entities, Result, RowOf } from '@vinculo/sdk';
import { LiveController } from '../base/live-controller.ts';
import type { FileRules } from '../parts/chosen-files.ts';
import type { FormIntake, IntakeHost, SetUp } from '../parts/form-intake.ts';
import { whoIs, type Who } from '../parts/who-is.ts';
import { accessTo } from '../parts/table-access.ts';
import { type FormField, type FormFields, type Situation } from './form-fields.ts';

export type Ticket = RowOf<Entities['ticket']>;
export type Contact = RowOf<Entities['contact']>;
export type Order = RowOf<Entities['order']>;
export type Product = RowOf<Entities['product']>;
export type SavedReply = RowOf<Entities['savedReply']>;

/** What the page decides. */
export interface TicketFormHost extends IntakeHost {
  readonly locale: string;
  readonly fields: FormFields;
  readonly queueId?: string;
  readonly contactId?: string;
  readonly noDraft: boolean;
  readonly id: string;
  readonly fileRules: FileRules;
}

const openOrders = 50;
const shownProducts = 200;
const shownReplies = 500;

/** What the form reads beside whom it asks: who asks, and what can be chosen. */
export class TicketFormData {
  readonly #host: TicketFormHost;
  readonly #intake: FormIntake;
  readonly #contacts: LiveController<Result<Contact>>;
  readonly #orders: LiveController<Result<Order>>;
  readonly #products: LiveController<Result<Product>>;
  readonly #replies: LiveController<Result<SavedReply>>;

  constructor(host: TicketFormHost, intake: FormIntake) {
    this.#host = host;
    this.#intake = intake;
    this.#contacts = new LiveController(host);
    this.#orders = new LiveController(host);
    this.#products = new LiveController(host);
    this.#replies = new LiveController(host);
  }

  /** Asks for what is needed now. `subject` as typed: kept answers are looked up only for one. */
  watch(subject: string): void {
    this.#intake.watch(() => this.#watch(subject));
  }

  #watch(subject: string): void {
    const { fields } = this.#host;
    const { crm } = this.#intake;
    const from = this.#intake.from.bind(this.#intake);
    const contact = this.contactId;
    this.#contacts.watch([from('contact'), contact], () => crm!.contacts.query({ where: { id: contact! } }));
    const own = fields['orderId'];
    const fixed = own?.readonly && typeof own.value === 'string' ? own.value : undefined;
    this.#orders.watch([from('order', this.mayWrite('orderId')), fixed ?? contact, fixed !== undefined], () =>
      crm!.orders.query(fixed ? { where: { id: fixed } } : { where: { contactId: contact! }, orderBy: ['-orderedAt'], limit: openOrders }));
    const sellable = this.mayWrite('productId') && (this.who !== 'guest' || fields['productId'] !== undefined);
    this.#products.watch([from('product', sellable)], () => crm!.products.query({ orderBy: ['name'], limit: shownProducts }));
    this.#replies.watch([from('savedReply', subject.length > 1)], () => crm!.savedReplies.query({ where: { public: true }, orderBy: ['name'], limit: shownReplies }));
  }

  get who(): Who { return this.#intake.description ? whoIs(this.#intake.description) : 'guest'; }
  get contactId(): string | undefined { return this.#host.contactId ?? this.#intake.description?.user.contactId; }
  get contact(): Contact | undefined { return this.#contacts.value?.rows[0]; }
  get orders(): readonly Order[] { return this.#orders.value?.rows ?? []; }
  get products(): readonly Product[] { return this.#products.value?.rows ?? []; }
  get replies(): readonly SavedReply[] { return this.#replies.value?.rows ?? []; }

  /** The requester, where it is known who that is. What is not known of them is empty. */
  get requester(): { readonly name: string; readonly email: string } | undefined {
    if (this.contactId === undefined) return undefined;
    const emails = (this.contact?.emails ?? []).filter((each) => !each.bouncedAt);
    const name = this.contact?.name ?? (this.#host.contactId ? '' : this.#intake.description!.user.name);
    return { name, email: (emails.find((each) => each.primary) ?? emails[0])?.value ?? '' };
  }

  /** Whether this sign-in may set a field of a ticket, and the page does not hide it. */
  mayWrite(field: string): boolean {
    const { description } = this.#intake;
    return description !== undefined && accessTo(description, 'ticket', field) === 'write' && !this.#host.fields[field]?.hidden;
  }

  /** Whether enough is known to ask. All of it decides which fields are drawn: the form appears once, whole. */
  get setUp(): SetUp {
    const { setUp } = this.#intake;
    return setUp === 'ready' && [this.#contacts, this.#orders, this.#products].some(({ value }) => value?.status === 'loading') ? 'loading' : setUp;
  }

  /** All that decides which fields are drawn, but for what is asked beside the form's own. */
  get situation(): Omit<Situation, 'further'> {
    const { description, entity, stage } = this.#intake;
    return {
      description: description!, entity: entity!, settings: this.#host.fields, requester: this.requester,
      orders: this.orders.length, products: this.products.length, stageRequires: stage?.requiredFields ?? [],
    };
  }

  /** The words of an option of the ticket, where the backend or the declaration has any. */
  options(field: string): FormField['options'] {
    const { description, entity } = this.#intake;
    return description?.tables['ticket']?.options?.[field] ?? entity?.fields[field]?.options ?? [];
  }

  /** Whether an own ticket is not with the backend yet. */
  isUnsynced(id: string): boolean { return this.#intake.outbox.some(({ change }) => change.table === 'ticket' && change.id === id); }
}
