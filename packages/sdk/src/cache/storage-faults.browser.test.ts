import { expect } from '@open-wc/testing';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { createClient, type StorageError, type Vinculo } from '../index.ts';
import type { AnyRow, Change } from '../schema/index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';
import type { Cache } from './cache.ts';
import { openDiskCache } from './disk-cache.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));
const accounts = Array.from({ length: 1200 }, (_, i) => ({ id: `a${String(i).padStart(5, '0')}`, name: `Account ${i}` }));
const change = (n: number, name = '名'): Change => ({ key: ['client', n], op: 'update', table: 'account', id: `a${n}`, patch: { name }, base: { name: null }, at: '2026-01-01T00:00:00.000Z' });

/** What the tests take from the browser's own objects, put back after each. */
const undo: (() => void)[] = [];

function replace<T extends object, K extends keyof T>(target: T, name: K, make: (old: T[K]) => T[K]): void {
  const old = target[name];
  target[name] = make(old);
  undo.push(() => void (target[name] = old));
}

const opened = (name: string): Promise<IDBDatabase> => new Promise((resolve, reject) => {
  const request = indexedDB.open(name);
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error!);
});

/** As when site data is cleared under an open page: all content is gone. */
async function empty(name: string): Promise<void> {
  const db = await opened(name);
  const tx = db.transaction([...db.objectStoreNames], 'readwrite');
  for (const store of db.objectStoreNames) tx.objectStore(store).clear();
  await new Promise((resolve) => (tx.oncomplete = resolve));
  db.close();
}

async function count(name: string, store: string): Promise<number> {
  const db = await opened(name);
  const request = db.transaction(store).objectStore(store).count();
  const found = await new Promise<number>((resolve) => (request.onsuccess = () => resolve(request.result)));
  db.close();
  return found;
}

