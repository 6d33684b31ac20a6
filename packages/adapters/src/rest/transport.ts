import { fits } from '@vinculo/sdk/checks';
import { AuthError, BackendError, BadAnswerError, ForbiddenError, NotFoundError, OfflineError, RefusedError, UnknownTableError, VinculoError, WhereError } from '@vinculo/sdk/schema';
import ky, { type Options, isKyError } from 'ky';
import { answers } from './answers.ts';
import { type TokenSource, tokenKeeper } from './token.ts';

/** Requests to one backend, with the page's token. */
export interface Transport {
  token(): Promise<string>;
  /**
   * An answer of status 2xx.
   * @param what what the request is for, as errors begin: `Reading changes`
   * @throws VinculoError saying what came instead, or the signal's reason
   */
  send(path: string, what: string, options: Options): Promise<Response>;
  /** Its JSON. */
  json(path: string, what: string, options: Options): Promise<unknown>;
  /** Its body. */
  blob(path: string, what: string, options: Options): Promise<Blob>;
}

/** Milliseconds until a request counts as lost. */
const patience = 60_000;

export function transport(endpoint: string, source: TokenSource): Transport {
  // A retry is the client's business: it knows what may be sent twice.
  const http = ky.create({ prefixUrl: endpoint, retry: 0, throwHttpErrors: false, timeout: patience, credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' });
  const tokens = tokenKeeper(source);

  const once = async (path: string, what: string, options: Options, fresh: boolean): Promise<Response> => {
    const headers = new Headers(options.headers as Record<string, string> | undefined);
    headers.set('authorization', `Bearer ${await tokens.get(fresh)}`);
    try {
      return await http(path, { ...options, headers });
    } catch (error) {
      throw failure(error, what, options);
    }
  };

  const send: Transport['send'] = async (path, what, options) => {
    let response = await once(path, what, options, false);
    if (response.status === 401) response = await once(path, what, options, true);
    if (response.ok) return response;
    throw await refusal(response, what);
  };

  return {
    token: () => tokens.get(),
    send,
    async blob(path, what, options) {
      return body(await send(path, what, options), 'blob', what, options);
    },
    async json(path, what, options) {
      const response = await send(path, what, options);
      const text = await body(response, 'text', what, options);
      try {
        return JSON.parse(text) as unknown;
      } catch (cause) {
        throw new BadAnswerError(`${what}: ${response.url || endpoint} answered ${kindOf(text)} instead of JSON. Check the endpoint’s address, and what stands between (a proxy, a sign-in page).`, cause);
      }
    },
  };
}

async function body<K extends 'text' | 'blob'>(response: Response, kind: K, what: string, options: Options): Promise<Awaited<ReturnType<Response[K]>>> {
  try {
    // Each of the two answers what it is called.
    return (await response[kind]()) as Awaited<ReturnType<Response[K]>>;
  } catch (error) {
    throw failure(error, what, options);
  }
}

function failure(error: unknown, what: string, { signal }: Options): unknown {
  if (signal?.aborted) return signal.reason;
  // ky's own (no answer, too late) and a connection that broke in mid-answer.
  return isKyError(error) || error instanceof TypeError || error instanceof DOMException ? new OfflineError(what, error) : error;
}

/** The error that an answer other than 2xx stands for. */
async function refusal(response: Response, what: string): Promise<unknown> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  const read = jsonOrUndefined(text);
  const error = fits(answers.error, read) ? read.error : undefined;
  const message = `${what}: ${error?.message ?? `the server answered ${status}${text ? ` with ${kindOf(text)}` : ''}.`}`;
  if (status === 401) return new AuthError(message, undefined, error?.code === 'revoked' ? 'revoked' : 'auth');
  if (status === 403) return error?.code === 'proof' ? new VinculoError('proof', message) : new ForbiddenError(message);
  if (error && status === 426) return new BadAnswerError(message, undefined, 'client_too_old');
  if (status === 429 || status >= 500) {
    const retryAfter = waitOf(response.headers.get('retry-after'));
    return new BackendError(message, retryAfter === undefined ? {} : { retryAfter });
  }
  // Also a proxy's word on a file that it lets nobody send.
  if (!error && status === 413) return new VinculoError('too_large', message);
  if (!error) return new BadAnswerError(`${message} Check the endpoint’s address, and what stands between.`);
  if (error.code === 'not_found') return new NotFoundError(error.table ?? 'record', error.id ?? '');
  if (error.code === 'unknown_table') return new UnknownTableError(error.table ?? '');
  if (error.code === 'where') return new WhereError(error.message);
  if (status === 422 && error.table !== undefined && error.id !== undefined) return new RefusedError(error.table, error.id, error.code, error.message, error.problems);
  return new VinculoError(error.code, message);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function kindOf(text: string): string {
  return /^\s*<(!doctype|html)/i.test(text) ? 'a web page' : text === '' ? 'nothing' : 'something else';
}

/** Retry-After in milliseconds: seconds, or a date. */
function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
