import { getConnInfo } from '@hono/node-server/conninfo';
import { AuthError } from '@vinculo/sdk/schema';
import { Hono, type MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { streamSSE } from 'hono/streaming';
import { sql } from 'kysely';
import { setTimeout as wait } from 'node:timers/promises';
import { type Database, type Facts, admit } from '../database/connection.ts';
import type { Identity, VerifyToken } from '../identity/identity.ts';
import { addSessionRoutes } from '../identity/session-routes.ts';
import { addSignInRoutes } from '../identity/sign-in-routes.ts';
import type { SignIn } from '../identity/sign-in.ts';
import type { Hint, Hints } from '../live/hints.ts';
import type { Presence } from '../live/presence.ts';
import { type Log, errorDetails } from '../log.ts';
import { oldestProtocol, protocolOf } from '../operation/client-versions.ts';
import type { Metrics } from '../operation/metrics.ts';
import { aggregate } from '../reading/aggregate.ts';
import { addMailRoutes } from '../mail/mail-routes.ts';
import type { MailSettings } from '../mail/mail-settings.ts';
import { deviceRoutes } from '../notices/device-routes.ts';
import type { Outside } from '../outside.ts';
import { webhookRoutes } from '../webhooks/webhook-routes.ts';
import { type TenantSettings, describe } from '../reading/describe.ts';
import { largestPage, pull } from '../reading/pull.ts';
import { get, query } from '../reading/query.ts';
import { push } from '../records/push.ts';
import { run } from '../records/run.ts';
import { actingAs, rightsOn } from '../rights.ts';
import { type DoorSettings, publicDoor } from '../public/door.ts';
import { guestGuard } from '../public/guest-guard.ts';
import { withGuests } from '../public/guest-token.ts';
import { addPublicRoutes } from '../public/public-routes.ts';
import { siteKeyRoutes } from '../public/site-key-routes.ts';
import { siteKeys } from '../public/site-keys.ts';
import { atMost, mebibyte } from './at-most.ts';
import { checkBlob, loadBlob, storeBlob } from './blobs.ts';
import { bodies } from './bodies.ts';
import { bodyOf } from './body-of.ts';
import { type DevRoutes, addDevRoutes } from './dev-routes.ts';
import { BadRequest, answerTo } from './errors.ts';
import { openApi } from './openapi.ts';
import { addFileLinks, type FileLinks, fileLink, sendFile } from './file-links.ts';

export interface Parts {
  readonly db: Database;
  readonly verify: VerifyToken;
  readonly hints: Hints;
  readonly presence: Presence;
  /** Counts which versions of the protocol clients speak. */
  readonly versions: { count(tenant: string, protocol: number): void };
  /** Is told the tenant of each request. */
  readonly met: (tenant: string) => void;
  readonly tenant: TenantSettings;
  readonly allowsOrigin: (origin: string) => boolean;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly outside: Outside;
  /** Undefined where Web Push is not set up. */
  readonly webPushKey: string | undefined;
  readonly mail: MailSettings | undefined;
  readonly dev: DevRoutes | undefined;
  readonly signIn: { readonly signIn: SignIn; readonly publicUrl: string } | undefined;
  /** What public pages meet. */
  readonly forms: Pick<DoorSettings, 'proxyHops'> & { /** Rounds of one try of a proof of work. */ readonly proofCost: number };
  /** Undefined where files are served by the API's own origin. */
  readonly files: FileLinks | undefined;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
}

type Env = { Variables: { identity: Identity; facts: Facts; log: Log } };

const largestJson = 16 * mebibyte;
const largestBlob = 10 * mebibyte;
const heartbeat = 20_000;

/** The routes of the protocol (docs/protocol.md). */
export function httpApp({ db, verify: verifyHosts, hints, presence, versions, met, tenant, allowsOrigin, log, metrics, outside, webPushKey, mail, dev, signIn, forms, files, stopping }: Parts): Hono<Env> {
  const app = new Hono<Env>();
  const sites = siteKeys(db);
  const verify = withGuests(verifyHosts, sites);
  const door = publicDoor({ db, sites, proxyHops: forms.proxyHops, peerOf: (c) => getConnInfo(c).remote.address });
  app.use(logged(log, metrics, () => app.routes));
  // Where the database is away, the request itself says so.
  const ofASite = (origin: string): Promise<boolean> => (origin === '' ? Promise.resolve(false) : sites.allowsOrigin(origin).catch(() => false));
  app.use(cors({ origin: async (origin) => (allowsOrigin(origin) || (await ofASite(origin)) ? origin : null), allowMethods: ['GET', 'POST'], allowHeaders: ['authorization', 'content-type', 'x-vinculo-name', 'x-vinculo-proof'], exposeHeaders: ['retry-after'], maxAge: 600 }));
  app.onError((error, c) => {
    const answer = answerTo(error);
    if (!answer) log('error', 'fault', { path: c.req.routePath, ...errorDetails(error) });
    const { status, body, retryAfter } = answer ?? { status: 500 as const, body: { error: { code: 'internal', message: 'The server met a fault of its own. It is in its log.' } } };
    if (retryAfter !== undefined) c.header('retry-after', String(retryAfter));
    if (status === 401) c.header('www-authenticate', 'Bearer');
    return c.json(body, status);
  });
  app.notFound((c) => c.json({ error: { code: 'no_route', message: 'There is no such route. The protocol is under /v1.' } }, 404));
  if (files) addFileLinks(app, db, files);
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/ready', async (c) => {
    const status = stopping.aborted ? 'stopping' : (await answersInTime(db)) ? 'ready' : 'no_database';
    return c.json({ status }, status === 'ready' ? 200 : 503);
  });
  const document = openApi();
  app.get('/openapi.json', (c) => c.json(document));
  addPublicRoutes(app, { db, sites, door, proofCost: forms.proofCost });
  if (dev) addDevRoutes(app, dev, (c) => getConnInfo(c).remote.address);
  if (mail) addMailRoutes(app, { db, settings: mail, log });

  if (signIn) addSignInRoutes(app, signIn.signIn, { publicUrl: signIn.publicUrl, allowsOrigin });

  const v1 = new Hono<Env>();
  v1.use(async (c, next) => {
    const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (!token) throw new AuthError('The request has no token. Send one of the host’s backend as “Authorization: Bearer …”.');
    const { identity, facts } = await admit(db, await verify(token));
    met(identity.tenant);
    const protocol = protocolOf(c.req.query('protocol'));
    if (protocol === undefined) throw new BadRequest(422, 'bad_request', 'The query parameter protocol must be a whole number.');
    if (c.req.path === '/v1/describe') versions.count(identity.tenant, protocol);
    if (protocol < oldestProtocol) throw new BadRequest(426, 'client_too_old', `This page is too old for the server, which speaks protocol ${oldestProtocol} and later. Reload the page; if that does not help, it has to be brought up to date.`);
    c.set('identity', identity);
    c.set('facts', facts);
    c.header('cache-control', 'no-store');
    await next();
  });
  v1.use(guestGuard(door));
  const jsonLimit = atMost(largestJson);
  const blobLimit = atMost(largestBlob);

  v1.get('/describe', (c) => c.json(describe(c.get('identity'), c.get('facts'), tenant)));
  v1.post('/pull', jsonLimit, async (c) => {
    const { table, where, cursor, limit = 1000 } = await bodyOf(c, bodies.pull);
    return c.json(await pull(db, c.get('identity'), { table, where }, cursor, Math.min(limit, largestPage)));
  });
  v1.post('/push', jsonLimit, async (c) => {
    const { changes } = await bodyOf(c, bodies.push);
    const outcomes = await push(db, c.get('identity'), changes);
    for (const { status } of outcomes) metrics.outcomes.inc({ status });
    return c.json({ outcomes });
  });
  v1.post('/get', jsonLimit, async (c) => {
    const { table, ids } = await bodyOf(c, bodies.get);
    return c.json({ rows: await get(db, c.get('identity'), table, ids) });
  });
  v1.post('/query', jsonLimit, async (c) => c.json(await query(db, c.get('identity'), await bodyOf(c, bodies.query))));
  v1.post('/aggregate', jsonLimit, async (c) => c.json(await aggregate(db, c.get('identity'), await bodyOf(c, bodies.aggregate))));
  v1.post('/run', jsonLimit, async (c) => {
    const { command, input, key } = await bodyOf(c, bodies.run);
    return c.json({ output: await run(db, c.get('identity'), command, input, key) });
  });

  v1.post('/presence', jsonLimit, async (c) => c.json({ present: await presence.ask(c.get('identity'), await bodyOf(c, bodies.presence)) }));

  addSessionRoutes(v1, db);

  v1.get('/live', (c) => {
    const identity = c.get('identity');
    c.header('x-accel-buffering', 'no');
    return streamSSE(c, async (stream) => {
      let end = (): void => undefined;
      const ended = new Promise<void>((done) => (end = done));
      let who = identity;
      const send = (hint: Hint, now = who): void => {
        who = now;
        // Whoever has no part in a table is told nothing of it.
        const tables = hint.tables?.filter((table) => rightsOn(actingAs(who), table));
        if (tables?.length !== 0) void stream.writeSSE({ event: 'hint', data: JSON.stringify({ ...hint, ...(tables ? { tables } : {}) }) });
      };
      // Where rights changed, this sign-in may be among those that hold nothing any more: its stream ends, and its next request is told why.
      const stop = hints.listen(identity, (hint) => {
        if (hint.access) admit(db, identity).then((now) => send(hint, now.identity), (error: unknown) => (error instanceof AuthError ? end() : send(hint)));
        else send(hint);
      });
      const stopPresence = identity.role === 'staff' ? presence.listen(identity.tenant, identity.subject, (tables) => {
        const part = tables.filter((table) => rightsOn(actingAs(who), table));
        if (part.length > 0) void stream.writeSSE({ event: 'hint', data: JSON.stringify({ tables: [], presence: part }) });
      }) : undefined;
      const beat = setInterval(() => void stream.write(': still here\n\n'), heartbeat);
      // A stream lives no longer than the token that opened it.
      const expiry = setTimeout(end, Math.max(0, identity.expiresAt * 1000 - Date.now()));
      stream.onAbort(end);
      stopping.addEventListener('abort', end, { once: true });
      metrics.streams.inc();
      await stream.write(': connected\n\n');
      if (!stopping.aborted) await ended;
      metrics.streams.dec();
      stop();
      stopPresence?.();
      stopping.removeEventListener('abort', end); // it lives as long as the process
      clearInterval(beat);
      clearTimeout(expiry);
    });
  });

  v1.post('/blobs', blobLimit, async (c) => {
    const name = decodeName(c.req.header('x-vinculo-name'));
    const type = c.req.header('content-type') ?? '';
    const content = Buffer.from(await c.req.arrayBuffer());
    return c.json({ id: await storeBlob(db, c.get('identity'), { name, type: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream', content }) });
  });
  v1.get('/blobs/:id', async (c) => {
    const identity = c.get('identity');
    const id = c.req.param('id');
    if (!files) return sendFile(c, await loadBlob(db, identity, id));
    await checkBlob(db, identity, id);
    return c.redirect(fileLink(files, identity.tenant, id), 303);
  });
  v1.route('/', webhookRoutes(db, outside));
  v1.route('/', deviceRoutes(db, outside, webPushKey));
  v1.route('/', siteKeyRoutes(db, sites));

  app.route('/v1', v1);
  return app;
}

/** How long the database may take to say that it is there, in milliseconds. */
const patience = 2000;

async function answersInTime(db: Database): Promise<boolean> {
  const late = new AbortController();
  try {
    return await Promise.race([sql`select 1`.execute(db).then(() => true), wait(patience, false, { ref: false, signal: late.signal })]);
  } catch {
    return false; // it is not there, and says so at once
  } finally {
    late.abort();
  }
}

function decodeName(header: string | undefined): string {
  try {
    const name = decodeURIComponent(header ?? '').trim();
    if (name && name.length <= 255 && !/[\p{Cc}\p{Cs}]/u.test(name)) return name;
  } catch {
    // said below
  }
  throw new BadRequest(422, 'bad_request', 'The header x-vinculo-name must hold the file’s name, percent-encoded, of at most 255 characters.');
}

/** One line a request: route, status, time. */
function logged(log: Log, { requests }: Metrics, routes: () => readonly { readonly path: string }[]): MiddlewareHandler {
  let known: ReadonlySet<string> | undefined;
  return async (c, next) => {
    const began = performance.now();
    await next();
    const ms = performance.now() - began;
    const { method, path, routePath } = c.req;
    // What was asked for under no route says nothing but that: people type anything into an address.
    const none = c.res.status === 404 && routePath.endsWith('*');
    requests.observe({ method, route: none ? 'none' : routePath, status: String(c.res.status) }, ms / 1000);
    if (path === '/health' || path === '/ready') return;
    known ??= new Set(routes().map((route) => route.path));
    log(c.res.status >= 500 ? 'error' : 'info', 'request', { method, route: none ? 'none' : known.has(path) ? path : routePath, status: c.res.status, ms: Math.round(ms) });
  };
}
