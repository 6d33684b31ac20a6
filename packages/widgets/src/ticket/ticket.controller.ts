import type { FieldProblem, Notice, OutboxEntry, PendingChange, Result, ValidationError, Vinculo, VinculoError } from '@vinculo/sdk';
import type { Entities, RowOf } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { ChosenFile } from '../parts/chosen-files.ts';
import { GrowingRows } from '../parts/growing-rows.ts';
import { stageMove, statusMove, type StatusMove } from './status-moves.ts';
import type { TicketRecord } from './ticket-record.ts';
import type { Order, SavedReply, Stage, TicketRow, TicketStatus, User } from './ticket-rows.ts';

export type Account = RowOf<Entities['account']>;
export type Queue = RowOf<Entities['queue']>;

/** An answer or a note that is to be written. */
export interface Message {
  readonly body: string;
  readonly internal: boolean;
  /** Stored already. */
  readonly files: readonly ChosenFile[];
  /** What is set on the ticket with it. */
  readonly patch: Readonly<Record<string, unknown>>;
  /** An internal note that goes with an answer. */
  readonly note?: string;
}

/** The last own change, until it is dismissed or another one is made. */
export interface LastChange {
  readonly fields: readonly string[];
  readonly change: PendingChange;
  /** What was written with it, as one group, and is taken back with it. */
  readonly more?: readonly PendingChange[];
}

const shownPeople = 60;
const shownOrders = 3;
const shownTickets = 6;

