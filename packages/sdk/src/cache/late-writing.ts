import type { Cache } from './cache.ts';

type Writes = Pick<Cache, 'write' | 'room' | 'append' | 'putBack' | 'update' | 'claim' | 'withdraw' | 'settle' | 'keepWindow' | 'dropWindows' | 'blobs'>;

/** What of a cache writes, and all that concerns files. It is loaded after what reads: no page needs it to show its first rows. */
export interface CacheWriting extends Writes {
  /** This page leads from now on. @param tables those that stand in the cache */
  lead(tables: readonly string[]): void;
  /** Fulfilled when all that was to be written is written, or could not be. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** What of a cache opens, reads and ends. */
export interface CacheReading extends Omit<Cache, keyof Writes | 'takeLead' | 'close'> {
  /** See Cache. Answers also which tables stand in it. */
  takeLead(): Promise<{ readonly lead: number; readonly tables: readonly string[] }>;
  close(): void;
}

/** What writes is not waited for where there is nothing to write. */
const nothing = (): void => {};

/**
 * A cache that reads at once. What is written before what writes is here waits for it, in its order, and is as durable as it says only then; who reads after
 * that waits too. Where it cannot be loaded, what was to be written fails with that error.
 */
export function cacheOf(reading: CacheReading, coming: Promise<CacheWriting>): Cache {
  let came: CacheWriting | undefined;
  let asked = false;
  coming.then((writing) => (came = writing), nothing);
  /** Where nothing is written: neither reads nor the end wait for it. */
  const use = <T>(work: (writing: CacheWriting) => Promise<T>): Promise<T> => coming.then(work);
  const write: typeof use = (work) => {
    asked = true;
    return use(work);
  };
  const written = async (): Promise<void> => {
    if (asked) await coming.then((writing) => writing.flush(), nothing);
  };
  return {
    get database() {
      return reading.database;
    },
    remember: () => reading.remember(),
    loadTable: (table, take) => written().then(() => reading.loadTable(table, take)),
    loadPart: (table, part) => written().then(() => reading.loadPart(table, part)),
    get: (table, ids) => written().then(() => reading.get(table, ids)),
    phones: (suffix) => written().then(() => reading.phones(suffix)),
    ids: (table) => written().then(() => reading.ids(table)),
    progress: (table) => written().then(() => reading.progress(table)),
    loadOutbox: () => reading.loadOutbox(),
    loadAliases: () => reading.loadAliases(),
    loadWindow: (name) => reading.loadWindow(name),
    survey: () => reading.survey(),
    write: (one) => write((w) => w.write(one)),
    room: () => write((w) => w.room()),
    append: (changes) => write((w) => w.append(changes)),
    putBack: (entries) => write((w) => w.putBack(entries)),
    update: (entries) => write((w) => w.update(entries)),
    claim: (entries, strict) => write((w) => w.claim(entries, strict)),
    withdraw: (ns) => write((w) => w.withdraw(ns)),
    settle: (ns, writes, aliases) => write((w) => w.settle(ns, writes, aliases)),
    keepWindow: (name, window) => write((w) => w.keepWindow(name, window)),
    dropWindows: () => write((w) => w.dropWindows()),
    blobs: {
      keep: (blob) => write((w) => w.blobs.keep(blob)),
      read: (id) => use((w) => w.blobs.read(id)),
      keptBefore: (at) => use((w) => w.blobs.keptBefore(at)),
      sent: (alias) => write((w) => w.blobs.sent(alias)),
      drop: (ids) => write((w) => w.blobs.drop(ids)),
    },
    takeLead: async () => {
      const { lead, tables } = await reading.takeLead();
      coming.then((writing) => writing.lead(tables), nothing);
      return lead;
    },
    close: async () => {
      if (asked || came) await coming.then((writing) => writing.close(), nothing);
      reading.close();
    },
    destroy: async () => {
      await came?.close();
      await reading.destroy();
    },
  };
}
