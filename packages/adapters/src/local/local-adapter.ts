import { type Adapter, MemoryPresence, MemoryTables, fullCapabilities, memoryAdapter } from '@vinculo/sdk/adapter';
import { type AnyRow, newId } from '@vinculo/sdk/schema';

export interface LocalOptions {
  /** Names the data, so that two local books in one browser do not mix. Default `local`. */
  readonly name?: string;
  /** Rows to begin with, per table. They count only while the client's cache holds none of these tables' rows. */
  readonly seed?: Readonly<Record<string, readonly AnyRow[]>>;
  /** Id of the `user` row that works here; stands in `updatedBy` and the history. Default: the first user of the seed. */
  readonly user?: string;
  /** ISO 4217. Default `EUR`. */
  readonly currency?: string;
  /** IANA. Default: the browser's. */
  readonly timeZone?: string;
}

/**
 * No server at all: the data is what the client's own cache holds. With `cache: 'disk'` it stays on this device and nowhere else,
 * so keep an export; with `memory` or `none` it lives as long as the page.
 *
 * @example createClient({ adapter: localAdapter({ name: 'my-book' }), cache: 'disk' })
 */
export function localAdapter({ name = 'local', seed = {}, user, currency = 'EUR', timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone }: LocalOptions = {}): Adapter {
  // Queries are answered from the client's cache, which is the data: what this adapter holds is only what judges the next write.
  const capabilities = { ...fullCapabilities, partial: false, query: false, aggregate: false, presence: false };
  const tables = new MemoryTables(Date.now, newId().slice(-8));
  const adapter = memoryAdapter({ tables, answered: new Map(), blobs: new Map(), presence: new MemoryPresence() }, {
    name: 'local', source: `local-${name}`, capabilities, conflicts: 'merge', userId: user ?? seed['user']?.[0]?.id ?? null, app: 'local', currency, timeZone,
  });
  let held = (_table: string): Promise<readonly AnyRow[]> => Promise.resolve([]);
  let empty: Promise<boolean> | undefined;
  /** The seed is for a book without a page, not for tables that were emptied. */
  const isEmpty = (): Promise<boolean> => (empty ??= Promise.all(Object.keys(seed).map((table) => held(table))).then((found) => found.every((rows) => rows.length === 0)));
  const load = async (table: string): Promise<readonly AnyRow[]> => {
    const now = new Date().toISOString();
    return Object.hasOwn(seed, table) && (await isEmpty()) ? seed[table]!.map((row) => ({ createdAt: now, updatedAt: now, version: '0', ...row })) : held(table);
  };
  tables.attach(load);
  return { ...adapter, attach: (source) => void (held = (table) => source.rows(table)) };
}
