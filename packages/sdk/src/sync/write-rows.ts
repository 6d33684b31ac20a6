import type { TableWrite } from '../cache/cache.ts';
import type { SyncContext } from './sync-context.ts';
import type { TabMessage } from './tabs.ts';

type Rows = Extract<TabMessage, { readonly type: 'rows' }>;

/** Has rows written, and told to the other tabs when they are on disk. Fulfilled then, or when the disk failed: with whether they are there. */
export async function writeRows({ cache, kept, leads, mode, storageFailed, tellWhen }: SyncContext, write: TableWrite): Promise<boolean> {
  const { table, rows, removed, left = [], anew, on } = write;
  const news = (): TableWrite => {
    if (anew) return { ...write, rows: [], removed: [], left: [] };
    // A database that took the place of an emptied one holds these, and not what was read before them.
    return on === undefined || on === cache().database ? write : { table, rows, removed, left };
  };
  const written = cache().write(kept(write)).then((): Rows => ({ type: 'rows', write: news(), written: true }), (error: unknown): Rows | undefined => {
    storageFailed(error);
    // Another tab leads, and pulls these itself. Without the disk the others learn of the rows, but not how far they reach.
    return (mode === 'disk' && !leads()) || anew ? undefined : { type: 'rows', write: { table, rows, removed, left }, written: false };
  });
  tellWhen(written);
  return (await written)?.written ?? false;
}
