import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { connect, credentialsOf } from '../database/connection.ts';
import { migrate } from '../database/migrate.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { ownDatabase } from '../postgres/own-database.ts';
import { publicBodies } from '../public/shapes.ts';
import { createSiteKey, listSiteKeys, type SiteKey, withdrawSiteKey } from '../public/site-keys.ts';
import type { DatabaseOptions } from '../server.ts';
import { SettingsError } from '../settings-error.ts';

export const siteKeyCommands = ['list', 'make', 'revoke'] as const;

/** What is done about the keys of public pages beside the server. */
export interface SiteKeyCommand {
  readonly command: (typeof siteKeyCommands)[number];
  readonly tenant: string;
  /** Of a new key: what people call it, the origins of its pages, the forms they may send. */
  readonly name: string | undefined;
  readonly origins: readonly string[];
  readonly forms: readonly string[];
  /** The key that is revoked. */
  readonly key: string | undefined;
  readonly folder: string;
  readonly database: DatabaseOptions | undefined;
}

/** @returns what to tell whoever asked for it: a line for each key @throws SettingsError for what does not fit; NotFoundError for a key that is none of the tenant's */
export async function doSiteKeys({ command, tenant, name, origins, forms, key, folder, database }: SiteKeyCommand): Promise<string> {
  const wanted = command === 'make' ? newKey({ name, origins, forms }) : undefined;
  if (command === 'revoke' && !key) throw new SettingsError('Name the key: vinculo-server site-keys revoke KEY --tenant NAME.');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = database ? undefined : await ownDatabase(resolve(folder));
  const { url, adminUrl } = own ?? database!;
  try {
    if (adminUrl) await migrate(adminUrl, credentialsOf(url));
    const db = connect(url, () => undefined); // a connection that breaks is told by the statement that needed it
    try {
      const identity = systemIdentity(tenant, 'command');
      if (wanted) return line(await createSiteKey(db, identity, wanted));
      if (command === 'revoke') {
        await withdrawSiteKey(db, identity, key!);
        return `Revoked ${key!}. Its pages and guests are refused within 5 seconds.\n`;
      }
      return (await listSiteKeys(db, identity)).map(line).join('') || `${tenant} has no site keys.\n`;
    } finally {
      await db.destroy();
    }
  } finally {
    await own?.stop();
  }
}

function newKey(given: object): Pick<SiteKey, 'name' | 'origins' | 'forms'> {
  const read = publicBodies.createKey.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new SettingsError(`The key does not fit at “${issue?.path.join('.') ?? ''}”: ${issue?.message ?? 'invalid'}. It needs --name NAME, --origin ORIGIN and --form ticket or lead.`);
}

function line({ key, name, origins, forms, active }: SiteKey): string {
  return `${[key, active ? 'active' : 'revoked', name, origins.join(' '), forms.join(' ')].join('\t')}\n`;
}
