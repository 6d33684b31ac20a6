import type { Observable } from 'rxjs';
import type { Adapter } from '../adapter/index.ts';
import type { AnyRow, Change, CommandInput, CommandName, CommandOutput, Description, Doing, Entities, Entity, EntityName, FieldConflict, FieldProblem, Group, Measures, NewOf, Order, PatchOf, Phone, Present, RowOf, Where } from '../schema/index.ts';
import type { VinculoError } from '../errors.ts';
import type { Debug } from './debug-report.ts';
import type { RowStep } from '../store/steps.ts';
import type { UploadOptions } from '../sync/uploads.ts';

/**
 * How an answer stands. `loading`: nothing to show yet. `ready`: as the backend said, with own changes on top. `stale`: shown from the cache or from
 * before the connection went; may have changed meanwhile. `forbidden`, `unsupported` (the backend does not hold this entity), `error`: see `error`.
 */
export type ResultStatus = 'loading' | 'ready' | 'stale' | 'forbidden' | 'unsupported' | 'error';

/** Rows that the rows of a result name, by table and id. Only of the fields asked for by `include`. */
export type Related = Readonly<Record<string, ReadonlyMap<string, AnyRow>>>;

export interface Result<R> {
  readonly rows: readonly R[];
  /** Of all matches, not only of the window. Exact only where `complete` is true. */
  readonly total: number | undefined;
  /** Whether every match is known: `unknown` while that cannot be told (offline, first pull under way). */
  readonly complete: boolean | 'unknown';
  readonly status: ResultStatus;
  readonly error?: VinculoError;
  readonly related: Related;
  /** Of an answer that the backend gave: when it stood so, by the backend's clock. Own changes since are on top. */
  readonly asOf?: string;
}

export interface AggregateResult {
  readonly groups: readonly Group[];
  /** `unknown` also while an own change cannot be told in a figure that the backend counts: an average, or the least or greatest value when its row changes. */
  readonly complete: boolean | 'unknown';
  readonly status: ResultStatus;
  readonly error?: VinculoError;
  /** Of figures that the backend counted: when they stood so, by the backend's clock. Own changes since are added once. */
  readonly asOf?: string;
}

/**
 * A value that is kept up to date. An rxjs Observable (it emits the current value on subscription, once there is one that is not `loading`, and then every change)
 * that can also be read: `snapshot` is the same object until something changed, so that React's useSyncExternalStore, Vue, Angular and Lit bind to it as it is.
 */
export interface Live<T> extends Observable<T> {
  readonly snapshot: T;
  /** The first value that is not `loading`. Rejects with its error when that value is an error, and with ClosedError when the client is closed. */
  once(): Promise<T>;
}

/** Live rows that also tell how each answer differs from the one before, for views that move what moved. */
export interface LiveResult<R> extends Live<Result<R>> {
  /**
   * First all rows as inserts, then each change as the steps that lead to it. Applied in order to an array they give `snapshot.rows`.
   *
   * @example crm.deals.query({ orderBy: ['rank'] }).steps.subscribe((steps) => { list = applySteps(list, steps); });
   */
  readonly steps: Observable<readonly RowStep<R>[]>;
}

export interface QuerySpec<R> {
  readonly where?: Where<R>;
  readonly orderBy?: readonly Order<R>[];
  readonly offset?: number;
  readonly limit?: number;
  /** Reference fields whose rows come along in `related`. */
  readonly include?: readonly (keyof R & string)[];
}

export interface AggregateSpec<R> {
  readonly where?: Where<R>;
  readonly groupBy?: readonly (keyof R & string)[];
  readonly measures: Measures;
}

/** A write under way. */
export interface PendingChange {
  /** Of the record; known at once, also for a create. */
  readonly id: string;
  /** Fulfilled when the change is on disk and survives a crash; without a disk cache when it is `synced`. */
  readonly durable: Promise<void>;
  /** Fulfilled with the confirmed row (null after a remove). Rejects with RefusedError or ConflictError when it is parked; the entry then stands in `crm.outbox`. */
  readonly synced: Promise<AnyRow | null>;
  /**
   * Takes the change back: an unsent one vanishes, a sent one is answered by its opposite (which is what this returns).
   * Of a batch that waits, or is parked, all goes with it, so that no half of it is sent. Of one that was sent only this change is taken back.
   */
  undo(): PendingChange | undefined;
}

