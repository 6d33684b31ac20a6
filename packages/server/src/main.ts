#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { NotFoundError } from '@vinculo/sdk/schema';
import { issueDevToken } from './identity/dev-identity.ts';
import type { TokenRules } from './identity/identity.ts';
import type { SignInOptions } from './identity/sign-in.ts';
import { jsonLog } from './log.ts';
import { mailOptions } from './mail/mail-settings.ts';
import { webPushOptions } from './notices/web-push-settings.ts';
import { doSiteKeys, type SiteKeyCommand, siteKeyCommands } from './operation/site-key-command.ts';
import { doUpkeep, type Upkeep, upkeepCommands } from './operation/upkeep.ts';
import { type Server, type ServerOptions, createServer } from './server.ts';
import { SettingsError } from './settings-error.ts';

const usage = `vinculo-server [migrate [--dry-run] | backup FILE | restore FILE | new-epoch | site-keys ...]
               [--port N] [--host ADDRESS] [--data FOLDER] [--dev] [--tenant NAME] [--origin ORIGIN]... [--quiet]

  migrate   Brings the database up to this version and ends; with --dry-run says what it would do.
  backup    Writes everything as it stands now to FILE. The server may go on.
  restore   Reads such a file into an empty database. Clients read everything anew.
  new-epoch After a restore by other means: clients read everything anew.

  site-keys list --tenant NAME
            make --tenant NAME --name NAME --origin ORIGIN... --form ticket|lead...
            revoke KEY --tenant NAME
            The keys of public pages, a line each: key, state, name, origins, forms.

  --port    Default 8787, or PORT. 0 takes a free one.
  --host    Default 127.0.0.1, or HOST.
  --data    Folder of the embedded database and the secrets. Default .vinculo, or VINCULO_DATA.
  --dev     The development identity: prints a staff token and hands out others. This machine only.
  --tenant  Tenant of the development tokens. Default demo.
  --origin  An origin that may call, as https://shop.example. Repeatable; or VINCULO_ALLOWED_ORIGINS, separated by commas.
  --quiet   No log.

Environment: DATABASE_URL, DATABASE_ADMIN_URL, VINCULO_JWT_ISSUER, VINCULO_JWT_AUDIENCE, VINCULO_JWT_SECRET or VINCULO_JWT_PUBLIC_KEY (a PEM file)
or VINCULO_JWKS_URL, VINCULO_JWT_ALGORITHM, VINCULO_CURRENCY, VINCULO_TIME_ZONE, VINCULO_OFFLINE_HOURS, VINCULO_METRICS_PORT, VINCULO_METRICS_HOST, VINCULO_PROXY_HOPS,
VINCULO_FILES_ORIGIN, VINCULO_PRIVATE_HOSTS, VINCULO_PROOF_COST, VINCULO_RETENTION (as historyEntry=730,ticket=3650), VINCULO_OIDC_ISSUER and what goes with it.
Mail: VINCULO_SMTP_URL, VINCULO_MAIL_FROM, VINCULO_IMAP_URL, VINCULO_MAIL_WEBHOOK_SECRET, VINCULO_PUBLIC_URL, VINCULO_MAIL_SECRET, VINCULO_MAIL_LOCALE.
Web Push: VINCULO_VAPID_SUBJECT, VINCULO_VAPID_PUBLIC_KEY, VINCULO_VAPID_PRIVATE_KEY.
docs/server.md tells more.
`;

interface Settings extends ServerOptions {
  readonly help: boolean;
  readonly tenant: string;
  readonly folder: string;
  readonly upkeep: Pick<Upkeep, 'command' | 'file' | 'dryRun'> | undefined;
  readonly siteKeys: Omit<SiteKeyCommand, 'folder' | 'database'> | undefined;
}

