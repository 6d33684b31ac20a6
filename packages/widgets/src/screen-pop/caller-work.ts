import type { AggregateResult, AnyRow, Description, Entities, OutboxEntry, PendingChange, PhoneHit, Result, RowOf, Status, Vinculo } from '@vinculo/sdk';
import { activityLinkValues, fieldAccess, newId } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { mayCreate } from '../parts/table-access.ts';

export type Ticket = RowOf<Entities['ticket']>;
export type Deal = RowOf<Entities['deal']>;
type Link = RowOf<Entities['activityLink']>;
type Stage = RowOf<Entities['stage']>;

/** So many of a kind are shown; how many there are is said. */
const shown = 3;
const contactKinds = ['call', 'email', 'meeting', 'visit', 'message', 'letter'] as const;

/** Undefined while it is on its way; null where the backend does not serve it or it may not be seen. */
export type Listed<T> = { readonly rows: readonly T[]; readonly total: number } | null | undefined;

/** A call that was kept: on whom, what was noted, and the ids of the records that keep it. */
export interface KeptCall {
  readonly on: string;
  readonly note: string;
  readonly ids: readonly string[];
}

/** What is going on with a caller: open tickets and deals, the last contact; and what can be kept of the call. */
export class CallerWork {
  readonly #description: LiveController<Description | undefined>;
  readonly #tickets: LiveController<Result<Ticket>>;
  readonly #deals: LiveController<Result<Deal>>;
  readonly #dealCount: LiveController<AggregateResult>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #past: LiveController<Result<Link>>;
  readonly #lasts: LiveController<AggregateResult>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #status: LiveController<Status>;
  #crm: Vinculo | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#description = new LiveController(host);
    this.#tickets = new LiveController(host);
    this.#deals = new LiveController(host);
    this.#dealCount = new LiveController(host);
    this.#stages = new LiveController(host);
    this.#past = new LiveController(host);
    this.#lasts = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#status = new LiveController(host);
  }

  /** Called before each drawing. `hits` are those to choose from. */
  watch(crm: Vinculo | undefined, caller: PhoneHit | undefined, hits: readonly PhoneHit[]): void {
    this.#crm = crm;
    this.#description.watch(crm, () => crm!.description);
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#status.watch(crm, () => crm!.status);
    const { table, id } = caller ?? {};
    // A lead has no tickets and no deals yet.
    const by = table === 'account' ? { accountId: id! } : { contactId: id! };
    const customer = table === 'contact' || table === 'account' ? crm : undefined;
    this.#stages.watch([customer], () => crm!.stages.query({ where: { category: 'open' } }));
    const stages = this.#stages.value;
    const open = stages?.status === 'ready' || stages?.status === 'stale' ? stages.rows.map((stage) => stage.id).sort() : undefined;
    const inOpenStage = { ...by, stageId: { in: open ?? [] } };
    this.#tickets.watch([customer, table, id], () => crm!.tickets.query({ where: { ...by, not: { status: { in: ['resolved', 'closed'] } } }, orderBy: ['-updatedAt'], limit: shown }));
    this.#deals.watch([customer, table, id, open?.join()], () => crm!.deals.query({ where: inOpenStage, orderBy: ['-updatedAt'], limit: shown }));
    this.#dealCount.watch([customer, table, id, open?.join()], () => crm!.deals.aggregate({ where: inOpenStage, measures: { count: { op: 'count' } } }));
    this.#past.watch([crm, table, id], () => crm!.activityLinks.query({ where: { table: table!, recordId: id!, open: false, kind: { in: contactKinds } }, orderBy: ['-at'], limit: 1 }));
    const ids = caller ? [] : hits.map((hit) => hit.id).sort();
    this.#lasts.watch([ids.length > 0 ? crm : undefined, ids.join()], () => crm!.activityLinks.aggregate({ where: { recordId: { in: ids }, open: false, kind: { in: contactKinds } }, groupBy: ['recordId'], measures: { last: { op: 'max', field: 'at' } } }));
  }

  get tickets(): Listed<Ticket> { return listed(this.#tickets.value); }
  get deals(): Listed<Deal> {
    if (this.#stages.value && isLeftOut(this.#stages.value.status)) return null;
    const list = listed(this.#deals.value);
    const count = this.#dealCount.value?.groups[0]?.values['count'];
    return list && { ...list, total: typeof count === 'number' ? count : list.total };
  }

  /** When and by what way there was contact last; null where none is known. */
  lastContact(caller: PhoneHit): { readonly at: string; readonly kind?: string } | null | undefined {
    const recorded = typeof caller.row['lastContactAt'] === 'string' ? caller.row['lastContactAt'] : undefined;
    const result = this.#past.value;
    if (!result || (result.status === 'loading' && result.rows.length === 0)) return undefined;
    const [link] = result.rows;
    if (link && (!recorded || link.at >= recorded)) return { at: link.at, kind: link.kind };
    return recorded ? { at: recorded } : null;
  }

  /** When there was contact last with one of several; undefined where none is known, or not yet. */
  lastContactOf({ id, row }: PhoneHit): string | undefined {
    const found = this.#lasts.value?.groups.find(({ key }) => key['recordId'] === id)?.values['last'];
    const known = [row['lastContactAt'], found].filter((each) => typeof each === 'string').sort();
    return known.at(-1);
  }

  get mayLog(): boolean { return this.#description.value !== undefined && mayCreate(this.#description.value, 'activity') && mayCreate(this.#description.value, 'activityLink'); }
  get mayMake(): boolean { return this.#description.value !== undefined && mayCreate(this.#description.value, 'contact') && fieldAccess(this.#description.value.tables['contact'], 'phones') === 'write'; }

  /** Those whom a number can be added to. */
  get addable(): readonly string[] {
    const tables = this.#description.value?.tables;
    return ['contact', 'account'].filter((table) => tables?.[table]?.update && fieldAccess(tables[table], 'phones') === 'write');
  }

  /** What is kept of a call: it came in, and is over. */
  callValues(subject: string, body: string, at: string): Readonly<Record<string, unknown>> {
    return { kind: 'call', direction: 'in', subject, ...(body ? { body } : {}), at, done: true, ownerId: this.#description.value?.user.id ?? null };
  }

  /** Keeps a call on the caller's timeline, and on their company's. The first change is the activity's. */
  logCall(crm: Vinculo, { table, id, row }: PhoneHit, values: Readonly<Record<string, unknown>>): readonly PendingChange[] {
    const at = String(values['at']);
    const about = [{ table, recordId: id }, ...(table === 'contact' && typeof row['accountId'] === 'string' ? [{ table: 'account', recordId: row['accountId'] }] : [])];
    return crm.batch(() => {
      const activity = crm.collection('activity').create(values);
      for (const each of about) crm.activityLinks.create({ activityId: activity.id, ...each, ...activityLinkValues({ kind: 'call', at, done: true }) });
    });
  }

  get isOnline(): boolean { return this.#status.value?.connection === 'online'; }

  /** What is not with the backend yet of the changes that keep a call. */
  entriesOf({ ids }: KeptCall): readonly OutboxEntry[] { return (this.#outbox.value ?? []).filter(({ change }) => ids.includes(change.id)); }

  /** A contact for a number that nobody had. */
  callerValues(name: string, number: string): Readonly<Record<string, unknown>> {
    const ownerId = this.#description.value?.user.id;
    return { name, phones: [{ ...phoneItem(number), primary: true }], ...(ownerId ? { ownerId } : {}) };
  }

  /** The patch by which somebody who is known has the number as well. */
  withNumber(row: AnyRow, number: string): Readonly<Record<string, unknown>> {
    const phones: readonly unknown[] = Array.isArray(row['phones']) ? row['phones'] : [];
    return { phones: [...phones, { ...phoneItem(number), ...(phones.length === 0 ? { primary: true } : {}) }] };
  }

  make(values: Readonly<Record<string, unknown>>): PendingChange { return this.#crm!.collection('contact').create(values); }
}

function phoneItem(number: string): { readonly id: string; readonly raw: string; readonly e164?: string } {
  const digits = `+${number.replace(/\D/g, '')}`;
  return { id: newId(), raw: number, ...(number.trim().startsWith('+') && /^\+[1-9]\d{5,14}$/.test(digits) ? { e164: digits } : {}) };
}

function isLeftOut(status: Result<never>['status']): boolean { return status === 'unsupported' || status === 'forbidden' || status === 'error'; }

function listed<T>(result: Result<T> | undefined): Listed<T> {
  if (!result || (result.status === 'loading' && result.rows.length === 0)) return undefined;
  return isLeftOut(result.status) ? null : { rows: result.rows, total: result.total ?? result.rows.length };
}
