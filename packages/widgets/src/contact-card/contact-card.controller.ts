import type { AggregateResult, CustomField, Labels, PendingChange, Result, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import { fieldAccess } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { completeActivity } from '../parts/complete-activity.ts';
import { entityOf } from '../parts/declared-field.ts';
import { MergedInto } from '../parts/merged-into.ts';
import { RecordNames } from '../parts/record-names.ts';
import type { RecordState, RecordSubject } from '../parts/record-source.ts';
import { RecordWrites } from '../parts/record-writes.ts';
import type { CardMode } from './card-drawings.ts';
import type { CardRecord } from './card-record.ts';
import type { Account, Activity, Affiliation, CardRow, Classification, Consent, Link, RecordTeam, Relationship, Stage, Ticket, User } from './card-rows.ts';
import { consentsOf, contactKinds, dealsOf, lastContactOf, nextOf, ordersOf, ticketsOf, type CardConsent, type CardDeals, type CardLastContact, type CardNext, type CardTickets, type Section } from './card-sections.ts';
import { classesOf, tiesOf, type CardClass, type CardTie } from './card-ties.ts';
import { othersAtWork, type OtherAtWork } from './others-at-work.ts';

const endedTickets = { not: { status: { in: ['resolved', 'closed'] as const } } };
const sumOfDeals = { groupBy: ['stageId', 'ownerId'] as const, measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } } as const;
const endedOrders = { not: { status: { in: ['delivered', 'completed', 'closed', 'cancelled', 'returned'] as const } } };

/** Follows what belongs to a customer beside the record itself, and what was written to it. Comes with the drawings. */
export class ContactCardController {
  readonly #of: CardRecord;
  readonly writes: RecordWrites;
  readonly #merged: MergedInto;
  readonly #users: LiveController<Result<User>>;
  readonly #consents: LiveController<Result<Consent>>;
  readonly #open: LiveController<Result<Link>>;
  readonly #past: LiveController<Result<Link>>;
  readonly #deals: LiveController<AggregateResult>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #tickets: LiveController<Result<Ticket>>;
  readonly #contacts: LiveController<AggregateResult>;
  readonly #orders: LiveController<AggregateResult>;
  readonly #relations: LiveController<Result<Relationship>>;
  readonly #affiliations: LiveController<Result<Affiliation>>;
  readonly #classes: LiveController<Result<Classification>>;
  readonly #team: LiveController<Result<RecordTeam>>;
  readonly #children: LiveController<Result<Account>>;
  readonly #names: RecordNames;
  /** The client that is asked for what stands beside the record. */
  #asks: Vinculo | undefined;

  constructor(host: ReactiveControllerHost, of: CardRecord) {
    this.#of = of;
    this.writes = new RecordWrites(host);
    this.#users = new LiveController(host);
    this.#consents = new LiveController(host);
    this.#open = new LiveController(host);
    this.#past = new LiveController(host);
    this.#deals = new LiveController(host);
    this.#stages = new LiveController(host);
    this.#tickets = new LiveController(host);
    this.#contacts = new LiveController(host);
    this.#orders = new LiveController(host);
    this.#relations = new LiveController(host);
    this.#affiliations = new LiveController(host);
    this.#classes = new LiveController(host);
    this.#team = new LiveController(host);
    this.#children = new LiveController(host);
    this.#names = new RecordNames(host);
    this.#merged = new MergedInto(host);
  }

  get #subject(): RecordSubject { return this.#of.subject; }

