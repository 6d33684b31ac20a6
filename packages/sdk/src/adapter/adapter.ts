import type { AnyRow, Change, CommandName, Description, Group, Measures, Present, PushOutcome, Where, Whereabout } from '../schema/index.ts';

/** What a backend can do. The client makes up what it cannot. */
export interface Capabilities {
  /** Who mints ids: the client (UUIDv7) or the server, which then answers a create with its own. */
  readonly ids: 'client' | 'server';
  /** `delta`: a cursor gives exactly what changed; `since`: by time, so pulls overlap; `page`: only whole tables, compared by the client: each reading begins with a null cursor. */
  readonly pull: 'delta' | 'since' | 'page';
  /** `none`: read-only. */
  readonly push: 'batch' | 'single' | 'none';
  /** Changes of one group are stored together or not at all. Where one of them could not be, it says why and the others are rejected with the code `group_failed`. */
  readonly atomic: boolean;
  /** Pulls tell of removed rows. Where not, the client compares ids from time to time. */
  readonly tombstones: boolean;
  /** Rows carry a version. A push that names an old one is merged by its base or answered with a conflict (`fields` empty where only versions are compared), never written blindly. */
  readonly versions: boolean;
  /** The same change key is never applied twice. A repeated one is answered with the record as it stands then. */
  readonly idempotency: boolean;
  /** subscribe() tells when something changed. */
  readonly live: boolean;
  /** pull() and digest() go over a part of a table where the scope has a `where`. Where not, they go over the whole table, and the client picks out what it keeps. */
  readonly partial: boolean;
  /** query() is there: filters, order and windows are answered by the backend. */
  readonly query: boolean;
  /** aggregate() is there. */
  readonly aggregate: boolean;
  /** Commands run() takes, each as one change. */
  readonly commands: readonly CommandName[];
  /** upload() and download() are there. */
  readonly blobs: boolean;
  /** presence() is there: colleagues see who else is at a record now. */
  readonly presence: boolean;
}

/** A part of a backend's data that a pull goes over. */
export interface Scope {
  readonly table: string;
  /** Only the rows that match, for backends that are `partial`. Plain values, no now(). Absent: all rows this user may see. */
  readonly where?: Where;
}

export interface PullPage {
  /** Rows that are new or changed, whole. The same row may come twice; the last one counts. */
  readonly rows: readonly AnyRow[];
  readonly deleted: readonly string[];
  /** Rows still there which this user may no longer see, or which no longer match the scope. May name rows that were never given. */
  readonly movedOut: readonly string[];
  /** Where the next pull goes on. Opaque. */
  readonly cursor: string;
  /** More pages follow at once. */
  readonly more: boolean;
  /** The cursor was too old or of another epoch: drop what is known of this scope once the last page is in; this page is the first of a whole new reading. */
  readonly reset?: boolean;
  /**
   * The backend was restored from a backup since the cursor was given: the instant of the last write that it still has. Stands on every page of the reading
   * that follows. What the client holds that was written later is told to the person as lost; that needs get().
   */
  readonly restoredTo?: string;
}

export interface QueryRequest {
  readonly table: string;
  readonly where?: Where;
  readonly orderBy?: readonly string[];
  /** How many rows to skip. */
  readonly offset?: number;
  /** How many rows at the most; a backend may have a lower limit of its own and says so by fewer rows than total. */
  readonly limit?: number;
}

export interface QueryAnswer {
  readonly rows: readonly AnyRow[];
  /** Of all matches, where the backend counts them. */
  readonly total?: number;
  readonly asOf: string;
}

export interface AggregateRequest {
  readonly table: string;
  readonly where?: Where;
  readonly groupBy: readonly string[];
  readonly measures: Measures;
}

export interface AggregateAnswer {
  readonly groups: readonly Group[];
  readonly asOf: string;
}

/** Something changed: in these tables, or anywhere when absent. `access`: rights changed, so describe() and everything held are worth a new look. */
export interface Hint {
  readonly tables?: readonly string[];
  readonly access?: boolean;
  /** In these tables somebody came to a record, left one, or began or ended writing there: worth a question to presence(). Such a hint names no `tables`: an empty list. */
  readonly presence?: readonly string[];
}

