import type { AggregateResult, CustomField, Description, Entity, FieldAccess, FieldConflict, FieldProblem, Labels, Notice, OutboxEntry, PendingChange, Result, Status, ValidationError, Vinculo, VinculoError } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { completeActivity } from '../parts/complete-activity.ts';
import type { Account, Activity, CardRow, CardTable, Consent, Link, Stage, Ticket, User } from './card-rows.ts';
import { consentsOf, contactKinds, dealsOf, lastContactOf, nextOf, ticketsOf, type CardConsent, type CardDeals, type CardLastContact, type CardNext, type CardTickets, type Section } from './card-sections.ts';

export interface CardSubject {
  readonly crm: Vinculo | undefined;
  readonly table: CardTable;
  readonly id: string | undefined;
  /** Without the details: only the record and what is next. */
  readonly compact: boolean;
}

/** What stands in place of the record, or that it is there. */
export type CardState = 'noClient' | 'noRecord' | 'loading' | 'forbidden' | 'unsupported' | 'missing' | 'error' | 'ready';

/** The last own edit, until it is dismissed or another one is made. */
export interface LastChange {
  readonly field: string;
  readonly changes: readonly PendingChange[];
}

const endedTickets = { not: { status: { in: ['resolved', 'closed'] as const } } };
const sumOfDeals = { groupBy: ['stageId'] as const, measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } } as const;

/** Follows one customer: the record, what belongs to it, what waits and what was refused. Writes to it, and takes the last write back. */
export class ContactCardController implements ReactiveController {
  #host: ReactiveControllerHost;
  #subject: CardSubject = { crm: undefined, table: 'contact', id: undefined, compact: false };
  #entity: Entity | undefined;
  #last: LastChange | undefined;
  readonly #chosen = new Map<string, Map<string, 'mine' | 'theirs'>>();
  readonly #record: LiveController<Result<CardRow>>;
  readonly #users: LiveController<Result<User>>;
  readonly #consents: LiveController<Result<Consent>>;
  readonly #open: LiveController<Result<Link>>;
  readonly #past: LiveController<Result<Link>>;
  readonly #deals: LiveController<AggregateResult>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #tickets: LiveController<Result<Ticket>>;
  readonly #contacts: LiveController<AggregateResult>;
  readonly #description: LiveController<Description | undefined>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #notices: LiveController<readonly Notice[]>;
  readonly #status: LiveController<Status>;

