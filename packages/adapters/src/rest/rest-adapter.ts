import type { Adapter, Capabilities, Hint, LiveState, PresenceRequest } from '@vinculo/sdk/adapter';
import type { Check } from '@vinculo/sdk/checks';
import { AuthError, BadAnswerError, type PushOutcome, VinculoError, protocolVersion } from '@vinculo/sdk/schema';
import { answers, checked } from './answers.ts';
import { type Form, formsIn } from './forms-in.ts';
import { liveHints } from './live.ts';
import { type TokenSource, identityOf } from './token.ts';
import { transport } from './transport.ts';

export interface RestOptions {
  /** Where the server answers, without `/v1`: `https://crm.example`. A path is kept. */
  readonly endpoint: string;
  /** Gives a token of the host's backend (docs/server.md says what it must hold). Asked again shortly before a token ends, and once after a refusal. */
  readonly token?: TokenSource | undefined;
  /**
   * Of a page without a backend of its own: the key that the server gave its origin (docs/server.md, “Public pages”). Its visitors are guests, and each request of
   * theirs that stores something carries a proof of work. With `token` too: what the visitor opened as a guest in this tab becomes theirs.
   */
  readonly siteKey?: string | undefined;
}

/** What the server is told with each question. Not a header: a server of before would have the browser refuse it. */
const searchParams = { protocol: protocolVersion };

const capabilities: Capabilities = {
  ids: 'client', pull: 'delta', push: 'batch', atomic: true, tombstones: true, versions: true, idempotency: true, live: true, partial: true, query: true, aggregate: true,
  commands: ['merge', 'unmerge', 'findDuplicates', 'convertLead', 'transfer', 'claim', 'returnToPool', 'splitTicket', 'exportPerson', 'erasePerson'], blobs: true, presence: true,
};

/**
 * The adapter for Vinculo's own server and whatever else speaks its protocol (docs/protocol.md).
 *
 * @throws TypeError for an endpoint that is no absolute http(s) address, and without both a token and a site key
 * @example
 * const crm = createClient({ adapter: restAdapter({ endpoint: 'https://crm.example', token: () => fetch('/crm-token').then((r) => r.text()) }) });
 */
export function restAdapter({ endpoint, token, siteKey }: RestOptions): Adapter {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw new TypeError(`restAdapter: “${endpoint}” is no address of a server. Give one as https://crm.example.`);
  const base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  const source = siteKey === undefined ? token : async () => (await import('./site-key.ts')).siteToken(base, siteKey, token);
  if (!source) throw new TypeError('restAdapter: give a token callback or a site key.');
  const server = transport(base, source);
  const guestKey = token ? undefined : siteKey;

  /** Sends what stores something. A guest proves some work for each; a proof that came too late is made anew, once. */
  const storing = async <T>(form: Form, send: (headers: Readonly<Record<string, string>>) => Promise<T>): Promise<T> => {
    if (guestKey === undefined) return send({});
    const { solveProof } = await import('./proof.ts');
    const once = async (): Promise<T> => send({ 'x-vinculo-proof': await solveProof(server, guestKey, form) });
    return once().catch((error: unknown) => (error instanceof VinculoError && error.code === 'proof' ? once() : Promise.reject(error)));
  };

  const post = async <T>(route: string, answer: Check<T>, what: string, json: unknown, signal: AbortSignal | undefined, headers: Readonly<Record<string, string>> = {}): Promise<T> =>
    checked(answer, await server.json(`v1/${route}`, what, { method: 'post', searchParams, json, headers, ...(signal ? { signal } : {}) }), what);

  return {
    name: 'rest',
    source: base,
    capabilities: guestKey === undefined ? capabilities : { ...capabilities, live: false, commands: [], presence: false },

    async identity() {
      const identity = identityOf(await server.token());
      if (identity === undefined) throw new AuthError('The page’s token names no tenant and subject. Let the host’s backend issue one with the claims tenant and sub.');
      return identity;
    },

    async describe(signal) {
      const what = 'Asking the server what it holds';
      return checked(answers.describe, await server.json('v1/describe', what, { method: 'get', searchParams, ...(signal ? { signal } : {}) }), what);
    },
    async pull(scope, cursor, limit, signal) {
      return await post('pull', answers.pull, `Reading changes of ${scope.table}`, { ...scope, cursor, limit }, signal);
    },
    async push(changes, signal) {
      const outcomes: PushOutcome[] = [];
      for (const { form, changes: sent } of guestKey === undefined ? [{ form: 'ticket' as const, changes }] : formsIn(changes)) {
        outcomes.push(...(await storing(form, (headers) => post('push', answers.push, 'Sending changes', { changes: sent }, signal, headers))).outcomes);
      }
      if (outcomes.length !== changes.length) throw new BadAnswerError(`Sending changes: ${changes.length} were sent and ${outcomes.length} answered.`);
      return outcomes;
    },
    async get(table, ids, signal) {
      return (await post('get', answers.get, `Reading ${table}`, { table, ids }, signal)).rows;
    },
    async query(request, signal) {
      return await post('query', answers.query, `Reading ${request.table}`, request, signal);
    },
    async aggregate(request, signal) {
      return await post('aggregate', answers.aggregate, `Adding up ${request.table}`, request, signal);
    },
    async run(command, input, key, signal) {
      return (await post('run', answers.run, `Running ${command}`, { command, input, key }, signal)).output;
    },
    async upload(blob, name, signal, sent) {
      const headers = { 'content-type': blob.type || 'application/octet-stream', 'x-vinculo-name': encodeURIComponent(name) };
      // Outside of browsers nothing tells.
      const telling = sent && 'XMLHttpRequest' in globalThis ? { fetch: (await import('./fetch-telling.ts')).fetchTelling(blob, rising(sent)), timeout: false as const } : {};
      const send = (proof: object): Promise<unknown> => server.json('v1/blobs', `Sending ${name}`, { method: 'post', body: blob, headers: { ...headers, ...proof }, ...telling, ...(signal ? { signal } : {}) });
      return checked(answers.upload, await storing('ticket', send), `Sending ${name}`).id;
    },
    async download(blobId, signal) {
      return server.blob(`v1/blobs/${encodeURIComponent(blobId)}`, 'Reading a file', { method: 'get', ...(signal ? { signal } : {}) });
    },
    ...(guestKey === undefined ? {
      subscribe: (hint: (hint: Hint) => void, state: (state: LiveState) => void) => liveHints(server, hint, state),
      async presence(request: PresenceRequest, signal?: AbortSignal) {
        return (await post('presence', answers.presence, 'Asking who else is there', request, signal)).present;
      },
    } : {}),
  };
}

/** A request that is sent once more, with a new token or proof, begins anew: what was told stands until it is passed. */
function rising(sent: (share: number) => void): (share: number) => void {
  let told = -1;
  return (share) => {
    if (share <= told) return;
    told = share;
    sent(share);
  };
}