  /** Called before each drawing, after the record's own: asks for what this record needs, and lets go of what it does not. Only of the full card all that belongs to the customer is asked for. */
  watch(mode: CardMode): void {
    const { crm, table, id } = this.#subject;
    this.#merged.watch(crm, table, this.#of.trail.askedId, this.#of.state === 'missing');
    this.#of.trail.follow(this.#merged.trail);
    if (this.#mayAsk) this.#asks = crm;
    const asked = this.#asks === crm ? crm : undefined;
    const full = mode === 'full' ? asked : undefined;
    const person = table === 'contact' ? full : undefined;
    const organisation = table === 'account' ? full : undefined;
    const by = table === 'contact' ? { contactId: id } : { accountId: id };
    this.#open.watch([asked, table, id, 'open'], () => crm!.activityLinks.query({ where: { table, recordId: id!, open: true }, orderBy: ['at'], limit: 5, include: ['activityId'] }));
    const planned = this.#planned?.id;
    this.writes.watch(crm, table, id, this.#of.trail.from, (change) => (change.table === 'activity' && change.id === planned) || (change.table === 'consent' && change.patch['contactId'] === id));
    this.#past.watch([full, table, id], () => crm!.activityLinks.query({ where: { table, recordId: id!, open: false, kind: { in: contactKinds } }, orderBy: ['-at'], limit: 10, include: ['activityId'] }));
    this.#consents.watch([person, id], () => crm!.consents.query({ where: { contactId: id! }, orderBy: ['-at'] }));
    this.#deals.watch([full, table, id], () => crm!.deals.aggregate({ where: by, ...sumOfDeals }));
    this.#stages.watch(full, () => crm!.stages.query());
    this.#tickets.watch([full, table, id], () => crm!.tickets.query({ where: { ...by, ...endedTickets }, orderBy: ['resolutionDue'], limit: 50 }));
    this.#contacts.watch([organisation, id], () => crm!.contacts.aggregate({ where: { accountId: id! }, measures: { count: { op: 'count' } } }));
    this.#orders.watch([full, table, id], () => crm!.orders.aggregate({ where: { ...by, kind: 'order', ...endedOrders }, groupBy: ['status'], measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'total' } } }));
    this.#relations.watch([full, id], () => crm!.relationships.query({ where: { or: [{ fromId: id! }, { toId: id! }] }, limit: 30 }));
    this.#affiliations.watch([person, id], () => crm!.affiliations.query({ where: { contactId: id! }, limit: 10 }));
    this.#classes.watch([full, table, id], () => crm!.classifications.query({ where: { table, recordId: id! }, limit: 30 }));
    this.#team.watch([full, table, id], () => crm!.recordTeams.query({ where: { table, recordId: id! }, limit: 20 }));
    this.#children.watch([organisation, id], () => crm!.accounts.query({ where: { parentId: id! }, orderBy: ['name'], limit: 5 }));
    this.#names.watch(full, this.#named());
    const people = this.#people().join();
    this.#users.watch([mode === 'compact' ? undefined : asked, people || undefined], () => crm!.users.query({ where: { id: { in: people.split(',') } }, include: ['teamId'] }));
  }

  /**
   * What stands beside the record is asked for once the backend said what may be read: each table that it refuses a customer would stand as an error in the
   * page's console. Without a connection nothing is refused.
   */
  get #mayAsk(): boolean {
    const connection = this.#of.status?.connection;
    return this.#of.description !== undefined || !(connection === undefined || connection === 'connecting' || connection === 'online');
  }

  #people(): string[] {
    const ids = [this.record?.ownerId, this.#planned?.ownerId, ...this.writes.conflicts.map(({ theirs }) => theirs?.updatedBy), ...this.#hands().map(({ userId }) => userId), ...this.#teamRows.map(({ userId }) => userId), ...this.classes.map(({ byId }) => byId)];
    return [...new Set(ids.filter((id) => typeof id === 'string'))].sort();
  }

  /** Ids of the records whose names stand in the card. */
  #named(): ReadonlyMap<string, ReadonlySet<string>> {
    const wanted = new Map<string, Set<string>>();
    for (const { table, id } of this.ties) (wanted.get(table) ?? wanted.set(table, new Set()).get(table)!).add(id);
    return wanted;
  }

  // ---- what there is -----------------------------------------------------------------------------------------------