/** The rows of one entity, to read and to write. */
export interface Collection<R, N, P> {
  readonly entity: Entity;
  /** The record with own unsent changes on top, or undefined. @throws OfflineError when it is not cached and the backend cannot be reached */
  get(id: string): Promise<R | undefined>;
  /**
   * A live query.
   * @throws WhereError for a field, condition, part or window that there is not
   * @example crm.deals.query({ where: { stageId }, orderBy: ['rank'], limit: 50, include: ['accountId'] }).subscribe(({ rows, total }) => draw(rows, total))
   */
  query(spec?: QuerySpec<R>): LiveResult<R>;
  /**
   * Live figures over groups.
   * @throws WhereError for a field or measure that there is not, and for one that such a field does not have
   * @example crm.deals.aggregate({ groupBy: ['stageId'], measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } })
   */
  aggregate(spec: AggregateSpec<R>): Live<AggregateResult>;
  /** Shown at once. @throws ValidationError; nothing was written then */
  create(values: N): PendingChange;
  /** Sets the given fields. @throws ValidationError; nothing was written then */
  update(id: string, patch: P): PendingChange;
  remove(id: string): PendingChange;
}

/** A collection whose rows only the backend writes. */
export type ReadonlyCollection<R> = Pick<Collection<R, never, never>, 'entity' | 'get' | 'query' | 'aggregate'>;

export type CollectionOf<E> = E extends { readonly readonly: true } ? ReadonlyCollection<RowOf<E>> : Collection<RowOf<E>, NewOf<E>, PatchOf<E>>;

export type Collections = { readonly [N in EntityName as Entities[N]['plural']]: CollectionOf<Entities[N]> };

export type { UploadOptions };

export interface LookupOptions {
  /** Entities by their singular names. Default: contact, account, lead, deal and ticket; of phone numbers all that have some. */
  readonly tables?: readonly string[];
  /** Default 20. */
  readonly limit?: number;
}

/** A record that a look-up found. */
export interface Hit {
  readonly table: string;
  readonly id: string;
  readonly row: AnyRow;
  /** The higher, the better it fits. */
  readonly score: number;
}

/** A record with a phone number that was looked up. */
export interface PhoneHit {
  readonly table: string;
  readonly id: string;
  readonly row: AnyRow;
  /** The number as it is kept. */
  readonly phone: Phone;
  /** With country and all; else one of the two lacks the country, and they agree in the rest. */
  readonly exact: boolean;
}

export type EntryState = 'waiting' | 'sending' | 'refused' | 'conflict' | 'unknown';

/** A change that no backend has confirmed yet. Parked ones (refused, conflict, unknown) wait for a person. */
export interface OutboxEntry {
  readonly change: Change;
  readonly state: EntryState;
  /** Why it is parked. */
  readonly reason?: { readonly code: string; readonly message: string; readonly problems: readonly FieldProblem[] };
  /** Of a conflict: the fields to choose between, and the record as others left it. */
  readonly fields?: readonly FieldConflict[];
  readonly theirs?: AnyRow;
  /** Sends it again as it is. Of a conflict: mine wins. */
  retry(): void;
  /** Sends it again with these fields set otherwise, and the rest of its group with it. @throws ValidationError */
  edit(patch: Readonly<Record<string, unknown>>): void;
  /** Forgets it, and the rest of its group; the record shows what the backend has. Of a conflict: theirs wins. Changes that build on an unsent create go with it. */
  discard(): void;
}

/** Something a person should know of that needs no decision: an own edit covered someone else's unseen value. */
export interface Notice {
  readonly id: string;
  readonly kind: 'overwrote';
  readonly table: string;
  readonly recordId: string;
  readonly fields: readonly FieldConflict[];
  /** Writes their values back. */
  restore(): void;
  dismiss(): void;
}

