import type { AggregateResult, Description, Entities, PendingChange, PhoneHit, Result, RowOf, Vinculo } from '@vinculo/sdk';
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

/** What is going on with a caller: open tickets and deals, the last contact; and what can be kept of the call. */
export class CallerWork {
  readonly #description: LiveController<Description | undefined>;
  readonly #tickets: LiveController<Result<Ticket>>;
  readonly #deals: LiveController<Result<Deal>>;
  readonly #dealCount: LiveController<AggregateResult>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #past: LiveController<Result<Link>>;
  #crm: Vinculo | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#description = new LiveController(host);
    this.#tickets = new LiveController(host);
    this.#deals = new LiveController(host);
    this.#dealCount = new LiveController(host);
    this.#stages = new LiveController(host);
    this.#past = new LiveController(host);
  }

  /** Called before each drawing. */
  watch(crm: Vinculo | undefined, caller: PhoneHit | undefined): void {
    this.#crm = crm;
    this.#description.watch(crm, () => crm!.description);
    const { table, id } = caller ?? {};
    // A lead has no tickets and no deals yet.
    const by = table === 'account' ? { accountId: id! } : { contactId: id! };
    const customer = table === 'contact' || table === 'account' ? crm : undefined;
    this.#stages.watch([customer], () => crm!.stages.query({ where: { category: 'open' } }));
    const open = this.#stages.value?.status === 'ready' ? this.#stages.value.rows.map((stage) => stage.id).sort() : undefined;
    const inOpenStage = { ...by, stageId: { in: open ?? [] } };
    this.#tickets.watch([customer, table, id], () => crm!.tickets.query({ where: { ...by, not: { status: { in: ['resolved', 'closed'] } } }, orderBy: ['-updatedAt'], limit: shown }));
    this.#deals.watch([customer, table, id, open?.join()], () => crm!.deals.query({ where: inOpenStage, orderBy: ['-updatedAt'], limit: shown }));
    this.#dealCount.watch([customer, table, id, open?.join()], () => crm!.deals.aggregate({ where: inOpenStage, measures: { count: { op: 'count' } } }));
    this.#past.watch([crm, table, id], () => crm!.activityLinks.query({ where: { table: table!, recordId: id!, open: false, kind: { in: contactKinds } }, orderBy: ['-at'], limit: 1 }));
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

  get mayLog(): boolean { return this.#description.value !== undefined && mayCreate(this.#description.value, 'activity') && mayCreate(this.#description.value, 'activityLink'); }
  get mayMake(): boolean { return this.#description.value !== undefined && mayCreate(this.#description.value, 'contact') && fieldAccess(this.#description.value.tables['contact'], 'phones') === 'write'; }

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

  /** A contact for a number that nobody had. */
  callerValues(name: string, number: string): Readonly<Record<string, unknown>> {
    const digits = `+${number.replace(/\D/g, '')}`;
    const e164 = number.trim().startsWith('+') && /^\+[1-9]\d{5,14}$/.test(digits) ? { e164: digits } : {};
    const ownerId = this.#description.value?.user.id;
    return { name, phones: [{ id: newId(), raw: number, ...e164, primary: true }], ...(ownerId ? { ownerId } : {}) };
  }

  make(values: Readonly<Record<string, unknown>>): PendingChange { return this.#crm!.collection('contact').create(values); }
}

function isLeftOut(status: Result<never>['status']): boolean { return status === 'unsupported' || status === 'forbidden' || status === 'error'; }

function listed<T>(result: Result<T> | undefined): Listed<T> {
  if (!result || (result.status === 'loading' && result.rows.length === 0)) return undefined;
  return isLeftOut(result.status) ? null : { rows: result.rows, total: result.total ?? result.rows.length };
}
