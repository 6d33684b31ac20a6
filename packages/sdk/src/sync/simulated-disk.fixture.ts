import type { Alias, KeptBlob, StoredEntry, TableWrite } from '../cache/cache.ts';
import type { CacheReading, CacheWriting } from '../cache/late-writing.ts';
import { SchemaVersion, type Upgrade } from '../cache/schema-version.ts';
import { StorageError } from '../errors.ts';
import { type AnyRow, entityNamed } from '../schema/index.ts';
import { keyOf } from './entry-key.ts';
import type { Process, World } from './simulated-time.fixture.ts';

interface StoredReading {
  rows: Map<string, AnyRow>;
  cursor: string | null;
}

interface StoredTable extends StoredReading {
  whole: boolean;
  anew: StoredReading | undefined;
}

interface Content {
  database: number;
  /** Version of the newest software that wrote. */
  schema: number;
  fence: number;
  lastPlace: number;
  outbox: Map<number, StoredEntry & { readonly schema: number }>;
  aliases: Map<string, Alias>;
  tables: Map<string, StoredTable>;
  blobs: Map<string, KeptBlob>;
}

type Work = (content: Content) => unknown;

let databases = 0;

/** In version 2 a status ends with a mark. */
const upgrades: readonly Upgrade[] = [{
  row: (_table, row) => row,
  change: (change) => (typeof change.patch['status'] === 'string' ? { ...change, patch: { ...change.patch, status: `${change.patch['status']}!` } } : change),
}];

function emptyContent(): Content {
  // Places of another database are never given again.
  return { database: ++databases, schema: 1, lastPlace: databases * 1000, fence: 0, outbox: new Map(), aliases: new Map(), tables: new Map(), blobs: new Map() };
}

function tableOf(content: Content, name: string): StoredTable {
  return content.tables.get(name) ?? content.tables.set(name, { rows: new Map(), cursor: null, whole: false, anew: undefined }).get(name)!;
}

function copyOf(content: Content): Content {
  const reading = (r: StoredReading): StoredReading => ({ rows: new Map(r.rows), cursor: r.cursor });
  return {
    ...content, outbox: new Map(content.outbox), aliases: new Map(content.aliases), blobs: new Map(content.blobs),
    tables: new Map([...content.tables].map(([name, t]) => [name, { ...reading(t), whole: t.whole, anew: t.anew && reading(t.anew) }])),
  };
}

function addTo(reading: StoredReading, { rows, removed, cursor }: TableWrite): void {
  for (const row of rows) reading.rows.set(row.id, row);
  for (const id of removed) reading.rows.delete(id);
  if (cursor !== undefined) reading.cursor = cursor;
}

function writeTable(content: Content, write: TableWrite): void {
  const table = tableOf(content, write.table);
  const { cursor: _, whole, anew, ...rows } = write;
  const isElsewhere = write.on !== undefined && write.on !== String(content.database);
  if (isElsewhere && anew) return;
  if (!anew) {
    addTo(table, isElsewhere ? rows : write);
    if (table.anew) addTo(table.anew, rows);
    if (!isElsewhere) table.whole = whole ?? table.whole;
    return;
  }
  if (anew.first || !table.anew) table.anew = { rows: new Map(), cursor: null };
  addTo(table.anew, write);
  if (anew.last) Object.assign(table, table.anew, { whole: true, anew: undefined });
}

/** What a browser keeps of one cache. Transactions happen one after the other, each whole or not at all; a crash of the browser takes those that were not yet on the platter, from the last one back. */
export class Disk {
  readonly world: World;
  #content = emptyContent();
  /** What the platter holds, and what was committed since without being there for sure. */
  #durable = copyOf(this.#content);
  #since: Work[] = [];
  #freeAt = 0;
  /** No file fits any more. */
  isFull = false;
  /** Told when the content was deleted under the pages. */
  readonly #pages = new Set<() => void>();
  readonly #connections = new Set<() => void>();
  /** The last database that a page said it knows, as the browser remembers it elsewhere. */
  #remembered: number | undefined;

  constructor(world: World) {
    this.world = world;
  }