/** Who is where. Nothing of it is kept: what a page says is forgotten within a minute after its end. */
export interface RecordPresence {
  /**
   * Members of staff who are at these records (200 of all that a page asks for), without whoever is signed in here. Empty until the backend answered, while it
   * does not, and for customers, who learn nothing. Asked for while somebody listens.
   */
  at(table: string, ids: readonly string[]): Live<readonly Present[]>;
  /** Says what this page does at a record, until it says otherwise: without `doing` it has left. Of more than five records the first ones are forgotten. */
  say(table: string, id: string, doing?: Doing): void;
}

export interface Status {
  /** `connecting` until the first answer; `offline` when the backend does not answer; `signed-out` when it refused the token; `refused` when it answered something that is no protocol (see `error`). */
  readonly connection: 'connecting' | 'online' | 'offline' | 'signed-out' | 'refused';
  /** The last failure of the connection, with what to do about it; or, with the code `fault`, of the adapter while it sent changes. */
  readonly error?: VinculoError;
  /** Changes on their way, by themselves. What was written in one batch counts as one. */
  readonly waiting: number;
  /** Changes that wait for a person. */
  readonly parked: number;
  /** Instant of the last successful answer of the backend. */
  readonly syncedAt?: string;
  /** Why the disk cache is not in use although it was asked for. */
  readonly storage?: VinculoError;
  /** A part of this software that is loaded when it is needed could not be: it is tried again, and what needs it waits. */
  readonly notLoaded?: VinculoError;
  /** Cached rows are not shown until the backend said anew what this sign-in may see: the last time is longer ago than the tenant allows. */
  readonly accessCheckDue?: true;
  /** Access was revoked, and what was kept is wiped: so many changes that no server had are lost. The client takes no more. */
  readonly lost?: number;
  /** This tab pulls and pushes for all tabs of the browser. */
  readonly leader: boolean;
}

/** Filters of the rows that a client holds, by the plural names of the entities. */
export type Scopes = { readonly [N in EntityName as Entities[N]['plural']]?: Where<RowOf<Entities[N]>> };

export interface ClientOptions {
  readonly adapter: Adapter;
  /**
   * `none`: every answer comes from the backend, unsent changes live in this page; `memory`: whole tables are kept while the page lives;
   * `disk`: also in IndexedDB, shared by all tabs, with a durable outbox. Default `memory`.
   */
  readonly cache?: 'none' | 'memory' | 'disk';
  /**
   * Which rows of an entity are held, where all of them are too many: filters by the plural name of the entity. Rows come and go with their fields. A query
   * whose filter says at least as much as the scope's is answered from what is held, also offline; every other one is asked from the backend. An entity that
   * is otherwise never held whole (activities) is held as far as its scope says. Another scope than at the last start has the rows read anew while the old
   * ones are shown. `now()` stands for the beginning of a month further out, so that the scope moves once a month. Without a backend (`local`), and with
   * `cache: 'none'` on one that answers queries, scopes say nothing.
   *
   * @example createClient({ adapter, cache: 'disk', scopes: { deals: { ownerId: me }, activities: { at: { gte: now(-365 * 86_400_000) } } } })
   */
  readonly scopes?: Scopes;
  /** BCP 47. What widgets speak where neither they nor their page say. */
  readonly locale?: string;
}

