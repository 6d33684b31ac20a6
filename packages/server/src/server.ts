import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { sql } from 'kysely';
import { type Database, connect, credentialsOf } from './database/connection.ts';
import { migrate } from './database/migrate.ts';
import { httpApp } from './http/app.ts';
import { devTokenRules } from './identity/dev-identity.ts';
import { type TokenRules, eitherVerifier, tokenVerifier } from './identity/identity.ts';
import { type SignInOptions, signInIssuer, signInWith } from './identity/sign-in.ts';
import { jobHandlers, mailHandlers, outsideHandlers } from './jobs/job-handlers.ts';
import { startJobs } from './jobs/jobs.ts';
import { startHints } from './live/hints.ts';
import { presenceChannel, startPresence } from './live/presence.ts';
import { type Log, errorDetails, jsonLog } from './log.ts';
import { startMailbox } from './mail/imap.ts';
import { type MailOptions, mailSettings } from './mail/mail-settings.ts';
import { tellOfJobs } from './notices/tell-people.ts';
import { checkWebPush, type WebPushOptions } from './notices/web-push-settings.ts';
import { outsideWorld } from './outside.ts';
import { isLoopback, isLoopbackOrigin } from './loopback.ts';
import { clientVersions } from './operation/client-versions.ts';
import { createMetrics, serveMetrics } from './operation/metrics.ts';
import { ownDatabase } from './postgres/own-database.ts';
import { reapplyErasures } from './privacy/kept-erasures.ts';
import { type Retention, checkRetention, dailyRounds } from './privacy/retention.ts';
import { secretOf } from './secrets.ts';
import { SettingsError } from './settings-error.ts';

/** A Postgres of one's own, or none: then the server runs one in its data folder. */
export interface DatabaseOptions {
  /** As the serving role: no superuser, bypasses no row-level security, owns nothing. It is created where it does not exist. */
  readonly url: string;
  /** As a role that may create roles, tables and policies. Without it the database must have been brought up to date before. */
  readonly adminUrl?: string;
}

export interface ServerOptions {
  /** Where the embedded database and the secrets are kept. Default `.vinculo`. */
  readonly folder?: string;
  readonly database?: DatabaseOptions;
  /** How tokens of the hosts' backends are checked. Needed unless `dev`. */
  readonly tokens?: TokenRules;
  /** Takes tokens that anyone on this machine can have. Refused on any address but loopback. */
  readonly dev?: boolean;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  /** Origins of pages that may call, as `https://shop.example`. With `dev`, also every page served from this machine. */
  readonly allowedOrigins?: readonly string[];
  /** Tenant that development tokens are for. Default `demo`. */
  readonly devTenant?: string;
  /** ISO 4217. Default `EUR`. */
  readonly currency?: string;
  /** IANA. Default `UTC`. */
  readonly timeZone?: string;
  /** For so many hours after their last look at the rights clients show what they kept. Default: no end. */
  readonly offlineHours?: number;
  /** By table (`historyEntry`, `ticket`): for so many days after its last change a row is kept. Default: no end. */
  readonly retention?: Retention;
  /** Where figures for Prometheus are served, apart from all else. Without it they are not. Default host `127.0.0.1`. */
  readonly metrics?: { readonly port: number; readonly host?: string };
  /** A provider by which staff sign in. */
  readonly signIn?: SignInOptions;
  /** How many proxies of your own stand before the server, each of which adds to X-Forwarded-For. Default 0: the header is not believed. */
  readonly proxyHops?: number;
  /** An origin of its own that leads to this server and serves files alone, as `https://files.example`. Default: files come from the API's origin. */
  readonly filesOrigin?: string;
  /** What one try of a proof of work costs, in rounds of PBKDF2; a proof takes 200 to 500 tries. Default 4000: about a second on a laptop. */
  readonly proofCost?: number;
  /** Hosts that webhooks may reach though their address is private, and without TLS, as `erp.intern`. Default: none. */
  readonly privateHosts?: readonly string[];
  /** Lets members of staff have their browsers woken (Web Push). Default: none is. */
  readonly webPush?: WebPushOptions;
  /** How mail is sent and got. Default: none is. */
  readonly mail?: MailOptions;
  readonly log?: Log;
}

