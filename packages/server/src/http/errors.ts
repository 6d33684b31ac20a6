import { AuthError, ForbiddenError, NotFoundError, RefusedError, type FieldProblem, UnknownTableError, ValidationError, VinculoError, WhereError } from '@vinculo/sdk/schema';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { RightsChanged, sqlState } from '../database/connection.ts';
import { KeysUnavailable } from '../identity/identity.ts';
import { NotServedError } from '../reading/query.ts';
import { isTransient } from '../records/push.ts';

/** A request that is no request of the protocol, or comes too often. */
export class BadRequest extends Error {
  readonly status: 400 | 403 | 413 | 415 | 422 | 426 | 429;
  readonly code: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;
  constructor(status: BadRequest['status'], code: string, message: string, retryAfter?: number) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** What every error is answered with. */
export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly problems?: readonly FieldProblem[]; readonly table?: string; readonly id?: string };
}

/** The answer to an error; undefined for a fault of the server's own, which is logged and not shown. */
export function answerTo(error: unknown): { status: ContentfulStatusCode; body: ErrorBody; retryAfter?: number } | undefined {
  if (error instanceof BadRequest) return { status: error.status, body: { error: { code: error.code, message: error.message } }, ...(error.retryAfter === undefined ? {} : { retryAfter: error.retryAfter }) };
  if (error instanceof NotServedError) return { status: 403, body: { error: { code: 'forbidden', message: error.message } } };
  if (error instanceof WhereError) return { status: 422, body: { error: { code: 'where', message: error.message } } };
  if (error instanceof RefusedError) return { status: 422, body: { error: { code: error.code, message: error.message, problems: error.problems, table: error.table, id: error.id } } };
  if (error instanceof ValidationError) return { status: 422, body: { error: { code: error.code, message: error.message, problems: error.problems, table: error.table } } };
  if (error instanceof VinculoError) {
    const status = error instanceof AuthError ? 401 : error instanceof ForbiddenError ? 403 : error instanceof NotFoundError || error instanceof UnknownTableError ? 404 : undefined;
    const about = error instanceof NotFoundError ? { table: error.table, id: error.id } : error instanceof UnknownTableError ? { table: error.table } : {};
    if (status) return { status, body: { error: { code: error.code, message: error.message, ...about } } };
  }
  if (error instanceof HTTPException) return { status: error.status, body: { error: { code: 'http', message: error.message } } };
  if (error instanceof KeysUnavailable) return { status: 503, retryAfter: 5, body: { error: { code: 'unavailable', message: 'The keys that tokens are signed with cannot be read at the moment. Try again.' } } };
  if (error instanceof RightsChanged) return { status: 503, retryAfter: 0, body: { error: { code: 'busy', message: error.message } } };
  if (isUnknownCharacter(error)) return { status: 422, body: { error: { code: 'bad_request', message: 'The request holds a character that no record can hold, as U+0000. Leave it out.' } } };
  if (isTransient(error)) return { status: 503, retryAfter: 1, body: { error: { code: 'busy', message: 'Other changes of the same records were under way. Try again.' } } };
  if (isUnreachable(error)) return { status: 503, retryAfter: 2, body: { error: { code: 'unavailable', message: 'The database cannot be reached at the moment. Try again.' } } };
  return undefined;
}

/** Postgres knows neither the character U+0000 nor half a surrogate pair, also where they are only asked for. */
function isUnknownCharacter(error: unknown): boolean {
  const state = sqlState(error);
  return state === '22021' || state === '22P05';
}

/** The connection to the database broke, or none could be made. */
function isUnreachable(error: unknown): boolean {
  const state = sqlState(error)?.slice(0, 2);
  if (state === '08' || state === '57' || state === '53') return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE' || error.message.startsWith('Connection terminated') || error.message.includes('connection timeout');
}