  /** A transaction of a page. One that had not begun when the page died does not happen; of one that had, the page may not hear. */
  transact<T>(process: Process, work: (content: Content) => T, { admit = () => {}, strict = false, ended = () => {} }: { readonly admit?: Work; readonly strict?: boolean; readonly ended?: () => void } = {}): Promise<T> {
    return process.hear<T>((resolve, reject) => {
      const at = Math.max(this.#freeAt, this.world.now) + this.world.random() * (strict ? 8 : 2);
      this.#freeAt = at;
      this.world.after(at - this.world.now, () => {
        if (!process.alive) return;
        let result: T;
        try {
          admit(this.#content);
          result = work(this.#content);
        } catch (error) {
          this.world.after(this.world.random(), () => reject(error));
          return;
        }
        this.#since.push(work);
        if (strict) this.#flush(this.#since.length);
        ended();
        this.world.after(this.world.random(), () => resolve(result));
      });
    });
  }

  #flush(count: number): void {
    for (const work of this.#since.splice(0, count)) work(this.#durable);
  }

  /** The machine goes down: of what was not yet on the platter a part from the front stays. */
  crash(): void {
    this.#flush(this.world.below(this.#since.length + 1));
    this.#since = [];
    this.#content = copyOf(this.#durable);
  }

  /**
   * The site's data are cleared, maybe under open pages.
   * @param all also what the browser remembers beside the database
   */
  wipe(all = false): void {
    if (all) this.#remembered = undefined;
    this.#content = emptyContent();
    this.#durable = copyOf(this.#content);
    this.#since = [];
    for (const tell of this.#pages) tell();
  }

  /** A page deletes it: the connections of the others are closed. */
  delete(): void {
    for (const close of this.#connections) close();
    this.#pages.clear();
    this.wipe(true);
  }

  get content(): Content {
    return this.#content;
  }

  /**
   * Opens the cache for a page.
   * @param schema version of the software in the page
   * @param ended called after each transaction of this page, before it hears of it
   */
  async open(process: Process, schema: number, told: (fault: StorageError) => void, ended: () => void): Promise<{ readonly reading: CacheReading; readonly writing: CacheWriting }> {
    const version = new SchemaVersion(schema === 1 ? [] : upgrades);
    let database = await this.transact(process, (c) => {
      if (c.schema > schema) throw new StorageError('simulated: newer_schema', undefined, 'newer_schema');
      c.schema = schema;
      return c.database;
    }, { ended });
    if (this.#remembered !== undefined && this.#remembered !== database) told(new StorageError('simulated: emptied', undefined, 'emptied'));
    let fence: number | undefined;
    let closed = false;
    const fail = (code: StorageError['code']): never => {
      throw new StorageError(`simulated: ${code}`, undefined, code);
    };
    /** The database is another one by now: what is written from now on goes there. */
    const adopt = (): void => {
      if (database === this.#content.database) return;
      database = this.#content.database;
      this.#content.schema = Math.max(schema, this.#content.schema);
      if (fence !== undefined) fence = this.#content.fence === 0 ? (this.#content.fence = 1) : -1;
    };
    const read = <T>(work: (content: Content) => T): Promise<T> => this.transact(process, work, { ended });
    /** A writing transaction looks first whether this page may write. */
    const write = <T>(work: (content: Content) => T, forLeader: boolean, strict = false): Promise<T> => {
      const own = database;
      const lead = fence;
      const admit = (content: Content): void => {
        if (closed) fail('disconnected');
        if (content.database !== own) fail('emptied');
        if (content.schema > schema) fail('newer_schema');
        if (forLeader && lead !== undefined && content.fence !== lead) fail('fenced');
      };
      return this.transact(process, work, { admit, strict, ended }).catch((error: unknown) => {
        if (error instanceof StorageError && error.code === 'emptied') adopt();
        throw error;
      });
    };
    const tell = (): void => process.after(this.world.random() * 5, () => {
      if (database === this.#content.database || closed) return;
      adopt();
      told(new StorageError('simulated: emptied', undefined, 'emptied'));
    }) as unknown as void;
    this.#pages.add(tell);
    const closing = (): void => {
      if (closed) return;
      closed = true;
      process.after(this.world.random() * 5, () => told(new StorageError('simulated: closed', undefined, 'disconnected')));
    };
    this.#connections.add(closing);
    const reading: CacheReading = {
      get database() {
        return String(database);
      },
      remember: () => void (this.#remembered = database),
      loadTable: async (name, take) => {
        const table = await read((c) => {
          const { rows, cursor, whole, anew } = tableOf(c, name);
          return { rows: [...rows.values()], cursor, whole, anew: anew?.cursor ?? undefined };
        });
        take(table.rows);
        return table;
      },
      loadPart: (name, part) => read((c) => [...tableOf(c, name).rows.values()].filter((row) => String(row[entityNamed(name)!.partBy!] ?? '') === part)),
      get: (name, ids) => read((c) => ids.flatMap((id) => tableOf(c, name).rows.get(id) ?? [])),
      ids: (name) => read((c) => new Set(tableOf(c, name).rows.keys())),
      progress: (name) => read((c) => {
        const { cursor, whole, anew } = tableOf(c, name);
        return { cursor, whole, anew: anew?.cursor ?? undefined };
      }),
      loadOutbox: () => read((c) => ({
        database: String(c.database),
        entries: [...c.outbox.values()].sort((a, b) => a.n - b.n).map(({ schema: wrote, ...entry }) => ({ ...entry, change: version.change(entry.change, wrote) })),
      })),
      loadAliases: () => read((c) => [...c.aliases.values()]),
      takeLead: async () => ({ lead: (fence = await write((c) => ++c.fence, false)), tables: [] }),
      phones: () => Promise.resolve(new Map<string, readonly string[]>()),
      loadWindow: () => Promise.resolve(undefined),
      survey: () => Promise.resolve(undefined),
      close: () => {
        closed = true;
        this.#pages.delete(tell);
        this.#connections.delete(closing);
      },
      destroy: async () => {
        closed = true;
        this.#connections.delete(closing);
        this.delete();
      },
    };
    const writing: CacheWriting = {
      write: (w) => write((c) => writeTable(c, w), true),
      room: () => Promise.resolve(),
      append: (changes) => this.transact(process, (c) => changes.map((change) => {
        const n = ++c.lastPlace;
        c.outbox.set(n, { n, change, state: 'waiting', schema });
        return n;
      }), { admit: () => closed && fail('disconnected'), strict: true, ended }),
      putBack: (entries) => this.transact(process, (c) => entries.map((entry) => {
        const known = [...c.outbox.values()].find((e) => keyOf(e.change) === keyOf(entry.change));
        if (!known) c.outbox.set(entry.n, { ...entry, schema });
        return (known ?? entry).n;
      }), { admit: () => closed && fail('disconnected'), strict: true, ended }),
      update: async (entries) => void (await write((c) => replace(c, entries, schema), false)),
      claim: (entries, strict) => write((c) => replace(c, entries, schema), true, strict),
      withdraw: (ns) => write((c) => {
        if (ns.some((n) => (c.outbox.get(n)?.state ?? 'sending') === 'sending')) return false;
        for (const n of ns) c.outbox.delete(n);
        return true;
      }, false),
      settle: (ns, writes, aliases) => write((c) => {
        for (const n of ns) c.outbox.delete(n);
        for (const alias of aliases) c.aliases.set(`${alias.table}/${alias.from}`, alias);
        for (const w of writes) writeTable(c, w);
      }, true),
      keepWindow: () => Promise.resolve(),
      dropWindows: () => Promise.resolve(),
      blobs: {
        keep: (blob) => (this.isFull ? Promise.reject(new StorageError('simulated: quota', undefined, 'quota')) : write((c) => void c.blobs.set(blob.id, blob), false, true)),
        read: (id) => read((c) => c.blobs.get(id)),
        keptBefore: (at) => read((c) => [...c.blobs.values()].filter((b) => b.at < at).map((b) => b.id)),
        sent: (alias) => write((c) => {
          c.blobs.delete(alias.from);
          c.aliases.set(`${alias.table}/${alias.from}`, alias);
        }, true, true),
        drop: (ids) => write((c) => ids.forEach((id) => c.blobs.delete(id)), true),
      },
      lead: () => {},
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
    return { reading, writing };
  }
}

function replace(content: Content, entries: readonly StoredEntry[], schema: number): readonly number[] {
  const there = entries.filter(({ n, rev, change }) => {
    const held = content.outbox.get(n);
    return held && held.change.key.join() === change.key.join() && (held.rev ?? 0) <= (rev ?? 0);
  });
  for (const entry of there) content.outbox.set(entry.n, { ...entry, schema });
  return there.map((e) => e.n);
}