export interface Server {
  /** Where it answers: `http://127.0.0.1:4711`. */
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  /** Where figures for Prometheus are read, if they are. */
  readonly metricsUrl?: string;
  /** Ends open requests, then the database. Leaves no process. */
  stop(): Promise<void>;
}

/**
 * Starts the reference server: brings the database up to the declarations and listens.
 *
 * @throws SettingsError for settings that are unsafe or incomplete; Error when the port is taken (code EADDRINUSE) or the database does not answer
 * @example
 * const server = await createServer({ folder: '.vinculo', dev: true });
 * const token = await issueDevToken(server.folder, { role: 'staff', subject: 'user-1' });
 * await server.stop();
 */
export function createServer(options: ServerOptions = {}): Promise<Server> {
  return startServer(options);
}

/** A server, with what answers its requests. */
export interface RunningServer extends Server {
  readonly app: ReturnType<typeof httpApp>;
}

export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { database, tokens, dev = false, host = '127.0.0.1', port = 0, allowedOrigins = [], devTenant = 'demo', currency = 'EUR', timeZone = 'UTC', offlineHours, retention = {}, signIn: provider, proxyHops = 0, filesOrigin, proofCost = 4000, log = jsonLog } = options;
  checkRetention(retention);
  const folder = resolve(options.folder ?? '.vinculo');
  if (dev && !isLoopback(host)) throw new SettingsError(`The development identity gives anyone who can reach ${host} every record. It is for 127.0.0.1, ::1 and localhost only: leave --host out, or set up real tokens.`);
  if (!dev && !tokens && !provider) throw new SettingsError('No identity is set up: tell how tokens are signed (VINCULO_JWT_SECRET, VINCULO_JWT_PUBLIC_KEY or VINCULO_JWKS_URL, with VINCULO_JWT_ISSUER), or use --dev on this machine.');
  if (provider && provider.secret.length < 32) throw new SettingsError('VINCULO_SESSION_SECRET must have at least 32 bytes.');
  if (dev && tokens) throw new SettingsError('The development identity and real tokens exclude each other. Choose one.');
  if (filesOrigin !== undefined && (!URL.canParse(filesOrigin) || new URL(filesOrigin).origin !== filesOrigin)) throw new SettingsError(`“${filesOrigin}” is no origin for files. Write it as https://files.example.`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const mail = options.mail && mailSettings(options.mail, () => secretOf(folder, 'mail'));
  if (options.webPush) checkWebPush(options.webPush);
  const outside = outsideWorld(options.privateHosts ?? []);
  const rules = tokens ?? (dev ? devTokenRules(folder) : undefined);
  const ofHost = rules ? { [rules.issuer]: await tokenVerifier(rules) } : {};

  const cleanUp: (() => Promise<unknown>)[] = [];
  const undo = async (): Promise<void> => {
    for (const step of cleanUp.splice(0).reverse()) await step();
  };
  try {
    const own = database ? undefined : await ownDatabase(folder);
    if (own) cleanUp.push(() => own.stop());
    const { url, adminUrl } = own ?? database!;
    if (adminUrl) {
      const { statements, later } = await migrate(adminUrl, credentialsOf(url));
      if (statements.length > 0) log('info', 'migrated', { statements: statements.length });
      if (later !== undefined) log('warn', 'database.later', { version: later });
    }
    const db = connect(url, (error) => log('warn', 'database.connection', errorDetails(error)));
    cleanUp.push(() => db.destroy());
    await checkServingRole(db);
    const { linkKey } = await metaOf(db);
    await reapplyErasures(db, folder, log);
    const signIn = provider && (await signInWith(db, provider));
    const verify = eitherVerifier({ ...ofHost, ...(signIn ? { [signInIssuer]: signIn.verify } : {}) });
    const presence = startPresence(db);
    cleanUp.push(() => Promise.resolve(presence.stop()));
    const hints = await startHints(url, log, { [presenceChannel]: presence.heard });
    cleanUp.push(() => hints.stop());

    // Whatever waits for others has places of its own: what the server does by itself waits for nobody.
    const waiting = { all: 16, ofAKind: 8 };
    for (const jobs of [
      startJobs(db, jobHandlers({ db, folder, retention, log }), log, { all: 8, ofAKind: 4 }, tellOfJobs(db)),
      startJobs(db, mailHandlers({ db, mail, log }), log, waiting, tellOfJobs(db)),
      startJobs(db, outsideHandlers({ db, outside, webPush: options.webPush, log }), log, waiting),
    ]) cleanUp.push(() => jobs.stop());
    if (mail?.imap) {
      const mailbox = startMailbox({ db, settings: mail, log }, mail.imap);
      cleanUp.push(() => mailbox.stop());
    }

    const versions = clientVersions(db, log);
    cleanUp.push(() => versions.stop());
    const metrics = createMetrics(db);
    const served = options.metrics && (await serveMetrics(metrics, options.metrics.host ?? '127.0.0.1', options.metrics.port));
    if (served) cleanUp.push(() => served.stop());
    const stopping = new AbortController();
    const allowed = new Set(allowedOrigins);
    const allowsOrigin = (origin: string): boolean => allowed.has(origin) || (dev && isLoopbackOrigin(origin));
    const app = httpApp({ db, outside, webPushKey: options.webPush?.publicKey, verify, hints, presence, versions, met: dailyRounds(db, log), tenant: { currency, timeZone, ...(offlineHours === undefined ? {} : { offlineHours }), ...(mail?.smtp ? { mail: true } : {}) }, allowsOrigin, log, metrics, mail, forms: { proxyHops, proofCost }, files: filesOrigin === undefined ? undefined : { origin: filesOrigin, key: linkKey }, dev: dev ? { folder, tenant: devTenant, allowsOrigin } : undefined, signIn: signIn && { signIn, publicUrl: provider.publicUrl }, stopping: stopping.signal });
    const http = createAdaptorServer({ fetch: app.fetch });
    // A client that thinks for a while (an import that reads its files) must not find its connection closed under its next request.
    if ('keepAliveTimeout' in http) http.keepAliveTimeout = 120_000;
    const address = await new Promise<AddressInfo>((done, fail) => {
      http.once('error', fail).listen(port, host, () => done(http.address() as AddressInfo)); // listens on TCP, so the address is one
    });
    cleanUp.push(async () => {
      stopping.abort();
      const closed = new Promise((done) => http.close(done));
      // Streams that end now leave idle connections behind; requests under way get three seconds.
      const idle = setInterval(() => 'closeIdleConnections' in http && http.closeIdleConnections(), 20);
      const late = setTimeout(() => 'closeAllConnections' in http && http.closeAllConnections(), 3000);
      await closed;
      clearInterval(idle);
      clearTimeout(late);
    });
    const shownHost = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    log('info', 'listening', { port: address.port });
    return { url: `http://${shownHost}:${address.port}`, port: address.port, folder, ...(served ? { metricsUrl: served.url } : {}), stop: undo, app };
  } catch (error) {
    await undo();
    throw error;
  }
}