describe('storage trouble', () => {
  let backend: MemoryBackend;
  let clients: Vinculo[];
  let caches: Cache[];

  const tab = (): Vinculo => {
    const crm = createClient({ adapter: backend.adapter('ana'), cache: 'disk' });
    clients.push(crm);
    return crm;
  };
  const databaseOf = async (): Promise<string> => (await indexedDB.databases()).map((d) => d.name!).find((name) => name.startsWith(`vinculo:${backend.adapter('ana').source}`))!;
  let names = 0;
  const open = async (identity: string, options: Partial<Parameters<typeof openDiskCache>[2]> = {}): Promise<Cache> => {
    const cache = await openDiskCache('faults', identity, { told: () => {}, writing: import('./disk-writing.ts'), ...options });
    caches.push(cache);
    return cache;
  };
  const identity = (): string => `t/${Date.now()}-${names++}`;
  const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: StorageError) => error.code);
  const rowsOf = async (cache: Cache, table = 'account'): Promise<AnyRow[]> => {
    const rows: AnyRow[] = [];
    await cache.loadTable(table, (some) => void rows.push(...some));
    return rows;
  };

  beforeEach(() => {
    backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: accounts } });
    clients = [];
    caches = [];
  });

  afterEach(async () => {
    for (const put of undo.splice(0)) put();
    for (const crm of clients) await crm.close({ wipe: 'discard' }).catch(() => {});
    for (const cache of caches) await cache.destroy().catch(() => {});
  });

  it('of a full disk is said at once; the page goes on, and a change is durable when the backend has it', async () => {
    const crm = tab();
    await when(crm.accounts.query(), (r) => r.status === 'ready');
    await when(crm.status, (s) => s.leader);
    for (const name of ['put', 'add'] as const) {
      replace(IDBObjectStore.prototype, name, (old) => function (this: IDBObjectStore, ...args) {
        if (this.name === 'meta') return old.apply(this, args);
        throw new DOMException('The quota was exceeded.', 'QuotaExceededError');
      });
    }
    const gate = backend.faults.hold('push');
    const update = crm.accounts.update('a00001', { name: 'New' });
    let durable = false;
    void update.durable.then(() => (durable = true));
    await when(crm.status, (s) => s.storage?.code === 'quota');
    expect(durable).to.equal(false);
    gate.release();
    await update.durable;
    expect(backend.row('account', 'a00001')!['name']).to.equal('New');
    backend.update('account', 'a00002', { name: 'Theirs' });
    await when(crm.accounts.query({ where: { id: 'a00002' } }), (r) => r.rows[0]?.name === 'Theirs');
  });

  it('of a connection that the browser closed is mended without a word, three times; then the page goes on without', async () => {
    const told: string[] = [];
    const cache = await open(identity(), { told: (fault) => told.push(fault.code) });
    let failures = 2;
    replace(IDBDatabase.prototype, 'transaction', (old) => function (this: IDBDatabase, ...args) {
      if (failures-- > 0) throw new DOMException('The database connection is closing.', 'InvalidStateError');
      return old.apply(this, args);
    });
    await cache.write({ table: 'account', rows: accounts, removed: [], cursor: '1' });
    expect(await cache.append([change(1)])).to.have.length(1);
    expect(await rowsOf(cache)).to.have.length(1200);
    failures = 10;
    expect(await codeOf(cache.append([change(2)]))).to.equal('disconnected');
    failures = 0;
    expect((await cache.loadOutbox()).entries.map((e) => e.change.key[1])).to.eql([1]);
  });

  it('adds a change once when the end of its transaction was not heard of', async () => {
    const cache = await open(identity());
    let once = true;
    replace(IDBDatabase.prototype, 'transaction', (old) => function (this: IDBDatabase, ...args) {
      const tx = old.apply(this, args);
      if (!once || ![args[0]].flat().includes('outbox')) return tx;
      once = false;
      // Committed, but told as an abort.
      Object.defineProperty(tx, 'oncomplete', { set: () => {} });
      tx.addEventListener('complete', () => (tx.onabort as unknown as () => void)());
      return tx;
    });
    await cache.append([change(1), change(2)]);
    expect((await cache.loadOutbox()).entries.map((e) => e.change.key[1])).to.eql([1, 2]);
  });

  it('of a database that was emptied under the page is told from a new one, and what the page holds is written again', async () => {
    const crm = tab();
    await when(crm.accounts.query(), (r) => r.status === 'ready');
    await when(crm.status, (s) => s.leader);
    const name = await databaseOf();
    backend.faults.offline();
    await crm.accounts.update('a00001', { name: 'Waits' }).durable;
    await empty(name);
    // The next write finds out.
    await crm.accounts.update('a00002', { name: 'Waits too' }).durable;
    backend.faults.online();
    backend.faults.hold('push');
    crm.retry();
    backend.update('account', 'a00003', { name: 'Theirs' });
    await when(crm.status, (s) => s.storage?.code === 'emptied');
    const deadline = Date.now() + 2000;
    while (((await count(name, 'outbox')) < 2 || (await count(name, 'runs')) < 3) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await count(name, 'outbox')).to.equal(2);
    expect(await count(name, 'runs')).to.be.at.least(3);
    expect(crm.status.snapshot.waiting).to.equal(2);
  });

  it('of a database that another tab deleted is no reason to make it again', async () => {
    const who = identity();
    const told: string[] = [];
    const [first, second] = [await open(who, { told: (fault) => told.push(fault.code) }), await open(who)];
    await first.write({ table: 'account', rows: accounts, removed: [] });
    await second.destroy();
    expect(told).to.eql(['disconnected']);
    expect(await codeOf(first.append([change(1)]))).to.equal('disconnected');
    expect((await indexedDB.databases()).map((d) => d.name)).not.to.include(`vinculo:faults:${who}:2`);
  });

  it('of a database that cannot be opened leaves a page that works', async () => {
    replace(IDBFactory.prototype, 'open', (old) => function (this: IDBFactory, ...args) {
      if (!args[0].startsWith('vinculo:')) return old.apply(this, args);
      throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
    });
    const crm = tab();
    const result = await when(crm.accounts.query(), (r) => r.status === 'ready');
    expect(result.total).to.equal(1200);
    expect(crm.status.snapshot.storage!.code).to.equal('lost');
    await crm.accounts.update('a00001', { name: 'New' }).durable;
    expect(backend.row('account', 'a00001')!['name']).to.equal('New');
  });
});

