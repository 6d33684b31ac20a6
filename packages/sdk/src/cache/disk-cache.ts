import { Dexie } from 'dexie/dist/modern/dexie.mjs';
import type { StorageError } from '../errors.ts';
import type { AnyRow } from '../schema/index.ts';
import { blobStore } from './blob-store.ts';
import type { Cache } from './cache.ts';
import { answerOf, databaseName } from './database.ts';
import { DatabaseHandle } from './database-handle.ts';
import { keepWindow, loadWindow } from './kept-windows.ts';
import { OutboxStore } from './outbox-store.ts';
import { findPhones } from './phone-book.ts';
import { SchemaVersion, type Upgrade, upgrades } from './schema-version.ts';
import { storageError } from './storage-fault.ts';
import { progressOf, recordOf, TableReader } from './table-reader.ts';
import { TableWriter } from './table-writer.ts';
import { WriteQueue } from './write-queue.ts';

/** Where the last database of this name is remembered: a new one in its place means that the browser deleted it. */
const memoryKey = (name: string): string => `${name}:database`;

// Asked for as a whole, not for the one function that is used: bundlers would leave out what a part says of those before it (Engine).
const surveyPart = (): Promise<typeof import('./survey.ts')> => import('./survey.ts');
const olderFormatPart = (): Promise<typeof import('./older-format.ts')> => import('./older-format.ts');

interface DiskOptions {
  /** Told of what happened to the storage beside the calls: the browser closed it, or its content went. */
  readonly told: (fault: StorageError) => void;
  /** Steps of the schema, where they are not those of this version. */
  readonly upgrades?: readonly Upgrade[];
}

/** Opens the database of one user of one backend. @throws StorageError */
export async function openDiskCache(source: string, identity: string, { told, upgrades: steps = upgrades }: DiskOptions): Promise<Cache> {
  const name = databaseName(source, identity);
  const schema = new SchemaVersion(steps);
  const handle = new DatabaseHandle(name, schema, told);
  const { emptied } = await handle.open(recall(name));
  if (emptied) told(storageError('emptied'));
  const reader = new TableReader(schema);
  const queue = new WriteQueue(handle, new TableWriter(schema), schema);
  const outbox = new OutboxStore(handle, queue, schema);

  /** Windows that are being kept. */
  let keeping: Promise<unknown> = Promise.resolve();
  /** Reads what was to be written before, too. */
  const read = async <T>(work: (tx: IDBTransaction) => Promise<T>): Promise<T> => {
    await queue.flush();
    return handle.read(['runs', 'progress', 'places'], work);
  };

  return {
    get database() {
      return handle.database;
    },
    remember: () => remember(name, handle.database),
    loadTable: (table, take) => read((tx) => reader.all(tx, table, take)),
    loadPart: (table, part) => read((tx) => reader.part(tx, table, part)),
    get: (table, ids) => read((tx): Promise<readonly AnyRow[]> => reader.some(tx, table, ids)),
    phones: async (suffix) => {
      await queue.flush();
      return handle.read(['phones'], (tx) => findPhones(tx, suffix));
    },
    ids: (table) => read((tx) => reader.ids(tx, table)),
    progress: (table) => read(async (tx) => progressOf(await recordOf(tx, table))),
    write: (write) => queue.add({ writes: [write] }),
    room: () => queue.room(),
    loadOutbox: () => outbox.load(),
    loadAliases: () => handle.read(['aliases'], (tx) => answerOf(tx.objectStore('aliases').getAll())),
    append: (changes) => outbox.append(changes),
    putBack: (entries) => outbox.putBack(entries),
    update: async (entries) => void (await outbox.replace(entries, { claims: false, strict: false })),
    claim: (entries, strict) => outbox.replace(entries, { claims: true, strict }),
    withdraw: (ns) => outbox.withdraw(ns),
    settle: (ns, writes, aliases) => outbox.settle(ns, writes, aliases),
    takeLead: async () => {
      const [lead, tables, names] = await Promise.all([
        handle.takeLead(),
        handle.read(['progress'], (tx) => answerOf(tx.objectStore('progress').getAllKeys())),
        // To look for one by opening it would make it first.
        Dexie.getDatabaseNames(),
      ]);
      if (names.includes(databaseName(source, identity, 1))) await (await olderFormatPart()).drainOlderFormat(handle, source, identity);
      queue.lead(tables.map(String));
      return lead;
    },
    keepWindow: (query, window) => {
      const done = keepWindow(handle, schema, query, window);
      keeping = Promise.allSettled([keeping, done]);
      return done;
    },
    loadWindow: (query) => loadWindow(handle, schema, query),
    blobs: blobStore(handle),
    survey: async () => (await surveyPart()).survey(handle),
    close: async () => {
      await keeping;
      await queue.close();
      handle.close();
    },
    destroy: async () => {
      await queue.close();
      await handle.destroy();
      forget(name);
    },
  };
}

function recall(name: string): string | null {
  try {
    return globalThis.localStorage?.getItem(memoryKey(name)) ?? null;
  } catch {
    // Storage of this kind may be switched off; then an emptied database is taken for a new one.
    return null;
  }
}

function remember(name: string, database: string): void {
  try {
    globalThis.localStorage?.setItem(memoryKey(name), database);
  } catch {
    // See recall().
  }
}

function forget(name: string): void {
  try {
    globalThis.localStorage?.removeItem(memoryKey(name));
  } catch {
    // See recall().
  }
}