  get state(): RecordState {
    const { state } = this.#of;
    return state === 'ready' && this.#isLoading() ? 'loading' : state;
  }

  /** What stands among the fields is waited for, so that they do not move once they are drawn. */
  #isLoading(): boolean {
    return this.#asks !== this.#subject.crm || [this.#consents, this.#users, this.#relations, this.#affiliations, this.#classes, this.#team].some((each) => each.value?.status === 'loading');
  }

  get record(): CardRow | undefined { return this.#of.row; }
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
  get orders(): Section<CardDeals> { return ordersOf(this.#orders.value); }
  get tickets(): Section<CardTickets> { return ticketsOf(this.#tickets.value); }
  get lastContact(): Section<CardLastContact> { return lastContactOf(this.#past.value, this.#open.value, this.record?.lastContactAt); }

  /** Whom and what it is tied to, beside its account: household, who referred it, who reports to whom, other accounts of a person. */
  get ties(): readonly CardTie[] { return tiesOf(this.#subject.id, this.#relations.value?.rows ?? [], this.#affiliations.value?.rows ?? [], this.record?.accountId); }
  /** The name of a record it is tied to, where it may be seen. */
  tieName({ table, id }: CardTie): string | undefined { return this.#names.name(table, id); }
  /** What a kind of relationship is called, by the backend or the declaration. */
  tieLabel(kind: string): Labels | undefined {
    const { crm } = this.#subject;
    const options = this.#of.description?.tables['relationship']?.options?.['kind'] ?? entityOf(crm, 'relationship')?.fields['kind']?.options;
    return options?.find(({ value }) => value === kind)?.label;
  }
  get classes(): readonly CardClass[] { return classesOf(this.#classes.value?.rows ?? [], new Date()); }

  get #teamRows(): readonly RecordTeam[] { return this.#team.value?.rows ?? []; }
  /** Who works on it beside its owner, and as what. */
  get team(): readonly { readonly name: string; readonly role?: string }[] {
    return this.#teamRows.flatMap(({ userId, role }) => { const name = this.userName(userId); return name ? [{ name, ...(role ? { role } : {}) }] : []; });
  }

  #hands(): readonly OtherAtWork[] {
    return othersAtWork({ ownerId: this.record?.ownerId, team: this.#teamRows.map(({ userId }) => userId), deals: this.#deals.value, stages: this.#stages.value, links: [this.#open.value, this.#past.value], now: new Date() });
  }

  /** Who else works with this customer, by name. */
  get others(): readonly (OtherAtWork & { readonly name: string })[] {
    return this.#hands().flatMap((hand) => { const name = this.userName(hand.userId); return name ? [{ ...hand, name }] : []; });
  }

  /** Accounts below this one: the first of them, and how many there are. */
  get children(): { readonly rows: readonly Account[]; readonly total: number } | undefined {
    const result = this.#children.value;
    return result && result.rows.length > 0 ? { rows: result.rows, total: result.total ?? result.rows.length } : undefined;
  }

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

  /** Whether what this person agrees to may be noted here: a customer notes their own alone. */
  get canConsent(): boolean {
    const { description } = this.#of;
    const own = description?.user.contactId ?? this.#subject.id;
    return this.#subject.table === 'contact' && own === this.#subject.id && !this.record?.erasedAt && (description?.tables['consent']?.create ?? !description);
  }

  get customFields(): readonly CustomField[] { return this.#of.table?.custom ?? []; }

  fieldLabel(field: string): Labels | undefined { return this.#of.fieldLabel(field); }
  optionLabel(field: string, value: string): Labels | undefined { return this.#of.optionLabel(field, value); }

  /** Marks the next activity as done, for everyone it concerns. */
  complete(activity: Activity): PendingChange {
    const change = completeActivity(this.#subject.crm!, activity, new Date().toISOString());
    this.writes.made({ fields: ['next'], change });
    return change;
  }
}