describe('versions of a cache', () => {
  let caches: Cache[];
  let names = 0;
  const open = async (identity: string, options: Partial<Parameters<typeof openDiskCache>[2]> = {}): Promise<Cache> => {
    const cache = await openDiskCache('versions', identity, { told: () => {}, writing: import('./disk-writing.ts'), ...options });
    caches.push(cache);
    return cache;
  };
  const identity = (): string => `t/${Date.now()}-${names++}`;

  beforeEach(() => void (caches = []));
  afterEach(async () => {
    for (const cache of caches) await cache.destroy().catch(() => {});
  });

  it('bring older rows and changes up when they are read, and keep an older tab from writing over them', async () => {
    const who = identity();
    const older = await open(who);
    await older.write({ table: 'account', rows: accounts, removed: [], cursor: '1' });
    await older.append([change(1)]);
    const newer = await open(who, {
      upgrades: [{ row: (_table, row) => ({ ...row, name: String(row['name']).toUpperCase() }), change: (c) => ({ ...c, patch: { name: 'NEW' } }) }],
    });
    expect(await newer.get('account', ['a00007'])).to.eql([{ id: 'a00007', name: 'ACCOUNT 7' }]);
    expect((await newer.loadOutbox()).entries[0]!.change.patch).to.eql({ name: 'NEW' });
    const refused = await older.write({ table: 'account', rows: [{ id: 'x', name: 'old' }], removed: [] }).catch((error: StorageError) => error);
    expect((refused as StorageError).code).to.equal('newer_schema');
    // A change is never refused its place: it is brought up by whoever sends it.
    await older.append([change(2)]);
    expect((await newer.loadOutbox()).entries.map((e) => e.change.patch)).to.eql([{ name: 'NEW' }, { name: 'NEW' }]);
    const late = await open(who).catch((error: StorageError) => error);
    expect((late as StorageError).code).to.equal('newer_schema');
  });

  const leafOf = { 2: { keys: 'a', rows: '{"id":"a","name":"A"}' }, 3: { rows: [{ id: 'a', name: 'A' }] } };

  for (const version of [2, 3] as const) {
    it(`pull anew what stood in the leaves of version ${version}, and keep what waits`, async () => {
      const who = identity();
      await new Promise<void>((resolve, reject) => {
        // As that version of the database made it.
        const request = indexedDB.open(`vinculo:versions:${who}:2`, version * 10);
        request.onupgradeneeded = () => {
          const make = (store: string, options: IDBObjectStoreParameters): IDBObjectStore => request.result.createObjectStore(store, options);
          make('leaves', { keyPath: ['table', 'run', 'first'] }).add({ table: 'account', run: 1, first: 'a', schema: 1, ...leafOf[version] });
          make('progress', { keyPath: 'table' }).add({ table: 'account', cursor: 'c', whole: true, next: 2, runs: [{ n: 1, count: 1, first: 'a', last: 'a' }], places: [] });
          make('outbox', { keyPath: 'n', autoIncrement: true }).add({ change: change(1), state: 'waiting', schema: 1 });
        };
        request.onerror = () => reject(request.error!);
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      });
      const cache = await open(who);
      await cache.takeLead();
      const rows: unknown[] = [];
      const progress = await cache.loadTable('account', (some) => rows.push(...some));
      expect(rows).to.eql([]);
      expect(progress.cursor).to.equal(null);
      expect((await cache.loadOutbox()).entries.map((e) => e.change.key[1])).to.eql([1]);
    });
  }

  it('leave alone what a newer page made', async () => {
    const who = identity();
    await (await open(who)).close();
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(`vinculo:versions:${who}:2`, 1000);
      request.onerror = () => reject(request.error!);
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const late = await open(who).catch((error: StorageError) => error);
    expect((late as StorageError).code).to.equal('newer_schema');
  });

  it('take over what waits in the outbox of the first format, once, and delete it', async () => {
    const who = identity();
    const old = (): Promise<void> => new Promise((resolve, reject) => {
      // As format 1 made it.
      const request = indexedDB.open(`vinculo:versions:${who}:1`, 10);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('outbox', { keyPath: 'n', autoIncrement: true });
        request.result.createObjectStore('aliases', { keyPath: ['table', 'from'] });
      };
      request.onerror = () => reject(request.error!);
      request.onsuccess = () => {
        const db = request.result;
        const tx = db.transaction(['outbox', 'aliases'], 'readwrite');
        for (const n of [1, 2]) tx.objectStore('outbox').add({ change: change(n), state: n === 2 ? 'refused' : 'waiting' });
        tx.objectStore('aliases').put({ table: 'account', from: 'mine', to: 'theirs' });
        tx.oncomplete = () => {
          db.close();
          resolve();
        };
      };
    });
    await old();
    const cache = await open(who);
    await cache.takeLead();
    expect((await cache.loadOutbox()).entries.map((e) => `${e.change.key[1]} ${e.state}`)).to.eql(['1 waiting', '2 refused']);
    expect(await cache.loadAliases()).to.eql([{ table: 'account', from: 'mine', to: 'theirs' }]);
    expect((await indexedDB.databases()).map((d) => d.name)).not.to.include(`vinculo:versions:${who}:1`);
    // Cut before the old one was deleted: it is there again at the next start.
    await old();
    await cache.takeLead();
    expect((await cache.loadOutbox()).entries).to.have.length(2);
  });
});
