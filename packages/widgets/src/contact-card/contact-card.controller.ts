import type { AggregateResult, CustomField, FieldProblem, Labels, Notice, OutboxEntry, PendingChange, Result, Status, ValidationError, Vinculo, VinculoError } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { completeActivity } from '../parts/complete-activity.ts';
import { ConflictChoices } from '../parts/conflict-choices.ts';
import { lateEdits, MergedInto } from '../parts/merged-into.ts';
import type { CardRecord, CardState, CardSubject } from './card-record.ts';
import type { Account, Activity, CardRow, Consent, Link, Stage, Ticket, User } from './card-rows.ts';
import { consentsOf, contactKinds, dealsOf, lastContactOf, nextOf, ticketsOf, type CardConsent, type CardDeals, type CardLastContact, type CardNext, type CardTickets, type Section } from './card-sections.ts';

/** The last own edit, until it is dismissed or another one is made. */
export interface LastChange {
  readonly field: string;
  readonly changes: readonly PendingChange[];
}

const endedTickets = { not: { status: { in: ['resolved', 'closed'] as const } } };
const sumOfDeals = { groupBy: ['stageId'] as const, measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } } as const;

/** Follows what belongs to a customer beside the record itself, what waits and what was refused. Writes to it, and takes the last write back. Comes with the drawings. */
export class ContactCardController implements ReactiveController {
  #host: ReactiveControllerHost;
  readonly #of: CardRecord;
  #followed: { readonly crm: Vinculo | undefined; readonly table: string; readonly id: string | undefined } | undefined;
  #last: LastChange | undefined;
  readonly choices: ConflictChoices;
  readonly #merged: MergedInto;
  readonly #users: LiveController<Result<User>>;
  readonly #consents: LiveController<Result<Consent>>;
  readonly #open: LiveController<Result<Link>>;
  readonly #past: LiveController<Result<Link>>;
  readonly #deals: LiveController<AggregateResult>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #tickets: LiveController<Result<Ticket>>;
  readonly #contacts: LiveController<AggregateResult>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #notices: LiveController<readonly Notice[]>;

  constructor(host: ReactiveControllerHost, of: CardRecord) {
    this.#host = host;
    this.#of = of;
    host.addController(this);
    this.#users = new LiveController(host);
    this.#consents = new LiveController(host);
    this.#open = new LiveController(host);
    this.#past = new LiveController(host);
    this.#deals = new LiveController(host);
    this.#stages = new LiveController(host);
    this.#tickets = new LiveController(host);
    this.#contacts = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#notices = new LiveController(host);
    this.choices = new ConflictChoices(host);
    this.#merged = new MergedInto(host);
  }

  hostConnected(): void { this.#last = undefined; }

  get #subject(): CardSubject { return this.#of.subject; }

  /** Called before each drawing, after the record's own: asks for what this record needs, and lets go of what it does not. */
  watch(): void {
    const { crm, table, id, compact } = this.#subject;
    if (id !== this.#followed?.id || table !== this.#followed?.table || crm !== this.#followed?.crm) this.#last = undefined;
    this.#followed = { crm, table, id };
    this.#merged.watch(crm, table, this.#of.trail.askedId, this.#of.state === 'missing');
    this.#of.trail.follow(this.#merged.trail);
    const full = compact ? undefined : crm;
    const person = table === 'contact' ? full : undefined;
    const organisation = table === 'account' ? full : undefined;
    const by = table === 'contact' ? { contactId: id } : { accountId: id };
    this.#open.watch([crm, table, id, 'open'], () => crm!.activityLinks.query({ where: { table, recordId: id!, open: true }, orderBy: ['at'], limit: 5, include: ['activityId'] }));
    this.#past.watch([full, table, id], () => crm!.activityLinks.query({ where: { table, recordId: id!, open: false, kind: { in: contactKinds } }, orderBy: ['-at'], limit: 1, include: ['activityId'] }));
    this.#consents.watch([person, id], () => crm!.consents.query({ where: { contactId: id! }, orderBy: ['-at'] }));
    this.#deals.watch([full, table, id], () => crm!.deals.aggregate({ where: by, ...sumOfDeals }));
    this.#stages.watch(full, () => crm!.stages.query());
    this.#tickets.watch([full, table, id], () => crm!.tickets.query({ where: { ...by, ...endedTickets }, orderBy: ['resolutionDue'], limit: 50 }));
    this.#contacts.watch([organisation, id], () => crm!.contacts.aggregate({ where: { accountId: id! }, measures: { count: { op: 'count' } } }));
    const people = this.#people().join();
    this.#users.watch([full, people || undefined], () => crm!.users.query({ where: { id: { in: people.split(',') } }, include: ['teamId'] }));
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#notices.watch(crm, () => crm!.notices);
  }

  #people(): string[] {
    const ids = [this.record?.ownerId, this.#planned?.ownerId, ...this.conflicts.map(({ theirs }) => theirs?.updatedBy)];
    return [...new Set(ids.filter((id) => typeof id === 'string'))].sort();
  }

  // ---- what there is -----------------------------------------------------------------------------------------------

  get state(): CardState {
    const { state } = this.#of;
    return state === 'ready' && this.#isLoading() ? 'loading' : state;
  }

  /** What stands among the fields is waited for, so that they do not move once they are drawn. */
  #isLoading(): boolean {
    return [this.#consents, this.#users].some((each) => each.value?.status === 'loading');
  }

  get record(): CardRow | undefined { return this.#of.record; }
  get error(): VinculoError | undefined { return this.#of.error; }
  get status(): Status | undefined { return this.#of.status; }
  get isStale(): boolean { return this.#of.isStale; }
  get account(): Account | undefined { return this.#of.account; }

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

  canEdit(field: string): boolean { return this.#of.canEdit(field); }
  isMasked(field: string): boolean { return this.#of.access(field) === 'masked'; }

  get canComplete(): boolean {
    const { description } = this.#of;
    const activity = description?.tables['activity'];
    return (activity?.update ?? !description) && ['done', 'at'].every((field) => fieldAccess(activity, field) === 'write');
  }

  get customFields(): readonly CustomField[] { return this.#of.description?.tables[this.#subject.table]?.custom ?? []; }

  fieldLabel(field: string): Labels | undefined { return this.#of.fieldLabel(field); }
  optionLabel(field: string, value: string): Labels | undefined { return this.#of.optionLabel(field, value); }

  // ---- what waits --------------------------------------------------------------------------------------------------

  get #entries(): readonly OutboxEntry[] {
    const { table, id } = this.#subject;
    const next = this.#planned?.id;
    return (this.#outbox.value ?? []).filter(({ change }) => (change.table === table && change.id === id) || (change.table === 'activity' && change.id === next));
  }

  /** Whether the record that is shown is the one that another was merged into, which the host asked for. */
  get isMerged(): boolean { return this.#of.trail.from.length > 0; }

  /** Own edits of the record that was merged away, which came too late. */
  get lateEdits(): readonly OutboxEntry[] { return lateEdits(this.#outbox.value ?? [], this.#subject.table, this.#of.trail.from); }

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

  #remember(last: LastChange): void {
    this.#last = last;
    this.#host.requestUpdate();
    // A change that is refused or meets a conflict is no longer there to be undone; the outbox tells of it.
    Promise.all(last.changes.map(({ synced }) => synced)).catch(() => { if (this.#last === last) this.dismiss(); });
  }
}
