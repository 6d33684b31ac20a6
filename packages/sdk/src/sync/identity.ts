import type { Adapter } from '../adapter/index.ts';
import type { DiskHost } from '../cache/disk-host.ts';
import { OfflineError, StorageError } from '../errors.ts';
import type { Description } from '../schema/index.ts';

/**
 * Whose cache to open. Offline nobody can say, and it is the one who was here last; a sign-in that was refused opens none.
 * @param described what the backend says, or why it says nothing
 * @throws StorageError
 */
export async function whoseCache(adapter: Adapter, disk: DiskHost, described: Promise<Description | 'offline' | 'refused'>): Promise<string> {
  try {
    if (adapter.identity) return await adapter.identity();
  } catch (error) {
    if (!(error instanceof OfflineError)) throw error;
  }
  const d = await described;
  if (typeof d === 'object') return `${d.tenant}/${d.user.id ?? d.user.role}`;
  const last = d === 'offline' ? disk.lastIdentity(adapter.source) : null;
  if (last) return last;
  throw new StorageError('The disk cache is not in use: it is opened per user, and nobody could say who is signed in. Sign in, then reload.');
}
