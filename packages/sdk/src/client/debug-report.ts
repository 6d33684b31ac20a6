import type { Observable } from 'rxjs';
import type { EntryState, ResultStatus, Status } from './vinculo.ts';

/** A live query or aggregate that somebody listens to. */
export interface DebugQuery {
  /** Entity by its singular name. */
  readonly table: string;
  readonly kind: 'rows' | 'groups';
  /** What was asked, as it was given. Values of `where` stand as `…` unless `values` was asked for; ids, dates, options and the like stay. */
  readonly question: Readonly<Record<string, unknown>>;
  /** Answered from rows in memory, or by the backend. */
  readonly by: 'memory' | 'backend';
  readonly listeners: number;
  /** Rows (or groups) of the answer as it stands. */
  readonly shown: number;
  readonly total?: number;
  readonly complete: boolean | 'unknown';
  readonly status: ResultStatus;
  /** Code of the error. */
  readonly error?: string;
  /** See Result.asOf. */
  readonly asOf?: string;
  /** Instant at which the first listener came. */
  readonly since: string;
  /** How often listeners were told of a change. */
  readonly told: number;
  /** Instant at which they last were, if that was after `crm.debug` was first used. */
  readonly toldAt?: string;
}

/** Rows or figures that equal questions share, whatever their windows. */
export interface DebugNode {
  readonly table: string;
  readonly kind: 'rows' | 'groups';
  /** Of rows: [where, orderBy]; of groups: [where, groupBy, measures]. Values as in DebugQuery. */
  readonly question: readonly unknown[];
  /** Answers that use it. */
  readonly users: number;
  /** Rows it is made of. */
  readonly rows: number;
}

/** What a client holds of an entity. */
export interface DebugTable {
  readonly table: string;
  /** Rows in memory, as they look with own changes on top. */
  readonly rows: number;
  /** Records with own changes that no backend has confirmed. */
  readonly changed: number;
  /** All rows the backend holds for this user are in memory. */
  readonly whole: boolean;
  /** `whole`, and pulled since the connection was last there. */
  readonly fresh: boolean;
  /** Of entities that are held in parts (an entity's `partBy`) and by single rows: how many of both. */
  readonly parts: number;
  readonly ids: number;
  /** Which rows are held, where not all are: the filter that createClient() was given. Values that say something of a person are hidden unless asked for. */
  readonly scope?: unknown;
  /** Code of the error that its last pull ended with. */
  readonly error?: string;
  /** Absent without a cache on disk. */
  readonly disk?: {
    /** Rows stand in sorted lists: the base, and newer ones beside it until they are folded in. */
    readonly runs: number;
    /** Records of at most 500 rows that the lists are stored in. */
    readonly leaves: number;
    readonly rows: number;
    /** Rows and removals in the newer lists. */
    readonly beside: number;
    readonly whole: boolean;
    /** Where the next pull goes on, as the backend gave it; null before the first. */
    readonly cursor: string | null;
    /** A whole new reading is being gathered beside these rows. */
    readonly anew: boolean;
  };
}

/** A change that no backend has confirmed. */
export interface DebugEntry {
  /** `client#counter`: its idempotency key. */
  readonly key: string;
  readonly table: string;
  readonly id: string;
  readonly op: 'create' | 'update' | 'remove';
  /** The fields it sets. */
  readonly fields: readonly string[];
  /** Their values, when they were asked for. */
  readonly patch?: Readonly<Record<string, unknown>>;
  readonly group?: string;
  readonly state: EntryState;
  /** Why it is parked. The message comes with `values`, as backends may quote them. */
  readonly reason?: { readonly code: string; readonly message?: string; readonly fields: readonly string[] };
  /** Instant at which it was made. */
  readonly at: string;
  /** Milliseconds since then. */
  readonly age: number;
  /** How often it was sent alone and the backend failed over it. */
  readonly tries: number;
  /** It survives a crash. */
  readonly durable: boolean;
  /**
   * Why a waiting change is not being sent. `disk`: not written yet; `earlier`: another change of the record comes first (`key`); `create`: it names a record whose
   * create was not sent (`record`, as `table/id`); `upload`: it names a file that was not sent (`record`, as `blob/id`); `group`: another change of its group is parked; `leader`: another tab sends; `connection`: the backend does not
   * answer; `pause`: the backend failed, next try `until`; `readonly`: the backend takes no changes.
   */
  readonly heldBack?: { readonly why: 'disk' | 'earlier' | 'create' | 'upload' | 'group' | 'leader' | 'connection' | 'pause' | 'readonly'; readonly key?: string; readonly record?: string; readonly until?: string };
}

/** A tab of this browser that shares the cache, as far as it was heard. One that closed does not say so. */
export interface DebugTab {
  readonly id: string;
  readonly leads: boolean;
  /** Messages it sent since it opened. */
  readonly messages: number;
  /** Instant of the last one. */
  readonly heardAt: string;
  /** Version of the schema it writes. */
  readonly schema: number;
}

/** What a client does at one moment. Plain data: JSON.stringify() shows all of it. */
export interface DebugReport {
  /** Instant of the report, by the device's clock. */
  readonly at: string;
  /** Whether values of records were asked for. If not, the report holds no personal data beyond ids. */
  readonly values: boolean;
  readonly queries: readonly DebugQuery[];
  readonly nodes: readonly DebugNode[];
  readonly tables: readonly DebugTable[];
  /** Oldest first. */
  readonly outbox: readonly DebugEntry[];
  readonly lead: {
    /** This tab pulls and pushes. */
    readonly here: boolean;
    /** Number of the last lead that was taken; absent without a cache on disk. */
    readonly number?: number;
    /** Of this tab; absent without a cache on disk. */
    readonly tab?: string;
    /** The others. */
    readonly tabs: readonly DebugTab[];
  };
  readonly connection: {
    readonly state: Status['connection'];
    readonly error?: { readonly code: string; readonly message: string };
    readonly syncedAt?: string;
    /** The adapter's name. */
    readonly backend: string;
  };
  readonly storage: {
    readonly cache: 'none' | 'memory' | 'disk';
    /** Why the disk is not in use although it was asked for. */
    readonly error?: { readonly code: string; readonly message: string };
    /** Version of the newest schema that wrote to the cache. */
    readonly schema?: number;
    /** Windows of queries that are kept for the next start. */
    readonly windows?: number;
    /** Bytes that this site uses and may use, as the browser estimates them. */
    readonly usage?: number;
    readonly quota?: number;
  };
  readonly access: {
    /** Instant at which the backend last said what this sign-in may do; absent before the first answer. */
    readonly checkedAt?: string;
    /** Changes with what it may do. */
    readonly hash?: string;
    readonly user?: string | null;
    readonly role?: string;
    /** Tables the backend serves. */
    readonly tables?: number;
  };
}

export interface DebugOptions {
  /** Also values of filters and changes, and what backends said of them: may hold personal data. Default false. */
  readonly values?: boolean;
}

/** A look inside of the client. */
export interface Debug {
  /** @throws ClosedError */
  report(options?: DebugOptions): Promise<DebugReport>;
  /** A report at once, and a new one whenever something changed: at most two a second. Without values. */
  readonly changes: Observable<DebugReport>;
}