  /** `failed` is told each failure of the record's own query once. */
  constructor(host: ReactiveControllerHost, failed: (error: VinculoError) => void) {
    this.#host = host;
    host.addController(this);
    // Each new try makes an error of its own; what went wrong is told once until it goes right.
    let told: string | undefined;
    this.#record = new LiveController(host, ({ error }) => {
      if (error && error.code !== told) failed(error);
      told = error?.code;
    });
    this.#users = new LiveController(host);
    this.#consents = new LiveController(host);
    this.#open = new LiveController(host);
    this.#past = new LiveController(host);
    this.#deals = new LiveController(host);
    this.#stages = new LiveController(host);
    this.#tickets = new LiveController(host);
    this.#contacts = new LiveController(host);
    this.#description = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#notices = new LiveController(host);
    this.#status = new LiveController(host);
  }

  hostConnected(): void { this.#last = undefined; }

  /** Called before each drawing: asks for what this record needs, and lets go of what it does not. */
  watch(subject: CardSubject): void {
    const { crm, table, id, compact } = subject;
    if (id !== this.#subject.id || table !== this.#subject.table || crm !== this.#subject.crm) this.#last = undefined;
    // Kept, since a client that was closed meanwhile gives none any more, and the card may still be drawn.
    if (table !== this.#subject.table || crm !== this.#subject.crm) this.#entity = crm?.collection(table).entity;
    this.#subject = subject;
    const full = compact ? undefined : crm;
    const person = table === 'contact' ? full : undefined;
    const organisation = table === 'account' ? full : undefined;
    const by = table === 'contact' ? { contactId: id } : { accountId: id };
    // The collection by name is untyped; the table is one of two that have the fields of CardRow.
    this.#record.watch([crm, table, id], () => crm!.collection(table).query({ where: { id: id! }, include: table === 'contact' ? ['accountId'] : ['parentId'] }) as never);
    this.#open.watch([crm, table, id, 'open'], () => crm!.activityLinks.query({ where: { table, recordId: id!, open: true }, orderBy: ['at'], limit: 5, include: ['activityId'] }));
    this.#past.watch([full, table, id], () => crm!.activityLinks.query({ where: { table, recordId: id!, open: false, kind: { in: contactKinds } }, orderBy: ['-at'], limit: 1, include: ['activityId'] }));
    this.#consents.watch([person, id], () => crm!.consents.query({ where: { contactId: id! }, orderBy: ['-at'] }));
    this.#deals.watch([full, table, id], () => crm!.deals.aggregate({ where: by, ...sumOfDeals }));
    this.#stages.watch(full, () => crm!.stages.query());
    this.#tickets.watch([full, table, id], () => crm!.tickets.query({ where: { ...by, ...endedTickets }, orderBy: ['resolutionDue'], limit: 50 }));
    this.#contacts.watch([organisation, id], () => crm!.contacts.aggregate({ where: { accountId: id! }, measures: { count: { op: 'count' } } }));
    const people = this.#people().join();
    this.#users.watch([full, people || undefined], () => crm!.users.query({ where: { id: { in: people.split(',') } }, include: ['teamId'] }));
    this.#description.watch(crm, () => crm!.description);
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#notices.watch(crm, () => crm!.notices);
    this.#status.watch(crm, () => crm!.status);
  }

  #people(): string[] {
    const ids = [this.record?.ownerId, this.#planned?.ownerId, ...this.conflicts.map(({ theirs }) => theirs?.updatedBy)];
    return [...new Set(ids.filter((id) => typeof id === 'string'))].sort();
  }

  // ---- what there is -----------------------------------------------------------------------------------------------

  get state(): CardState {
    const { crm, id } = this.#subject;
    if (!crm) return 'noClient';
    if (!id) return 'noRecord';
    const result = this.#record.value;
    if (!result || (result.status === 'loading' && !this.record)) return 'loading';
    if (result.status === 'forbidden' || result.status === 'unsupported') return result.status;
    if (this.record) return this.#isLoading() ? 'loading' : 'ready';
    // Only a backend that answered can say that a record is not there.
    return result.status === 'ready' ? 'missing' : 'error';
  }

  /** What stands among the fields is waited for, so that they do not move once they are drawn. */
  #isLoading(): boolean {
    return [this.#consents, this.#users].some((each) => each.value?.status === 'loading');
  }

  get record(): CardRow | undefined { return this.#record.value?.rows[0]; }
  get error(): VinculoError | undefined { return this.#record.value?.error ?? this.status?.error; }
  get status(): Status | undefined { return this.#status.value; }
  /** Shown from the cache, and perhaps not what the backend holds now. */
  get isStale(): boolean { return this.#record.value?.status === 'stale'; }

  /** The account of a contact, or the parent of an account. */
  get account(): Account | undefined {
    const id = this.#subject.table === 'contact' ? this.record?.accountId : this.record?.parentId;
    // The rows of `related` are untyped; the field names an account.
    return id ? (this.#record.value?.related['account']?.get(id) as Account | undefined) : undefined;
  }

  /** Name of a user, where it is known. */
  userName(id: string | null | undefined): string | undefined { return this.#users.value?.rows.find((user) => user.id === id)?.name; }

  get owner(): { readonly name: string; readonly team?: string } | undefined {
    const user = this.#users.value?.rows.find(({ id }) => id === this.record?.ownerId);
    const team = user?.teamId ? this.#users.value?.related['team']?.get(user.teamId)?.['name'] : undefined;
    return user && { name: user.name, ...(typeof team === 'string' ? { team } : {}) };
  }

  get consents(): readonly CardConsent[] { return consentsOf(this.#consents.value?.rows ?? []); }
  get next(): Section<CardNext> { return nextOf(this.#open.value); }
  get #planned(): Activity | undefined { return this.next?.activity; }
  get deals(): Section<CardDeals> { return dealsOf(this.#deals.value, this.#stages.value); }
  get tickets(): Section<CardTickets> { return ticketsOf(this.#tickets.value); }
  get lastContact(): Section<CardLastContact> { return lastContactOf(this.#past.value, this.#open.value, this.record?.lastContactAt); }

  /** How many contacts an account has. */
  get contacts(): number | undefined {
    const count = this.#contacts.value?.groups[0]?.values['count'];
    return typeof count === 'number' ? count : undefined;
  }

  // ---- what may be seen and changed --------------------------------------------------------------------------------

  #access(field: string): FieldAccess {
    return fieldAccess(this.#description.value?.tables[this.#subject.table], field);
  }

  /** Before the backend said who may do what, everything may be tried; it judges. */
  canEdit(field: string): boolean {
    const description = this.#description.value;
    return (description?.tables[this.#subject.table]?.update ?? !description) && this.#access(field) === 'write';
  }

  isMasked(field: string): boolean { return this.#access(field) === 'masked'; }

  get canComplete(): boolean {
    const description = this.#description.value;
    const activity = description?.tables['activity'];
    return (activity?.update ?? !description) && ['done', 'at'].every((field) => fieldAccess(activity, field) === 'write');
  }

  get customFields(): readonly CustomField[] { return this.#description.value?.tables[this.#subject.table]?.custom ?? []; }

  /** The label of a field. */
  fieldLabel(field: string): Labels | undefined { return this.#entity?.fields[field]?.label; }

  /** The label of an option field's value: the backend's own list comes before the declaration's. */
  optionLabel(field: string, value: string): Labels | undefined {
    const options = this.#description.value?.tables[this.#subject.table]?.options?.[field] ?? this.#entity?.fields[field]?.options;
    return options?.find((each) => each.value === value)?.label;
  }

  // ---- what waits --------------------------------------------------------------------------------------------------

  get #entries(): readonly OutboxEntry[] {
    const { table, id } = this.#subject;
    const next = this.#planned?.id;
    return (this.#outbox.value ?? []).filter(({ change }) => (change.table === table && change.id === id) || (change.table === 'activity' && change.id === next));
  }

  /** Own changes that are not with the backend yet. */
  get waiting(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state === 'waiting' || state === 'sending'); }
  get conflicts(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state === 'conflict'); }
  get refused(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state === 'refused' || state === 'unknown'); }

  /** Own edits that covered somebody's unseen value. */
  get notices(): readonly Notice[] {
    return (this.#notices.value ?? []).filter((notice) => notice.table === this.#subject.table && notice.recordId === this.#subject.id);
  }

  get lastChange(): LastChange | undefined { return this.#last; }

  // ---- commands ----------------------------------------------------------------------------------------------------

  /** Writes fields of the record. Answers the change, or what is wrong with the values. */
  save(patch: Readonly<Record<string, unknown>>): PendingChange | FieldProblem {
    const { crm, table, id } = this.#subject;
    const field = Object.keys(patch)[0] ?? '';
    try {
      const change = crm!.collection(table).update(id!, patch);
      this.#remember({ field, changes: [change] });
      return change;
    } catch (error) {
      if ((error as VinculoError).code === 'validation') return (error as ValidationError).problems[0] ?? { field, reason: 'invalid', message: String(error) };
      throw error;
    }
  }

  /** The fields of a conflict that nobody chose for yet. */
  openConflicts(entry: OutboxEntry): readonly FieldConflict[] {
    return (entry.fields ?? []).filter(({ field }) => !this.#chosen.get(entry.change.key.join())?.has(field));
  }

  /** Decides one field of a conflict. When all are decided, it is sent or forgotten. */
  choose(entry: OutboxEntry, field: string, side: 'mine' | 'theirs'): void {
    const key = entry.change.key.join();
    const chosen = this.#chosen.get(key) ?? new Map<string, 'mine' | 'theirs'>();
    this.#chosen.set(key, chosen.set(field, side));
    this.#host.requestUpdate();
    if (this.openConflicts(entry).length > 0) return;
    this.#chosen.delete(key);
    const theirs = (entry.fields ?? []).filter((each) => chosen.get(each.field) === 'theirs');
    // A change may hold more fields than those in conflict; only one that holds nothing else can be forgotten.
    if (theirs.length === Object.keys(entry.change.patch).length) entry.discard();
    else entry.edit(Object.fromEntries(theirs.map((each) => [each.field, each.theirs ?? null])));
  }

  /** Sends a refused change again with another value. */
  resend(entry: OutboxEntry, patch: Readonly<Record<string, unknown>>): void {
    this.#last = undefined;
    entry.edit(patch);
  }

  /** Marks the next activity as done, for everyone it concerns. */
  complete(activity: Activity): PendingChange {
    const change = completeActivity(this.#subject.crm!, activity, new Date().toISOString());
    this.#remember({ field: 'next', changes: [change] });
    return change;
  }

  /** Takes the last own edit back. */
  undo(): void {
    const { crm } = this.#subject;
    const last = this.#last;
    this.dismiss();
    if (last) crm!.batch(() => { for (const change of last.changes) change.undo(); });
  }

  dismiss(): void {
    this.#last = undefined;
    this.#host.requestUpdate();
  }

  retry(): void { this.#subject.crm?.retry(); }

  #remember(last: LastChange): void {
    this.#last = last;
    this.#host.requestUpdate();
    // A change that is refused or meets a conflict is no longer there to be undone; the outbox tells of it.
    Promise.all(last.changes.map(({ synced }) => synced)).catch(() => { if (this.#last === last) this.dismiss(); });
  }
}