/** The client: collections by plural name, and what concerns them all. */
export interface Vinculo extends Collections {
  readonly locale: string | undefined;
  /** Any entity by its singular name, also one only the backend knows; rows are untyped. @throws UnknownTableError */
  collection(table: string): Collection<AnyRow, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;
  /** Everything written inside `write` travels as one group: together or not at all, where the backend can. */
  batch(write: () => void): readonly PendingChange[];
  /** Runs a named command on the backend. @throws OfflineError, RefusedError, NotFoundError, UnsupportedError */
  run<N extends CommandName>(command: N, input: CommandInput<N>): Promise<CommandOutput<N>>;
  /**
   * Takes a file in and answers its blob id, for a field that names a file (`attachment.blobId`). With a cache on disk it is fulfilled when the file is safe on
   * this device, also offline: the id is this device's then, the file is sent when a change names it, and such a change waits for it and goes with the backend's
   * id. A file that the backend will never take refuses the changes that name it. Without disk it is fulfilled when the backend has the file.
   *
   * Where the file goes to the backend at once, `progress` is told how far it is; one that is kept on this device is sent later, and tells nothing.
   *
   * @throws UnsupportedError where the backend stores no files; StorageError (`quota`) when the file fits neither on the device nor, offline, anywhere else;
   * without disk OfflineError and what the backend refuses
   * @example
   * const blobId = await crm.upload(file, file.name);
   * crm.attachments.create({ table: 'ticket', recordId: ticket.id, name: file.name, type: file.type, bytes: file.size, blobId });
   */
  upload(blob: Blob, name: string, options?: UploadOptions): Promise<string>;
  /**
   * The content of a file, by the blob id that a row names. One that waits on this device is read from there.
   *
   * @throws NotFoundError, OfflineError, UnsupportedError
   * @example link.href = URL.createObjectURL(await crm.download(attachment.blobId));
   */
  download(blobId: string): Promise<Blob>;
  /**
   * Looks records up by words in any of their searchable fields, best first. Parts of words at their beginning and small slips are forgiven; Chinese and Japanese
   * are cut into words. Where whole tables are kept the answer comes from memory, also offline; else the backend is asked.
   *
   * @throws OfflineError; NotLoadedError where the part that looks could not be loaded: the next look-up tries again
   *
   * @example const [first] = await crm.lookup('meyer 冷链');
   */
  lookup(text: string, options?: LookupOptions): Promise<readonly Hit[]>;
  /**
   * Whose phone number this is, however it is written: for a screen pop. With a cache on disk the answer does not wait for tables to be in memory.
   *
   * @throws OfflineError; NotLoadedError, as lookup()
   *
   * @example const hits = await crm.lookupPhone('010 6282 1234'); // 0, 1 or many
   */
  lookupPhone(number: string, options?: LookupOptions): Promise<readonly PhoneHit[]>;
  /** What the backend says of itself and of the signed-in user; undefined until known. */
  readonly description: Live<Description | undefined>;
  readonly status: Live<Status>;
  /** What waits and what is parked, oldest first. */
  readonly outbox: Live<readonly OutboxEntry[]>;
  /** Own edits that covered what others had written, oldest first; the last 200. */
  readonly notices: Live<readonly Notice[]>;
  /**
   * Who else is at a record now, and where this page is. Loaded when it is first asked, and tried again until it comes; costs nothing until then. Of a table that
   * is not for this sign-in nobody is shown, until its rights change.
   *
   * @throws UnsupportedError where the backend does not tell, as `local`
   * @example
   * const presence = await crm.presence();
   * presence.say('ticket', ticket.id, 'looking');
   * presence.at('ticket', [ticket.id]).subscribe((others) => draw(others.filter(({ doing }) => doing === 'writing')));
   */
  presence(): Promise<RecordPresence>;
  /**
   * What the client does at this moment, for developers. Loaded when it is first asked; costs nothing until then. `<vinculo-devtools>` draws it.
   *
   * @example console.table((await crm.debug.report()).queries);
   */
  readonly debug: Debug;
  /** Tries to reach the backend now instead of at the next planned time, and reads again what could not be read. */
  retry(): void;
  /**
   * Ends all work of this client. `wipe: true` also deletes the cache of this user, and fails while changes or files wait; `'discard'` loses those.
   * @throws UnsyncedChangesError
   * @throws StorageError when what deletes the cache did not come within ten seconds, as on a network that hangs: nothing was deleted, and the client goes on
   */
  close(options?: { readonly wipe?: boolean | 'discard' }): Promise<void>;
}
