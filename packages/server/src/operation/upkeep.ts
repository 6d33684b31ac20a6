import { createReadStream, createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { credentialsOf } from '../database/connection.ts';
import { migrate } from '../database/migrate.ts';
import { ownDatabase } from '../postgres/own-database.ts';
import type { DatabaseOptions } from '../server.ts';
import { SettingsError } from '../settings-error.ts';
import { backup, beginEpoch, connected, restore } from './backup.ts';
import { clientsCutOff } from './client-versions.ts';

export const upkeepCommands = ['migrate', 'backup', 'restore', 'new-epoch'] as const;

/** What is done to the database beside the server. */
export interface Upkeep {
  readonly command: (typeof upkeepCommands)[number];
  /** Of a backup. */
  readonly file: string | undefined;
  readonly dryRun: boolean;
  readonly folder: string;
  readonly database: DatabaseOptions | undefined;
}

/** @returns what to tell whoever asked for it */
export async function doUpkeep({ command, file, dryRun, folder, database }: Upkeep): Promise<string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const own = database ? undefined : await ownDatabase(resolve(folder));
  try {
    const { url, adminUrl } = own ?? database!;
    if (!adminUrl) throw new SettingsError(`${command} needs DATABASE_ADMIN_URL: a role that may make tables and see all rows.`);
    if (command === 'migrate') {
      const clients = dryRun ? await clientsOf(adminUrl) : '';
      const { statements, later } = await migrate(adminUrl, credentialsOf(url), { dryRun });
      if (later !== undefined) return `The database is of version ${later}, which is later than this. It was left as it is.\n${clients}`;
      if (statements.length === 0) return `The database is up to date.\n${clients}`;
      return `${dryRun ? 'Would run' : 'Ran'}:\n${statements.map((s) => `${s};\n`).join('')}${clients}`;
    }
    if (command === 'new-epoch') {
      await migrate(adminUrl, credentialsOf(url));
      await beginEpoch(adminUrl);
      return 'A new epoch began. Clients will read everything anew, and say what they hold that is not here any more.\n';
    }
    if (!file) throw new SettingsError(`Name the file: vinculo-server ${command} FILE.`);
    await migrate(adminUrl, credentialsOf(url));
    if (command === 'restore') return `Restored ${await restore(adminUrl, createReadStream(file))} rows. Clients will read everything anew.\n`;
    return `Wrote ${await written(adminUrl, file)} rows to ${file}.\n`;
  } finally {
    await own?.stop();
  }
}

async function clientsOf(adminUrl: string): Promise<string> {
  const client = await connected(adminUrl);
  try {
    return await clientsCutOff(client);
  } finally {
    await client.end();
  }
}

/** A backup that was cut short never stands under the name of a whole one. */
async function written(adminUrl: string, file: string): Promise<number> {
  const unfinished = `${file}.unfinished`;
  try {
    const rows = await backup(adminUrl, createWriteStream(unfinished, { mode: 0o600 }));
    renameSync(unfinished, file);
    return rows;
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
