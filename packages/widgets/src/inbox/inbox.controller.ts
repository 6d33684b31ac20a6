import type { AggregateResult, AnyRow, Description, Entities, Notice, OutboxEntry, Result, RowOf, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import { fieldAccess, poolLimit } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';

export type InboxTable = 'ticket' | 'lead';
export type InboxFilter = 'mine' | 'unassigned' | 'team' | 'all';
type User = RowOf<Entities['user']>;
type Queue = RowOf<Entities['queue']>;

export const filters: readonly InboxFilter[] = ['unassigned', 'mine', 'team', 'all'];
export const priorities = ['urgent', 'high', 'normal', 'low'] as const;

/** A ticket or a lead, as the list reads it: each has some of these. */
export interface InboxRow extends AnyRow {
  readonly ownerId?: string | null;
  readonly number?: string | null;
  readonly priority?: string | null;
  readonly status?: string | null;
  readonly queueId?: string | null;
  readonly accountId?: string | null;
  readonly contactId?: string | null;
  readonly guestName?: string | null;
  readonly company?: string | null;
  readonly firstReplyDue?: string | null;
  readonly firstReplyAt?: string | null;
  readonly resolutionDue?: string | null;
  readonly waitingSince?: string | null;
  readonly poolReason?: string | null;
}

export interface InboxSubject {
  readonly crm: Vinculo | undefined;
  readonly table: InboxTable;
  readonly filter: InboxFilter;
  readonly queueId: string | undefined;
  readonly priority: string | undefined;
}

export type InboxState = 'noClient' | 'loading' | 'forbidden' | 'unsupported' | 'error' | 'ready';

/** What is due next of a ticket, where a clock runs. */
export interface Due {
  readonly at: string;
  readonly what: 'reply' | 'resolution';
}

/** So many are asked for at first, and more with each press. */
const page = 50;

/** The clock that matters now: the first answer until it was given, then the solution. */
export function dueOf({ firstReplyAt, firstReplyDue, resolutionDue }: InboxRow): Due | undefined {
  if (firstReplyDue && !firstReplyAt) return { at: firstReplyDue, what: 'reply' };
  return resolutionDue ? { at: resolutionDue, what: 'resolution' } : undefined;
}

/** Next due first; then what has no clock, the oldest first. */
function byDue(a: InboxRow, b: InboxRow): number {
  const [one, other] = [dueOf(a)?.at ?? '~', dueOf(b)?.at ?? '~'];
  if (one !== other) return one < other ? -1 : 1;
  const [born, bornOther] = [a.createdAt ?? '', b.createdAt ?? ''];
  return born === bornOther ? (a.id < b.id ? -1 : 1) : born < bornOther ? -1 : 1;
}

/** Follows a queue of tickets or leads: which are next, how many there are, and who has them. */
export class InboxController {
  subject: InboxSubject = { crm: undefined, table: 'ticket', filter: 'unassigned', queueId: undefined, priority: undefined };
  readonly #host: ReactiveControllerHost;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #notices: LiveController<readonly Notice[]>;
  readonly #users: LiveController<Result<User>>;
  readonly #queues: LiveController<Result<Queue>>;
  readonly #first: LiveController<Result<AnyRow>>;
  readonly #second: LiveController<Result<AnyRow>>;
  readonly #byOwner: LiveController<AggregateResult>;
  readonly #byQueue: LiveController<AggregateResult>;
  readonly #held: LiveController<AggregateResult>;
  #limit = page;

  constructor(host: ReactiveControllerHost, failed: (error: VinculoError) => void) {
    this.#host = host;
    // Each new try makes an error of its own; what went wrong is told once until it goes right.
    let told: string | undefined;
    const tell = ({ error }: Result<AnyRow>): void => {
      if (error && error.code !== told) failed(error);
      told = error?.code;
    };
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#notices = new LiveController(host);
    this.#users = new LiveController(host);
    this.#queues = new LiveController(host);
    this.#first = new LiveController(host, tell);
    this.#second = new LiveController(host);
    this.#byOwner = new LiveController(host);
    this.#byQueue = new LiveController(host);
    this.#held = new LiveController(host);
  }

  /** Called before each drawing. */
  watch(subject: InboxSubject): void {
    const { crm, table } = subject;
    this.subject = subject;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#notices.watch(crm, () => crm!.notices);
    this.#users.watch(crm, () => crm!.users.query({ where: { active: true }, orderBy: ['name'], limit: 300 }));
    this.#queues.watch(table === 'ticket' ? crm : undefined, () => crm!.queues.query({ orderBy: ['name'], limit: 100 }));
    const collection = (): ReturnType<Vinculo['collection']> => crm!.collection(table);
    const shown = this.#where(subject.filter);
    const limit = this.#limit;
    const key = shown && [crm, table, JSON.stringify(shown), limit];
    if (table === 'ticket') {
      this.#first.watch(key, () => collection().query({ where: { and: [shown!, { firstReplyAt: null, firstReplyDue: { ne: null } }] }, orderBy: ['firstReplyDue'], limit }));
      this.#second.watch(key, () => collection().query({ where: { and: [shown!, { or: [{ firstReplyAt: { ne: null } }, { firstReplyDue: null }] }] }, orderBy: ['resolutionDue', 'createdAt'], limit }));
    } else {
      // A lead is worth most while it is new.
      this.#first.watch(key, () => collection().query({ where: shown!, orderBy: ['-createdAt'], limit }));
      this.#second.watch(undefined, () => collection().query());
    }
    const counted = this.#base({ queue: true });
    this.#byOwner.watch(crm && [crm, table, JSON.stringify(counted)], () => collection().aggregate({ where: counted, groupBy: ['ownerId'], measures: { count: { op: 'count' } } }));
    this.#byQueue.watch(table === 'ticket' && crm ? [crm, table, subject.priority ?? ''] : undefined, () => collection().aggregate({ where: this.#base({ queue: false }), groupBy: ['queueId'], measures: { count: { op: 'count' } } }));
    const { me } = this;
    this.#held.watch(table === 'lead' && me ? [crm, me] : undefined, () => collection().aggregate({ where: { ownerId: me!, closedAt: null }, measures: { count: { op: 'count' } } }));
  }

  /** What is open, in the chosen queue and of the chosen priority. */
  #base({ queue }: { queue: boolean }): Readonly<Record<string, unknown>> {
    const { table, queueId, priority } = this.subject;
    return { closedAt: null, ...(table === 'ticket' && queue && queueId ? { queueId } : {}), ...(table === 'ticket' && priority ? { priority } : {}) };
  }

  /** The filter of what is shown; undefined while it is not known who is signed in. */
  #where(filter: InboxFilter): Readonly<Record<string, unknown>> | undefined {
    const base = this.#base({ queue: true });
    if (!this.subject.crm) return undefined;
    if (filter === 'all') return base;
    if (filter === 'unassigned') return { ...base, ownerId: null };
    if (!this.me) return this.#description.value ? { ...base, ownerId: { in: [] } } : undefined;
    if (filter === 'mine') return { ...base, ownerId: this.me };
    return this.#users.value ? { ...base, ownerId: { in: this.teamIds } } : undefined;
  }

  get state(): InboxState {
    if (!this.subject.crm) return 'noClient';
    const results = [this.#first.value, ...(this.subject.table === 'ticket' ? [this.#second.value] : [])];
    const status = results.find((each) => each?.status === 'forbidden' || each?.status === 'unsupported')?.status;
    if (status === 'forbidden' || status === 'unsupported') return status;
    if (results.some((each) => each?.rows.length)) return 'ready';
    if (results.some((each) => !each || each.status === 'loading')) return this.#status.value?.error && !this.#description.value ? 'error' : 'loading';
    return results.some((each) => each?.status === 'error') ? 'error' : 'ready';
  }

  get error(): VinculoError | undefined { return this.#first.value?.error ?? this.#second.value?.error ?? this.#status.value?.error; }
  get status(): Status | undefined { return this.#status.value; }
  get isStale(): boolean { return this.#first.value?.status === 'stale' || this.#second.value?.status === 'stale'; }
  /** Id of the signed-in user. */
  get me(): string | undefined { return this.#description.value?.user.id ?? undefined; }
  get users(): readonly User[] { return this.#users.value?.rows ?? []; }
  get queues(): readonly Queue[] { return this.#queues.value?.rows ?? []; }

  /** Ids of everybody in the team of whoever is signed in, that one too. */
  get teamIds(): readonly string[] {
    const teamId = this.users.find(({ id }) => id === this.me)?.teamId;
    return teamId ? this.users.filter((each) => each.teamId === teamId).map(({ id }) => id) : this.me ? [this.me] : [];
  }

  /** What is next first. Both questions are cut at the same length, so that what both give is what is next of all. */
  get rows(): readonly InboxRow[] {
    // Rows of a collection by name are untyped; both tables have the fields of InboxRow that they have.
    const first = (this.#first.value?.rows ?? []) as readonly InboxRow[];
    if (this.subject.table === 'lead') return first;
    return [...first, ...((this.#second.value?.rows ?? []) as readonly InboxRow[])].sort(byDue).slice(0, this.#limit);
  }

  get total(): number | undefined {
    const [first, second] = [this.#first.value?.total, this.subject.table === 'ticket' ? this.#second.value?.total : 0];
    return first === undefined || second === undefined ? undefined : first + second;
  }

  get hasMore(): boolean { return this.rows.length >= this.#limit && (this.total ?? Infinity) > this.rows.length; }

  more(): void {
    this.#limit += page;
    this.#host.requestUpdate();
  }

  /** How many there are of each view; undefined while it is not known. */
  count(filter: InboxFilter): number | undefined {
    const result = this.#byOwner.value;
    if (!result || result.status === 'loading' || result.status === 'error' || result.complete === false) return undefined;
    const team = new Set(this.teamIds);
    const holds = (ownerId: unknown): boolean => filter === 'all' || (filter === 'unassigned' ? (ownerId ?? null) === null : filter === 'mine' ? ownerId === this.me : team.has(String(ownerId)));
    return result.groups.filter(({ key }) => holds(key['ownerId'])).reduce((sum, { values }) => sum + Number(values['count'] ?? 0), 0);
  }

  countOfQueue(queueId: string): number | undefined {
    const result = this.#byQueue.value;
    if (!result || result.status === 'loading' || result.status === 'error') return undefined;
    return result.groups.filter(({ key }) => key['queueId'] === queueId).reduce((sum, { values }) => sum + Number(values['count'] ?? 0), 0);
  }

  /** Of leads: how many one holds, and may hold and still claim another. */
  get pool(): { readonly held: number; readonly limit: number } | undefined {
    const result = this.#held.value;
    if (this.subject.table !== 'lead' || !this.me || !result || result.status === 'loading' || result.status === 'error') return undefined;
    return { held: Number(result.groups[0]?.values['count'] ?? 0), limit: this.users.find(({ id }) => id === this.me)?.poolLimit ?? poolLimit };
  }

  // ---- what may be done --------------------------------------------------------------------------------------------

  may(...fields: readonly string[]): boolean {
    const description = this.#description.value;
    const table = description?.tables[this.subject.table];
    return (table?.update ?? !description) && fields.every((field) => fieldAccess(table, field) === 'write');
  }

  has(field: string): boolean { return fieldAccess(this.#description.value?.tables[this.subject.table], field) !== 'hidden'; }

  /**
   * Takes a record for whoever is signed in. The backend sees to it that one person gets it. A ticket is also taken where the backend does not answer, or has no such
   * command for it: it is written as any other change then, and who covers another's is told so.
   * @throws RefusedError (`already_claimed`, `pool_limit`, `no_user`); of leads OfflineError, UnsupportedError
   */
  async claim({ id }: InboxRow): Promise<{ readonly held: number; readonly limit: number } | undefined> {
    const { crm, table } = this.subject;
    if (table === 'lead') {
      const { held, limit } = await crm!.run('claim', { table, id });
      return { held, limit: limit ?? poolLimit };
    }
    if (this.#description.value?.commands?.includes('claim')) {
      try {
        await crm!.run('claim', { table, id });
        return undefined;
      } catch (error) {
        // `validation`: a server that knows no tickets to claim yet.
        if (!['offline', 'validation'].includes((error as VinculoError).code)) throw error;
      }
    }
    crm!.tickets.update(id, { ownerId: this.me! });
    return undefined;
  }

  assign({ id }: InboxRow, ownerId: string): void { this.subject.crm!.collection(this.subject.table).update(id, { ownerId }); }

  /** Gives a record back: a lead to the pool, with why; a ticket has nobody then. @throws RefusedError, OfflineError */
  async giveBack({ id }: InboxRow, reason: string): Promise<void> {
    const { crm, table } = this.subject;
    if (table === 'lead') await crm!.run('returnToPool', { table, id, reason });
    else crm!.tickets.update(id, { ownerId: null });
  }

  // ---- what waits --------------------------------------------------------------------------------------------------

  get #entries(): readonly OutboxEntry[] { return (this.#outbox.value ?? []).filter(({ change }) => change.table === this.subject.table); }
  get unsynced(): ReadonlySet<string> { return new Set(this.#entries.filter(({ state }) => state === 'waiting' || state === 'sending').map(({ change }) => change.id)); }
  get parked(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state !== 'waiting' && state !== 'sending'); }
  /** Where an own assignment covered somebody else's. */
  get notices(): readonly Notice[] { return (this.#notices.value ?? []).filter(({ table, fields }) => table === this.subject.table && fields.some(({ field }) => field === 'ownerId')); }
}