/** Where one page is, and what it asks of others. */
export interface PresenceRequest {
  /** Names the page, so that each page of a user counts for itself: at most 64 characters. */
  readonly page: string;
  /** All records that this page is at, five at the most. What it said before and does not say now is over. */
  readonly at: readonly Whereabout[];
  /** The records of which others are asked for, 200 ids in all at the most. */
  readonly of: readonly { readonly table: string; readonly ids: readonly string[] }[];
}

/** Whether live hints flow. Told on every change of it. */
export type LiveState = 'connected' | 'disconnected';

/** Where an adapter that has no backend of its own (local) finds what the client's cache holds. */
export interface RowSource {
  rows(table: string): Promise<readonly AnyRow[]>;
}

/**
 * What a backend implements. Methods reject with a VinculoError: OfflineError when the backend cannot be reached, AuthError when the token was
 * refused, ForbiddenError, BadAnswerError when the answer makes no sense, BackendError when the backend failed. Anything else counts as a fault of the adapter
 * and is shown as such. A method that was cut short by `signal` rejects with the signal's reason.
 */
export interface Adapter {
  /** For messages and databases' names: `rest`, `tryton`. */
  readonly name: string;
  /** Names the data behind this adapter, so that two backends never share a cache: an address, a database name. */
  readonly source: string;
  readonly capabilities: Capabilities;
  /**
   * Who is signed in, as `tenant/subject`, known without asking the backend where that is possible (from the token). Names the disk cache.
   * Where it is absent, describe() is asked. An adapter serves one identity for as long as it lives: when another one signs in it rejects with AuthError.
   */
  identity?(signal?: AbortSignal): Promise<string>;
  describe(signal?: AbortSignal): Promise<Description>;
  /** @param cursor null for the first pull of a scope; one of another scope is answered as one that is too old. @param limit rows per page, a wish. */
  pull(scope: Scope, cursor: string | null, limit: number, signal?: AbortSignal): Promise<PullPage>;
  /**
   * Answers in the order of the changes, one outcome each. A change may name a row that a change before it creates, also where the backend mints the ids.
   * Several changes of one record are stored in their order, and each stands on what those before it left: where only versions are compared, one that names the
   * version that an earlier one of this push named, which was stored, has seen that one's outcome. After one that is answered `retry`, `unknown` or a conflict without
   * fields, later ones of that record are not stored in this push, and answered `retry` or such a conflict: else an older value would cover a newer one later.
   * Never rejects after a change may have been stored without saying so by `unknown` (or, with idempotency, by rejecting: the client then sends the same keys again).
   */
  push(changes: readonly Change[], signal?: AbortSignal): Promise<readonly PushOutcome[]>;
  get?(table: string, ids: readonly string[], signal?: AbortSignal): Promise<readonly AnyRow[]>;
  query?(request: QueryRequest, signal?: AbortSignal): Promise<QueryAnswer>;
  aggregate?(request: AggregateRequest, signal?: AbortSignal): Promise<AggregateAnswer>;
  /** Calls `hint` until unsubscribed; reconnects by itself. */
  subscribe?(hint: (hint: Hint) => void, state: (state: LiveState) => void): () => void;
  /** @param key idempotency key of this call. */
  run?(command: CommandName, input: unknown, key: string, signal?: AbortSignal): Promise<unknown>;
  /**
   * Stores a file's content and answers its blob id. A file it will never take (too large, of a kind it does not store) is rejected with an error that is not
   * retryable.
   * @param sent told what share of it is sent, from 0 to 1 and never less than before, as often as the line says so: where it does not, never
   */
  upload?(blob: Blob, name: string, signal?: AbortSignal, sent?: (share: number) => void): Promise<string>;
  /** The content of a file, with its type. Rejects with NotFoundError also for one that this user may not see. */
  download?(blobId: string, signal?: AbortSignal): Promise<Blob>;
  /**
   * Says where this user is, and answers which other members of staff are at the records that are asked for; one of them in several pages once, as the one that
   * does most. What was said counts for some 50 seconds, so it is said again by then. Of records that this user may not see nothing is taken and nothing told.
   * Customers have no part in it: ForbiddenError.
   */
  presence?(request: PresenceRequest, signal?: AbortSignal): Promise<readonly Present[]>;
  /** Ids of all rows of a table, for backends without tombstones. */
  digest?(scope: Scope, signal?: AbortSignal): Promise<readonly string[]>;
  /** Gives an adapter without a backend its data, once, before the first call. What it writes reaches its data only by pushes' answers and by pulls: a client pulls every table it hints at. */
  attach?(source: RowSource): void;
}