function settings(): Settings {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' }, host: { type: 'string' }, data: { type: 'string' }, dev: { type: 'boolean', default: false }, tenant: { type: 'string' },
      origin: { type: 'string', multiple: true }, quiet: { type: 'boolean', default: false }, 'dry-run': { type: 'boolean', default: false }, name: { type: 'string' }, form: { type: 'string', multiple: true }, help: { type: 'boolean', default: false },
    },
  });
  const { env } = process;
  const port = Number(values.port ?? env['PORT'] ?? 8787);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new SettingsError(`“${values.port ?? env['PORT']}” is no port.`);
  const tokens = values.dev ? undefined : tokenRules(env);
  const signIn = signInOptions(env);
  const mail = mailOptions(env);
  const webPush = webPushOptions(env);
  const database = env['DATABASE_URL'] ? { url: env['DATABASE_URL'], ...(env['DATABASE_ADMIN_URL'] ? { adminUrl: env['DATABASE_ADMIN_URL'] } : {}) } : undefined;
  const tenant = values.tenant ?? 'demo';
  const siteKeys = siteKeysOf(positionals, values);
  return {
    siteKeys, upkeep: siteKeys ? undefined : upkeepOf(positionals, values['dry-run']), ...metricsOf(env),
    help: values.help, tenant, devTenant: tenant, port, host: values.host ?? env['HOST'] ?? '127.0.0.1', folder: values.data ?? env['VINCULO_DATA'] ?? '.vinculo', dev: values.dev,
    allowedOrigins: values.origin ?? listOf(env['VINCULO_ALLOWED_ORIGINS']),
    currency: env['VINCULO_CURRENCY'] ?? 'EUR', timeZone: env['VINCULO_TIME_ZONE'] ?? 'UTC', ...offlineHours(env['VINCULO_OFFLINE_HOURS']), retention: retentionOf(env['VINCULO_RETENTION']), privateHosts: listOf(env['VINCULO_PRIVATE_HOSTS']), ...publicForms(env),
    ...(values.quiet ? { log: () => undefined } : { log: jsonLog }), ...(tokens ? { tokens } : {}), ...(database ? { database } : {}), ...(mail ? { mail } : {}), ...(webPush ? { webPush } : {}), ...(signIn ? { signIn } : {}),
  };
}

function siteKeysOf([group, command = 'list', key, ...rest]: readonly string[], { tenant, name, origin = [], form = [] }: { readonly tenant?: string; readonly name?: string; readonly origin?: string[]; readonly form?: string[] }): Settings['siteKeys'] {
  if (group !== 'site-keys') return undefined;
  const known = siteKeyCommands.find((one) => one === command);
  if (!known || rest.length > 0 || (key !== undefined && known !== 'revoke')) throw new SettingsError(`“${['site-keys', command, key, ...rest].filter(Boolean).join(' ')}” is no command. There are site-keys ${siteKeyCommands.join(', ')}.`);
  if (!tenant) throw new SettingsError('Say whose keys: --tenant NAME.');
  return { command: known, tenant, name, origins: origin, forms: form, key };
}

function upkeepOf([command, file, ...rest]: readonly string[], dryRun: boolean): Settings['upkeep'] {
  if (command === undefined) return undefined;
  const known = upkeepCommands.find((name) => name === command);
  if (!known || rest.length > 0) throw new SettingsError(`“${[command, file, ...rest].filter(Boolean).join(' ')}” is no command. There are ${[...upkeepCommands, 'site-keys'].join(', ')}.`);
  return { command: known, file, dryRun };
}

function metricsOf(env: NodeJS.ProcessEnv): Pick<ServerOptions, 'metrics'> {
  const text = env['VINCULO_METRICS_PORT'];
  if (!text) return {};
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new SettingsError(`VINCULO_METRICS_PORT is “${text}”, which is no port.`);
  const host = env['VINCULO_METRICS_HOST'];
  return { metrics: { port, ...(host ? { host } : {}) } };
}

function offlineHours(text: string | undefined): { offlineHours?: number } {
  if (!text) return {};
  const hours = Number(text);
  if (!(hours > 0)) throw new SettingsError(`VINCULO_OFFLINE_HOURS is “${text}”; it must be a number of hours above 0.`);
  return { offlineHours: hours };
}

function publicForms(env: NodeJS.ProcessEnv): Pick<ServerOptions, 'proxyHops' | 'proofCost' | 'filesOrigin'> {
  const whole = (name: string, least: number, most: number): number | undefined => {
    const text = env[name];
    if (!text) return undefined;
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw new SettingsError(`${name} is “${text}”; it must be a whole number from ${least} to ${most}.`);
    return value;
  };
  const proxyHops = whole('VINCULO_PROXY_HOPS', 0, 10);
  const proofCost = whole('VINCULO_PROOF_COST', 1, 1_000_000);
  const filesOrigin = env['VINCULO_FILES_ORIGIN'];
  return { ...(proxyHops === undefined ? {} : { proxyHops }), ...(proofCost === undefined ? {} : { proofCost }), ...(filesOrigin ? { filesOrigin } : {}) };
}

