import type { DiskHost } from '../cache/disk-host.ts';
import { StorageError } from '../errors.ts';
import type { Host } from './host.ts';

/** So often a page tries to load what it needs to keep something on disk, a second and then two apart. */
const mostTries = 3;

/** What could not be loaded in a few tries is done without: the page shows what the backend answers. */
export function diskParts(host: Host): Promise<[DiskHost, Awaited<ReturnType<Host['parts']['sharedDisk']>>]> {
  return tried(host, () => Promise.all([host.disk(), host.parts.sharedDisk()]));
}

/** @throws StorageError after a few tries */
export async function tried<T>(host: Host, load: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await load();
    } catch (error) {
      if (tries === mostTries) throw notInUse(error);
      await new Promise<void>((goOn) => void host.after(tries * 1000, goOn));
    }
  }
}

/** Why the disk is not in use. */
export function notInUse(cause: unknown): StorageError {
  return cause instanceof StorageError ? cause : new StorageError(`The browser's storage is not in use: ${String(cause)}`, cause);
}
