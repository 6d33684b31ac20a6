import ky, { type KyInstance } from 'ky';
import { AuthError, BackendError, BadAnswerError, OfflineError } from '@vinculo/sdk';
import { sharedWork } from './shared-work.ts';

/** How to sign in: by name and password, or with a session someone else opened (`login:uid:key`, as Tryton's own client keeps it). */
export type TrytonCredentials = { readonly user: string; readonly password: string } | { readonly session: string };

export interface RpcOptions {
  readonly endpoint: string;
  readonly database: string;
  readonly credentials: TrytonCredentials | (() => Promise<TrytonCredentials>);
  readonly language?: string;
  readonly fetch?: typeof fetch;
}

/** An error that Tryton answered with, under HTTP 200: `UserError`, `UserWarning`, `ConcurrencyException` or the text of a fault of its own. */
export class TrytonFault extends Error {
  readonly kind: string;
  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface Session {
  readonly userId: number;
  readonly login: string;
  readonly token: string;
}

/** What each call carries: the company and employee of the user. */
export type RpcContext = Readonly<Record<string, unknown>>;

interface Reply {
  readonly result?: unknown;
  readonly error?: readonly unknown[];
}

/** JSON-RPC with one Tryton database. Signs in at the first call, and again once when the session ended. */
export class TrytonRpc {
  readonly #http: KyInstance;
  readonly #options: RpcOptions;
  #session: Promise<Session> | undefined;
  #context: Promise<RpcContext> | undefined;

  constructor(options: RpcOptions) {
    this.#options = options;
    this.#http = ky.create({ retry: 0, timeout: 60_000, throwHttpErrors: false, credentials: 'omit', ...(options.fetch ? { fetch: options.fetch } : {}) });
  }

  /** @throws TrytonFault, OfflineError, AuthError, BadAnswerError, BackendError, or the signal's reason */
  async call<T>(method: string, params: readonly unknown[], signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const session = await this.session(signal);
    const reply = await this.#post(method, params, session.token, signal);
    if (reply !== 'signed-out') return unwrap<T>(reply);
    this.#session = undefined;
    const again = await this.#post(method, params, (await this.session(signal)).token, signal);
    if (again === 'signed-out') throw new AuthError('Tryton does not accept the session. Sign in again.');
    return unwrap<T>(again);
  }

  /** The user's own settings: company, employee, language, time zone. */
  context(signal?: AbortSignal): Promise<RpcContext> {
    this.#context ??= this.call<RpcContext>('model.res.user.get_preferences', [true, {}]).catch((error: unknown) => {
      this.#context = undefined;
      throw error;
    });
    return sharedWork(this.#context, signal);
  }

  session(signal?: AbortSignal): Promise<Session> {
    this.#session ??= this.#signIn().catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    return sharedWork(this.#session, signal);
  }

  async #signIn(): Promise<Session> {
    const { credentials, language = 'en' } = this.#options;
    const given = typeof credentials === 'function' ? await credentials() : credentials;
    if ('session' in given) {
      const [login, userId] = given.session.split(':');
      if (!login || !Number.isInteger(Number(userId))) throw new AuthError('The Tryton session is not of the form “login:uid:key”.');
      return { userId: Number(userId), login, token: encode(given.session) };
    }
    const reply = await this.#post('common.db.login', [given.user, { password: given.password }, language], undefined, undefined);
    const answer = reply === 'signed-out' ? undefined : unwrap<readonly [number, string] | null>(reply);
    if (!answer) throw new AuthError(`Tryton refused the sign-in of ${given.user}. Check the name and the password.`);
    return { userId: answer[0], login: given.user, token: encode(`${given.user}:${answer[0]}:${answer[1]}`) };
  }

  async #post(method: string, params: readonly unknown[], token: string | undefined, signal: AbortSignal | undefined): Promise<Reply | 'signed-out'> {
    const { endpoint, database } = this.#options;
    let response: Response;
    let text: string;
    try {
      response = await this.#http.post(`${endpoint.replace(/\/$/, '')}/${encodeURIComponent(database)}/`, {
        json: { id: 1, method, params }, headers: token ? { authorization: `Session ${token}` } : {}, ...(signal ? { signal } : {}),
      });
      text = await response.text();
    } catch (error) {
      signal?.throwIfAborted();
      throw new OfflineError('Tryton', error);
    }
    if (response.status === 401 || response.status === 403) return 'signed-out';
    if (response.status === 429 || response.status >= 500) {
      const wait = Number(response.headers.get('retry-after'));
      throw new BackendError(`Tryton answered HTTP ${response.status}.`, wait > 0 ? { retryAfter: wait * 1000 } : {});
    }
    try {
      const reply = JSON.parse(text) as Reply;
      if (response.ok && typeof reply === 'object' && ('result' in reply || Array.isArray(reply.error))) return reply;
    } catch (error) {
      throw new BadAnswerError(`${endpoint} did not answer as Tryton does (HTTP ${response.status}). Check the address and the database’s name.`, error);
    }
    throw new BadAnswerError(`${endpoint} did not answer as Tryton does (HTTP ${response.status}). Check the address and the database’s name.`);
  }
}

function unwrap<T>(reply: Reply): T {
  if (!reply.error) return reply.result as T;
  const [kind, details] = reply.error;
  // A UserError carries [message, description, domain], a warning [name, message, description], the others a text.
  const texts = Array.isArray(details) ? details.filter((d): d is string => typeof d === 'string' && d !== '') : [String(details)];
  throw new TrytonFault(String(kind), (kind === 'UserWarning' ? texts.slice(1) : texts).join(' ') || String(kind));
}

function encode(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
