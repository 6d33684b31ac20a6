import type { DiskHost } from '../cache/disk-host.ts';
import type { Host } from './host.ts';

/** So often a page tries to load what it needs to keep something on disk, a second and then two apart. */
const mostTries = 3;

/** What could not be loaded in a few tries is done without: the page shows what the backend answers. */
export async function diskParts(host: Host): Promise<[DiskHost, typeof import('./shared-disk.ts')]> {
  for (let tries = 1; ; tries++) {
    try {
      return await Promise.all([host.disk(), host.parts.sharedDisk()]);
    } catch (error) {
      if (tries === mostTries) throw error;
      await new Promise<void>((goOn) => void host.after(tries * 1000, goOn));
    }
  }
}
