/** What every error of Vinculo carries. `code` is stable: switch on it. `retryable` says whether the same call may succeed later unchanged. */
export class VinculoError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, details: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = details.retryable ?? false;
  }
}

/** Why one field of a record is not acceptable. */
export interface FieldProblem {
  readonly field: string;
  /** `required`, `invalid`, `unknown`, `readonly`, `too_long` or a backend's own word. */
  readonly reason: string;
  readonly message: string;
}

/** A create or update that does not fit the entity's declaration. Nothing was stored. */
export class ValidationError extends VinculoError {
  readonly table: string;
  readonly problems: readonly FieldProblem[];
  constructor(table: string, problems: readonly FieldProblem[]) {
    super('validation', `The ${table} was not saved: ${problems.map((p) => `${p.field}: ${p.message}`).join('; ')}. Correct them and save again.`);
    this.table = table;
    this.problems = problems;
  }
}

/** A table name that neither the declarations nor the backend's describe() know. */
export class UnknownTableError extends VinculoError {
  readonly table: string;
  constructor(table: string) {
    super('unknown_table', `There is no entity “${table}”. Check its spelling, or let the backend describe it.`);
    this.table = table;
  }
}

/** The record is not there, or the caller may not know that it is. */
export class NotFoundError extends VinculoError {
  readonly table: string;
  readonly id: string;
  constructor(table: string, id: string) {
    super('not_found', `There is no ${table} with id ${id}, or it may not be seen with this sign-in.`);
    this.table = table;
    this.id = id;
  }
}

/** The backend cannot be reached. What was written waits in the outbox. */
export class OfflineError extends VinculoError {
  constructor(what: string, cause?: unknown) {
    super('offline', `${what}: the server cannot be reached. Changes are kept, and sent when it answers.`, { retryable: true, cause });
  }
}

/**
 * The token was refused or could not be had. Sign in again, or mend the token callback.
 * With the code `revoked` this sign-in may hold nothing any more: a client wipes what it kept, at once.
 */
export class AuthError extends VinculoError {
  declare readonly code: 'auth' | 'revoked';
  constructor(message: string, cause?: unknown, code: 'auth' | 'revoked' = 'auth') {
    super(code, message, { cause });
  }
}

/** Signed in, but not allowed. */
export class ForbiddenError extends VinculoError {
  constructor(message: string) {
    super('forbidden', message);
  }
}

/** The backend answered something that is not the protocol: a proxy's error page, a wrong address, another version. */
export class BadAnswerError extends VinculoError {
  /** @param code `client_too_old` where the backend no longer speaks with this version of the page */
  constructor(message: string, cause?: unknown, code: 'bad_answer' | 'client_too_old' = 'bad_answer') {
    super(code, message, { retryable: true, cause });
  }
}

/** The backend met a fault of its own, or asks to slow down. */
export class BackendError extends VinculoError {
  /** Milliseconds to wait before the next try, where the backend said so. */
  readonly retryAfter: number | undefined;
  constructor(message: string, details: { retryAfter?: number; cause?: unknown } = {}) {
    super('backend', message, { retryable: true, cause: details.cause });
    this.retryAfter = details.retryAfter;
  }
}

/** The backend will not take this change, now or later, unless it is edited. */
export class RefusedError extends VinculoError {
  readonly table: string;
  readonly id: string;
  readonly problems: readonly FieldProblem[];
  constructor(table: string, id: string, code: string, message: string, problems: readonly FieldProblem[] = []) {
    super(code, message);
    this.table = table;
    this.id = id;
    this.problems = problems;
  }
}

/** Two people changed the same field and its policy is to ask. */
export class ConflictError extends VinculoError {
  constructor(table: string, id: string, fields: readonly string[]) {
    super('conflict', `The ${table} ${id} was changed by someone else meanwhile (${fields.join(', ')}). Choose which value stays.`);
  }
}

/** A named command that this backend does not offer. */
export class UnsupportedError extends VinculoError {
  constructor(message: string) {
    super('unsupported', message);
  }
}

/** close() was asked to wipe while changes wait that no server has. */
export class UnsyncedChangesError extends VinculoError {
  readonly count: number;
  constructor(count: number) {
    super('unsynced_changes', `${count} change${count === 1 ? ' has' : 's have'} not reached the server. Send them, or close with { wipe: 'discard' } to lose them.`);
    this.count = count;
  }
}

/**
 * What happened to the browser's storage. `quota`: it is full; `disconnected`: the browser, or a wipe in another tab, closed it; `lost`: its files cannot be read;
 * `emptied`: its content was deleted under the page (site data cleared, damage); `fenced`: another tab leads by now; `newer_schema`: a newer version of this
 * software wrote to it; `not_persistent`: it works, but the browser may delete it when space runs short; `unavailable`: it cannot be used at all (private mode, nobody signed in).
 */
export type StorageFault = 'quota' | 'disconnected' | 'lost' | 'emptied' | 'fenced' | 'newer_schema' | 'not_persistent' | 'unavailable';

/** The browser's storage failed. The client goes on without disk; `code` is a StorageFault. */
export class StorageError extends VinculoError {
  declare readonly code: StorageFault;
  constructor(message: string, cause?: unknown, fault: StorageFault = 'unavailable') {
    super(fault, message, { cause });
  }
}

/**
 * A part of this software that is loaded when it is needed could not be fetched: there is no network, or the site was updated since the page was opened.
 * It is tried again; what was written meanwhile waits.
 */
export class NotLoadedError extends VinculoError {
  constructor(cause: unknown) {
    super('not_loaded', 'A part of this page did not load; it is tried again. If you are online, the site was updated: reload the page.', { retryable: true, cause });
  }
}

/** The client was closed; it takes no more calls. */
export class ClosedError extends VinculoError {
  constructor() {
    super('closed', 'This client is closed. Create a new one.');
  }
}