/** Names with commas between. */
function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').map((part) => part.trim()).filter(Boolean);
}

/** The server checks the names and the days. */
function retentionOf(text: string | undefined): Record<string, number> {
  return Object.fromEntries((text ?? '').split(',').map((rule) => rule.trim()).filter(Boolean).map((rule) => {
    const [table = '', days] = rule.split('=');
    return [table.trim(), Number(days)];
  }));
}

function tokenRules(env: NodeJS.ProcessEnv): TokenRules | undefined {
  const issuer = env['VINCULO_JWT_ISSUER'];
  const { VINCULO_JWT_SECRET: secret, VINCULO_JWT_PUBLIC_KEY: keyFile, VINCULO_JWKS_URL: jwksUrl } = env;
  if (!secret && !keyFile && !jwksUrl) return undefined;
  if (!issuer) throw new SettingsError('VINCULO_JWT_ISSUER must name the issuer of the tokens.');
  const audience = env['VINCULO_JWT_AUDIENCE'];
  const common = { issuer, ...(audience ? { audience } : {}) };
  if (secret) return { ...common, secret };
  const algorithm = env['VINCULO_JWT_ALGORITHM'] ?? 'RS256';
  if (algorithm !== 'RS256' && algorithm !== 'ES256' && algorithm !== 'EdDSA') throw new SettingsError('VINCULO_JWT_ALGORITHM must be RS256, ES256 or EdDSA.');
  return keyFile ? { ...common, publicKey: readFileSync(keyFile, 'utf8'), algorithm } : { ...common, jwksUrl: jwksUrl!, algorithm };
}

function signInOptions(env: NodeJS.ProcessEnv): SignInOptions | undefined {
  const issuer = env['VINCULO_OIDC_ISSUER'];
  if (!issuer) return undefined;
  const needed = (name: string): string => {
    const value = env[name];
    if (!value) throw new SettingsError(`${name} must be set where VINCULO_OIDC_ISSUER is.`);
    return value;
  };
  const clientSecret = env['VINCULO_OIDC_CLIENT_SECRET'];
  return { issuer, clientId: needed('VINCULO_OIDC_CLIENT_ID'), tenant: needed('VINCULO_OIDC_TENANT'), publicUrl: needed('VINCULO_PUBLIC_URL'), secret: needed('VINCULO_SESSION_SECRET'), ...(clientSecret ? { clientSecret } : {}) };
}

async function main(): Promise<void> {
  const { help, tenant, upkeep, siteKeys, ...options } = settings();
  if (help) return void process.stdout.write(usage);
  if (upkeep) return void process.stdout.write(await doUpkeep({ ...upkeep, folder: options.folder, database: options.database }));
  if (siteKeys) return void process.stdout.write(await doSiteKeys({ ...siteKeys, folder: options.folder, database: options.database }));
  let server: Server | undefined;
  let stopping = false;
  const starting = createServer(options);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping) return; // stopping takes a moment; asking again changes nothing
      stopping = true;
      // While it still starts, it is stopped as soon as it has.
      void starting.then((s) => s.stop(), () => undefined).then(() => process.exit(0));
    });
  }
  server = await starting;
  if (stopping) return;
  process.stdout.write(`Vinculo server: ${server.url}\n`);
  if (options.dev) process.stdout.write(`Development token (staff of “${tenant}”, 15 minutes; more by POST ${server.url}/dev/token):\n${await issueDevToken(server.folder, { role: 'staff', tenant })}\n`);
}

main().catch((error: unknown) => {
  const known = error instanceof SettingsError || error instanceof NotFoundError || (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || String(error.code).startsWith('ERR_PARSE_ARGS')));
  const message = error instanceof Error ? (known ? (('code' in error && error.code === 'EADDRINUSE') ? 'The port is taken. Choose another with --port.' : error.message) : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`vinculo-server: ${message}\n`);
  // 78 is EX_CONFIG of sysexits.h: whoever restarts the server need not try again before the settings are others.
  process.exitCode = error instanceof SettingsError ? 78 : 1;
});