async function checkServingRole(db: Database): Promise<void> {
  // Also what it may become (set role), and the owner of what the rules are made of: it could take them off.
  const { rows } = await sql<{ name: string; free: boolean; owns: boolean }>`select current_user as name,
    exists (select 1 from pg_roles r where (r.rolsuper or r.rolbypassrls) and pg_has_role(current_user, r.oid, 'member')) as free,
    exists (select 1 from pg_namespace n, lateral (select n.nspowner as id union select relowner from pg_class where relnamespace = n.oid union select proowner from pg_proc where pronamespace = n.oid) as owner
      where n.nspname = 'vinculo' and pg_has_role(current_user, owner.id, 'member')) as owns`.execute(db);
  const role = rows[0]!;
  if (role.free || role.owns) throw new SettingsError(`The database role “${role.name}” ${role.free ? 'can bypass row-level security, or become one that can' : 'owns tables, functions or the schema of the server'}. Let DATABASE_URL name a role of its own for the server, and DATABASE_ADMIN_URL the owner.`);
}

async function metaOf(db: Database): Promise<{ linkKey: string }> {
  const none = 'The database holds no Vinculo tables that this role may read, or older ones. Set DATABASE_ADMIN_URL, so that they can be made.';
  let rows: { name: string; value: string }[];
  try {
    rows = (await sql<{ name: string; value: string }>`select name, value from vinculo.meta`.execute(db)).rows;
  } catch (cause) {
    throw new SettingsError(none, { cause });
  }
  const value = (name: string): string => {
    const found = rows.find((r) => r.name === name)?.value;
    if (found === undefined) throw new SettingsError(none);
    return found;
  };
  value('epoch');
  return { linkKey: value('link-key') };
}
