import { Dexie } from './dexie.ts';
import type { StorageError } from '../errors.ts';
import type { AnyRow } from '../schema/index.ts';
import { recall, remember } from '../sync/remembered.ts';
import type { Cache } from './cache.ts';
import { answerOf, databaseName } from './database.ts';
import { DatabaseHandle } from './database-handle.ts';
import { loadOutbox } from './kept-outbox.ts';
import { loadWindow } from './kept-windows.ts';
import { cacheOf } from './late-writing.ts';
import { findPhones } from './phone-book.ts';
import { SchemaVersion, type Upgrade, upgrades } from './schema-version.ts';
import { storageError } from './storage-fault.ts';
import { progressOf, recordOf, TableReader } from './table-reader.ts';

/** Where the last database of this name is remembered: a new one in its place means that the browser deleted it. */
const noteKeyOf = (name: string): string => `${name}:database`;

// Asked for as a whole, not for the one function that is used: bundlers would leave out what a part says of those before it (Engine).
const surveyPart = (): Promise<typeof import('./survey.ts')> => import('./survey.ts');
const olderFormatPart = (): Promise<typeof import('./older-format.ts')> => import('./older-format.ts');

interface DiskOptions {
  /** Told of what happened to the storage beside the calls: the browser closed it, or its content went. */
  readonly told: (fault: StorageError) => void;
  /** What writes, once it was loaded; StorageError where it cannot be. */
  readonly writing: Promise<typeof import('./disk-writing.ts')>;
  /** Steps of the schema, where they are not those of this version. */
  readonly upgrades?: readonly Upgrade[];
}

/** Opens the database of one user of one backend. @throws StorageError */
export async function openDiskCache(source: string, identity: string, { told, writing, upgrades: steps = upgrades }: DiskOptions): Promise<Cache> {
  const name = databaseName(source, identity);
  const noteKey = noteKeyOf(name);
  const schema = new SchemaVersion(steps);
  const handle = new DatabaseHandle(name, schema, told);
  const { emptied } = await handle.open(recall(noteKey));
  if (emptied) told(storageError('emptied'));
  const reader = new TableReader(schema);
  const read = <T>(work: (tx: IDBTransaction) => Promise<T>): Promise<T> => handle.read(['runs', 'progress', 'places'], work);

  return cacheOf({
    get database() {
      return handle.database;
    },
    remember: () => remember(noteKey, handle.database),
    loadTable: (table, take) => read((tx) => reader.all(tx, table, take)),
    loadPart: (table, part) => read((tx) => reader.part(tx, table, part)),
    get: (table, ids) => read((tx): Promise<readonly AnyRow[]> => reader.some(tx, table, ids)),
    phones: (suffix) => handle.read(['phones'], (tx) => findPhones(tx, suffix)),
    ids: (table) => read((tx) => reader.ids(tx, table)),
    progress: (table) => read(async (tx) => progressOf(await recordOf(tx, table))),
    loadOutbox: () => loadOutbox(handle, schema),
    loadAliases: () => handle.read(['aliases'], (tx) => answerOf(tx.objectStore('aliases').getAll())),
    takeLead: async () => {
      const [lead, tables, names] = await Promise.all([
        handle.takeLead(),
        handle.read(['progress'], (tx) => answerOf(tx.objectStore('progress').getAllKeys())),
        // To look for one by opening it would make it first.
        Dexie.getDatabaseNames(),
      ]);
      if (names.includes(databaseName(source, identity, 1))) await (await olderFormatPart()).drainOlderFormat(handle, source, identity);
      return { lead, tables: tables.map(String) };
    },
    loadWindow: (query) => loadWindow(handle, schema, query),
    survey: async () => (await surveyPart()).survey(handle),
    close: () => handle.close(),
    destroy: async () => {
      await handle.destroy();
      remember(noteKey, null);
    },
  }, writing.then((m) => m.diskWriting(handle, schema)));
}
