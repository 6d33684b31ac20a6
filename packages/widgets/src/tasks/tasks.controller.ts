import type { Description, Entities, OutboxEntry, QuerySpec, Result, RowOf, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import { fieldAccess, now } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { dayOf } from '../format/date.ts';

export type Activity = RowOf<Entities['activity']>;
type User = RowOf<Entities['user']>;
type Link = RowOf<Entities['activityLink']>;

export interface TasksSubject {
  readonly crm: Vinculo | undefined;
  /** Whose: of this user, of everybody in this team, else of whoever is signed in. */
  readonly userId: string | undefined;
  readonly teamId: string | undefined;
}

/** What stands in place of the list, or that it is there. */
export type TasksState = 'noClient' | 'loading' | 'noUser' | 'forbidden' | 'unsupported' | 'error' | 'ready';

type SectionName = 'overdue' | 'today' | 'next' | 'undated';

export interface Section {
  readonly name: SectionName;
  readonly tasks: readonly Activity[];
  /** Of all there are; undefined where more than the shown are not counted. */
  readonly total: number | undefined;
}

/** A record that a task is about. */
export interface About {
  readonly table: string;
  readonly id: string;
}

/** So many of each section are asked for at first, and more with each press. */
const page = 50;

/** Kinds that take place at a time of their own, without being due. */
const timed: ReadonlySet<string> = new Set(['meeting', 'visit', 'event', 'call']);

/** The records a list names first: who the customer is, then what it is about. */
const order = ['contact', 'lead', 'account', 'deal', 'ticket', 'order'];

/** When something is to be done; undefined where it has no date. */
export function dueOf({ dueAt, kind, at }: Activity): string | undefined {
  return dueAt ?? (timed.has(kind) ? at : undefined);
}

/** Follows what is still to do of one person or team, in sections by time. */
export class TasksController {
  subject: TasksSubject = { crm: undefined, userId: undefined, teamId: undefined };
  readonly #host: ReactiveControllerHost;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #users: LiveController<Result<User>>;
  readonly #past: LiveController<Result<Activity>>;
  readonly #ahead: LiveController<Result<Activity>>;
  readonly #undated: LiveController<Result<Activity>>;
  readonly #links: LiveController<Result<Link>>;
  readonly #linksOf = new Map<string, readonly About[]>();
  #limit = page;

  constructor(host: ReactiveControllerHost, failed: (error: VinculoError) => void) {
    this.#host = host;
    // Each new try makes an error of its own; what went wrong is told once until it goes right.
    let told: string | undefined;
    const tell = ({ error }: Result<Activity>): void => {
      if (error && error.code !== told) failed(error);
      told = error?.code;
    };
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#users = new LiveController(host);
    this.#past = new LiveController(host);
    this.#ahead = new LiveController(host, tell);
    this.#undated = new LiveController(host);
    this.#links = new LiveController(host);
  }

  /** Called before each drawing. */
  watch(subject: TasksSubject): void {
    const { crm } = subject;
    if (crm !== this.subject.crm) this.#linksOf.clear();
    this.subject = subject;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#users.watch(crm, () => crm!.users.query({ where: { active: true }, orderBy: ['name'], limit: 300 }));
    const owners = this.#owners;
    const key = owners && [crm, owners.join('\n'), this.#limit];
    const ownerId = owners?.length === 1 ? owners[0]! : { in: owners ?? [] };
    const limit = this.#limit;
    const ask = (spec: QuerySpec<Activity>) => () => crm!.activities.query(spec);
    this.#past.watch(key, ask({ where: { done: false, ownerId, dueAt: { lt: now() } }, orderBy: ['dueAt'], limit }));
    this.#ahead.watch(key, ask({ where: { done: false, ownerId, dueAt: { gte: now() } }, orderBy: ['dueAt'], limit }));
    this.#undated.watch(key, ask({ where: { done: false, ownerId, dueAt: null }, orderBy: ['at'], limit }));
    const ids = this.#rows.map(({ id }) => id).sort();
    this.#links.watch(crm && ids.length > 0 ? [crm, ids.join('\n')] : undefined, () => crm!.activityLinks.query({ where: { activityId: { in: ids } }, limit: 1000 }));
    const links = this.#links.value;
    // What was known stays while more is asked for: no name goes and comes back.
    if (links && links.status !== 'loading') this.#keepLinks(links.rows);
  }

  #keepLinks(rows: readonly Link[]): void {
    const found = new Map<string, About[]>();
    for (const { activityId, table, recordId } of rows) found.set(activityId, [...(found.get(activityId) ?? []), { table, id: recordId }]);
    const place = ({ table }: About): number => (order.indexOf(table) + 1 || order.length + 1);
    for (const [id, list] of found) this.#linksOf.set(id, list.sort((a, b) => place(a) - place(b)));
  }

  /** Ids of those whose tasks are shown; undefined while it is not known who. */
  get #owners(): readonly string[] | undefined {
    const { userId, teamId } = this.subject;
    if (teamId) return this.#users.value && this.#users.value.status !== 'loading' ? this.users.filter((user) => user.teamId === teamId).map(({ id }) => id) : undefined;
    const id = userId ?? this.me;
    return id ? [id] : undefined;
  }

  get #rows(): readonly Activity[] { return [this.#past, this.#ahead, this.#undated].flatMap(({ value }) => value?.rows ?? []); }

  get state(): TasksState {
    if (!this.subject.crm) return 'noClient';
    const results = [this.#past.value, this.#ahead.value, this.#undated.value];
    if (!this.#owners) return this.#description.value && !this.me && !this.subject.teamId ? 'noUser' : this.#status.value?.error && !this.#description.value ? 'error' : 'loading';
    const status = this.#ahead.value?.status;
    if (status === 'forbidden' || status === 'unsupported') return status;
    if (results.some((each) => each?.rows.length)) return 'ready';
    if (results.some((each) => !each || each.status === 'loading')) return 'loading';
    return results.some((each) => each?.status === 'error') ? 'error' : 'ready';
  }

  get error(): VinculoError | undefined { return this.#ahead.value?.error ?? this.#past.value?.error ?? this.#status.value?.error; }
  get status(): Status | undefined { return this.#status.value; }
  get isStale(): boolean { return [this.#past, this.#ahead, this.#undated].some(({ value }) => value?.status === 'stale'); }
  /** Id of the signed-in user. */
  get me(): string | undefined { return this.#description.value?.user.id ?? undefined; }
  get users(): readonly User[] { return this.#users.value?.rows ?? []; }

  /** The sections that hold something, in their order; `at` is now. */
  sections(at: Date): readonly Section[] {
    const today = dayOf(at);
    const iso = at.toISOString();
    const past = this.#past.value?.rows ?? [];
    const ahead = this.#ahead.value?.rows ?? [];
    const undated = this.#undated.value?.rows ?? [];
    const dated = [...past, ...ahead, ...undated.filter((each) => dueOf(each) !== undefined)].sort((a, b) => (dueOf(a)! < dueOf(b)! ? -1 : dueOf(a)! > dueOf(b)! ? 1 : a.id < b.id ? -1 : 1));
    const split: Readonly<Record<SectionName, readonly Activity[]>> = {
      overdue: dated.filter((each) => dueOf(each)! < iso), today: dated.filter((each) => dueOf(each)! >= iso && dayOf(new Date(dueOf(each)!)) === today),
      next: dated.filter((each) => dueOf(each)! >= iso && dayOf(new Date(dueOf(each)!)) > today), undated: undated.filter((each) => dueOf(each) === undefined),
    };
    // What a window cut is in the last of its sections; of what is not all here no total is known.
    const isWhole = (result: Result<Activity> | undefined): boolean => result?.total !== undefined && result.total <= result.rows.length;
    const whole: Readonly<Record<SectionName, boolean>> = { overdue: isWhole(this.#past.value), today: isWhole(this.#ahead.value) || split.next.length > 0, next: isWhole(this.#ahead.value), undated: isWhole(this.#undated.value) };
    const beyond = (result: Result<Activity> | undefined): number => Math.max(0, (result?.total ?? 0) - (result?.rows.length ?? 0));
    const extra: Readonly<Record<SectionName, number>> = { overdue: beyond(this.#past.value), today: 0, next: beyond(this.#ahead.value), undated: beyond(this.#undated.value) };
    return (['overdue', 'today', 'next', 'undated'] as const).map((name): Section => ({ name, tasks: split[name], total: whole[name] || extra[name] > 0 ? split[name].length + extra[name] : undefined })).filter(({ tasks }) => tasks.length > 0);
  }

  /** There are more than are shown. */
  get hasMore(): boolean { return [this.#past, this.#ahead, this.#undated].some(({ value }) => value !== undefined && value.rows.length >= this.#limit && (value.total ?? Infinity) > value.rows.length); }

  more(): void {
    this.#limit += page;
    this.#host.requestUpdate();
  }

  /** The records a task is about, the customer first. */
  aboutOf({ id }: Activity): readonly About[] { return this.#linksOf.get(id) ?? []; }

  find(id: string): Activity | undefined { return this.#rows.find((each) => each.id === id); }

  // ---- what may be done --------------------------------------------------------------------------------------------

  may(what: 'create' | 'update', ...fields: readonly string[]): boolean {
    const description = this.#description.value;
    const activity = description?.tables['activity'];
    return (activity?.[what] ?? !description) && fields.every((field) => fieldAccess(activity, field) === 'write');
  }

  // ---- what waits --------------------------------------------------------------------------------------------------

  get #entries(): readonly OutboxEntry[] { return (this.#outbox.value ?? []).filter(({ change }) => change.table === 'activity'); }
  /** Ids of tasks with own changes that are not with the backend yet. */
  get unsynced(): ReadonlySet<string> { return new Set(this.#entries.filter(({ state }) => state === 'waiting' || state === 'sending').map(({ change }) => change.id)); }
  /** Changes of tasks that wait for a person. */
  get parked(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state !== 'waiting' && state !== 'sending'); }
}