/** Follows what belongs to a ticket beside the conversation, what waits and what was refused. Writes to it. Comes after the first drawing. */
export class TicketController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #of: TicketRecord;
  #last: LastChange | undefined;
  #followed: string | undefined;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #people: LiveController<Result<User>>;
  readonly #queues: LiveController<Result<Queue>>;
  readonly #accounts: LiveController<Result<Account>>;
  readonly #ordered: LiveController<Result<Order>>;
  /** The requester's newest orders and returns, but for the one that the ticket is about. */
  readonly orders: GrowingRows<Order>;
  /** The requester's other tickets, newest first. */
  readonly others: GrowingRows<TicketRow>;
  readonly #replies: LiveController<Result<SavedReply>>;
  readonly #editors: LiveController<Result<User>>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #notices: LiveController<readonly Notice[]>;

  constructor(host: ReactiveControllerHost, of: TicketRecord) {
    this.#host = host;
    this.#of = of;
    host.addController(this);
    this.#stages = new LiveController(host);
    this.#people = new LiveController(host);
    this.#queues = new LiveController(host);
    this.#accounts = new LiveController(host);
    this.#ordered = new LiveController(host);
    this.orders = new GrowingRows(host, shownOrders);
    this.others = new GrowingRows(host, shownTickets);
    this.#replies = new LiveController(host);
    this.#editors = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#notices = new LiveController(host);
  }

  hostConnected(): void { this.#last = undefined; }

  /** Called before each drawing, after the record's own. */
  watch(): void {
    const { crm, id, ticket, who } = this.#of;
    if (id !== this.#followed) this.#last = undefined;
    this.#followed = id;
    const staff = (table: string): Vinculo | undefined => (who === 'staff' ? this.#of.serves(table) : undefined);
    this.#stages.watch([this.#of.serves('stage'), ticket?.pipelineId], () => crm!.stages.query({ where: { pipelineId: ticket!.pipelineId }, orderBy: ['rank'] }));
    this.#people.watch([staff('user')], () => crm!.users.query({ where: { active: true }, orderBy: ['name'], limit: shownPeople }));
    this.#queues.watch([staff('queue')], () => crm!.queues.query({ orderBy: ['name'] }));
    const account = ticket?.accountId ?? this.#of.contact(ticket?.contactId)?.accountId ?? undefined;
    this.#accounts.watch([this.#of.serves('account'), account], () => crm!.accounts.query({ where: { id: account! } }));
    this.#ordered.watch([this.#of.serves('order'), ticket?.orderId ?? undefined], () => crm!.orders.query({ where: { id: ticket!.orderId! } }));
    // A company's tickets and orders stand beside where no person of it asked.
    const by = ticket?.contactId ? { contactId: ticket.contactId } : ticket?.accountId ? { accountId: ticket.accountId } : undefined;
    const key = by && JSON.stringify(by);
    // The order that it is about stands above them.
    const about = ticket?.orderId ?? '';
    this.orders.watch(staff('order'), key && `${key} ${about}`, (limit) => crm!.orders.query({ where: { ...by!, id: { ne: about } }, orderBy: ['-orderedAt'], limit }));
    this.others.watch(staff('ticket'), key && `${key} ${id}`, (limit) => crm!.tickets.query({ where: { ...by!, id: { ne: id! } }, orderBy: ['-createdAt'], limit }));
    this.#replies.watch([staff('savedReply')], () => crm!.savedReplies.query({ orderBy: ['name'] }));
    const editor = ticket?.updatedBy ?? undefined;
    this.#editors.watch([staff('user'), editor], () => crm!.users.query({ where: { id: editor! } }));
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#notices.watch(crm, () => crm!.notices);
  }

  // ---- what there is -----------------------------------------------------------------------------------------------

  get stages(): readonly Stage[] { return this.#stages.value?.rows ?? []; }
  get people(): readonly User[] { return this.#people.value?.rows ?? []; }
  get queues(): readonly Queue[] { return this.#queues.value?.rows ?? []; }
  get account(): Account | undefined { return this.#accounts.value?.rows[0]; }
  get order(): Order | undefined { return this.#ordered.value?.rows[0]; }
  get otherCount(): number | undefined { return this.others.value?.complete === true ? this.others.value.total : undefined; }
  get me(): string | undefined { return this.#of.description?.user.id ?? undefined; }

  /** Saved replies in the language of the ticket's requester first; those that are only for notes, or only for replies, where they belong. */
  replies(internal: boolean): readonly SavedReply[] {
    const language = (this.#of.contact(this.#of.ticket?.contactId)?.locale ?? '').split('-')[0];
    const fits = (this.#replies.value?.rows ?? []).filter(({ scope }) => !scope || scope === (internal ? 'note' : 'reply'));
    const own = (reply: SavedReply): number => (language && reply.locale?.split('-')[0] === language ? 0 : 1);
    return fits.toSorted((a, b) => own(a) - own(b));
  }

  userName(id: string | null | undefined): string | undefined {
    return this.#of.userName(id) ?? this.people.find((user) => user.id === id)?.name ?? this.#editors.value?.rows.find((user) => user.id === id)?.name;
  }

  status(status: TicketStatus): StatusMove { return statusMove(this.#of.entity, this.#of.ticket!, this.stages, status, new Date().toISOString()); }
  stage(stage: Stage): StatusMove { return stageMove(this.#of.entity, this.#of.ticket!, this.stages, stage, new Date().toISOString()); }

  // ---- what waits --------------------------------------------------------------------------------------------------

  get #entries(): readonly OutboxEntry[] {
    const { id } = this.#of;
    return (this.#outbox.value ?? []).filter(({ change }) => (change.table === 'ticket' && change.id === id) || (change.table === 'ticketMessage' && (change.patch['ticketId'] === id || this.#of.rows.some((row) => row.id === change.id))));
  }

  /** Own changes that are not with the backend yet. */
  get waiting(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state === 'waiting' || state === 'sending'); }
  get conflicts(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state === 'conflict'); }
  /** Those of one batch are one: the message where there is one. */
  get refused(): readonly OutboxEntry[] {
    const parked = this.#entries.filter(({ state }) => state === 'refused' || state === 'unknown');
    return parked.filter((entry) => !parked.some((other) => other !== entry && other.change.group !== undefined && other.change.group === entry.change.group && (other.change.table === 'ticketMessage' ? entry.change.table !== 'ticketMessage' : false)));
  }

  /** Why a batch was not taken: of its changes one was judged, the others only stayed out with it. */
  reasonOf(entry: OutboxEntry): OutboxEntry['reason'] {
    const group = entry.change.group === undefined ? [entry] : (this.#outbox.value ?? []).filter(({ change }) => change.group === entry.change.group);
    return group.find(({ reason }) => reason && reason.code !== 'group_failed')?.reason ?? entry.reason;
  }

  /** How a message of this ticket stands that no backend confirmed. */
  stateOf(messageId: string): OutboxEntry['state'] | undefined {
    return (this.#outbox.value ?? []).find(({ change }) => change.table === 'ticketMessage' && change.op === 'create' && change.id === messageId)?.state;
  }

  /** Own edits that covered somebody's unseen value. */
  get notices(): readonly Notice[] {
    return (this.#notices.value ?? []).filter((notice) => notice.table === 'ticket' && notice.recordId === this.#of.id);
  }

  get lastChange(): LastChange | undefined { return this.#last; }

  // ---- commands ----------------------------------------------------------------------------------------------------

  /** Writes fields of the ticket. Answers the change, or what is wrong with the values. */
  save(patch: Readonly<Record<string, unknown>>): PendingChange | FieldProblem {
    try {
      const change = this.#of.crm!.collection('ticket').update(this.#of.id!, patch);
      this.#remember({ fields: Object.keys(patch), change });
      return change;
    } catch (error) {
      return problemOf(error);
    }
  }

  /** Writes a message with its files, and what it sets on the ticket, together or not at all. Answers its id, or what is wrong. */
  send({ body, internal, files, patch, note }: Message): string | FieldProblem {
    const crm = this.#of.crm!;
    const { id, description, ticket, who } = this.#of;
    const at = new Date().toISOString();
    let messageId = '';
    try {
      crm.batch(() => {
        const attachments = files.flatMap(({ name, type, bytes, blobId }) => (blobId === undefined ? [] : [
          crm.attachments.create({ table: 'ticket', recordId: id!, name, bytes, blobId, addedAt: at, ...(type ? { type } : {}) }),
        ]));
        const author = who === 'staff' ? (description?.user.id ? { fromUserId: description.user.id } : {}) : description?.user.contactId ? { fromContactId: description.user.contactId } : {};
        // Whom it goes to is fixed with the answer: the ticket's may be otherwise when it is sent.
        const copies = who === 'staff' && !internal && fieldAccess(description?.tables['ticketMessage'], 'cc') === 'write' ? (ticket?.cc ?? []) : [];
        messageId = crm.ticketMessages.create({ ticketId: id!, body, internal, at, ...author, ...(who === 'staff' ? {} : { channel: 'form' }), ...(copies.length > 0 ? { cc: copies } : {}), ...(attachments.length > 0 ? { attachmentIds: attachments.map((each) => each.id) } : {}) }).id;
        if (note) crm.ticketMessages.create({ ticketId: id!, body: note, internal: true, at, ...author });
        if (Object.keys(patch).length > 0) crm.collection('ticket').update(id!, patch);
      });
      return messageId;
    } catch (error) {
      return problemOf(error);
    }
  }

  /** Writes fields and a note together or not at all. Answers the change of the ticket, if there is one, or what is wrong. */
  apply(patch: Readonly<Record<string, unknown>>, note: string | undefined): PendingChange | FieldProblem | undefined {
    const crm = this.#of.crm!;
    const { id, description } = this.#of;
    let change: PendingChange | undefined;
    let written: PendingChange | undefined;
    try {
      crm.batch(() => {
        if (note) written = crm.ticketMessages.create({ ticketId: id!, body: note, internal: true, at: new Date().toISOString(), ...(description?.user.id ? { fromUserId: description.user.id } : {}) });
        if (Object.keys(patch).length > 0) change = crm.collection('ticket').update(id!, patch);
      });
    } catch (error) {
      return problemOf(error);
    }
    // Where messages cannot be removed the note stays: it says what was done.
    const more = written && description?.tables['ticketMessage']?.remove ? [written] : [];
    if (change) this.#remember({ fields: Object.keys(patch), change, more });
    return change;
  }

  undo(): void {
    const last = this.#last;
    this.dismiss();
    last?.change.undo();
    for (const each of last?.more ?? []) each.undo();
  }

  dismiss(): void {
    this.#last = undefined;
    this.#host.requestUpdate();
  }

  #remember(last: LastChange): void {
    this.#last = last;
    this.#host.requestUpdate();
    // A change that is refused or meets a conflict is no longer there to be undone; the outbox tells of it.
    last.change.synced.catch(() => { if (this.#last === last) this.dismiss(); });
  }
}

function problemOf(error: unknown): FieldProblem {
  if ((error as VinculoError).code === 'validation') return (error as ValidationError).problems[0] ?? { field: '', reason: 'invalid', message: String(error) };
  throw error;
}
