import { StorageError, type StorageFault } from '../errors.ts';

const advice: Readonly<Record<StorageFault, string>> = {
  quota: 'The browser’s storage is full, so nothing more is kept for offline use. Free disk space, then reload',
  disconnected: 'The browser’s storage was closed, so the page goes on without it. Reload to use it again',
  lost: 'The browser’s storage cannot be read any more, so the page goes on without it. Reload; if that does not help, clear this site’s data',
  emptied: 'What was kept for offline use was deleted outside of this page; changes that had not been sent and stood there alone are lost. What this page holds is kept anew',
  fenced: 'Another tab took over the synchronization, so this one writes no more rows',
  newer_schema: 'A newer version of this page runs in another tab, so this one keeps nothing more for offline use. Reload it',
  not_persistent: 'The browser did not grant lasting storage and may delete this data when space runs short. Export what matters, or install the page as an app',
  unavailable: 'The browser’s storage cannot be used, so nothing is kept for offline use. Leave private mode or allow storage, then reload',
};

export function storageError(fault: StorageFault, cause?: unknown): StorageError {
  const details = cause === undefined ? '' : ` (${cause instanceof Error || cause instanceof DOMException ? `${cause.name}: ${cause.message}` : String(cause)})`;
  return new StorageError(`${advice[fault]}${details}.`, cause, fault);
}

/** What an error of IndexedDB or Dexie says of the storage. */
export function faultOf(error: unknown): StorageFault {
  const names: string[] = [];
  for (let e: unknown = error, depth = 0; e !== null && typeof e === 'object' && depth < 4; e = (e as { inner?: unknown; cause?: unknown }).inner ?? (e as { cause?: unknown }).cause, depth++) names.push(String((e as { name?: unknown }).name));
  const is = (...some: readonly string[]): boolean => names.some((name) => some.includes(name));
  if (is('QuotaExceededError')) return 'quota';
  if (is('VersionError')) return 'newer_schema';
  if (is('MissingAPIError', 'SecurityError', 'NotAllowedError')) return 'unavailable';
  if (is('DatabaseClosedError', 'InvalidStateError', 'AbortError', 'TransactionInactiveError', 'PrematureCommitError')) return 'disconnected';
  return 'lost';
}
