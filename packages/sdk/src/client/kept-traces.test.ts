import 'fake-indexeddb/auto';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

const soon = { timeout: 5000, interval: 20 };
let backend: MemoryBackend;
let open: Vinculo[];

beforeEach(() => {
  open = [];
  backend = memoryBackend({
    seed: {
      user: [{ id: 'ana', name: 'Ana' }],
      account: [{ id: 'acme', name: 'Acme' }],
      contact: [{ id: 'li', name: 'Li Na', accountId: 'acme', emails: [{ id: 'e', value: 'li@example.com' }] }, { id: 'max', name: 'Max' }],
      activity: [1, 2].map((i) => ({ id: `n${i}`, kind: 'note', subject: `Secret ${i}`, at: `2026-01-0${i}T00:00:00.000Z`, done: true })),
    },
  });
});

afterEach(async () => {
  await Promise.all(open.map((crm) => crm.close({ wipe: 'discard' })));
});

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

function start(): Vinculo {
  const crm = createClient({ adapter: backend.adapter('ana'), cache: 'disk' });
  open.push(crm);
  return crm;
}

/** Stores of this device in which a text stands. */
async function storesWith(text: string): Promise<string[]> {
  const { source } = backend.adapter('ana');
  const { name } = (await indexedDB.databases()).find((known) => known.name?.startsWith(`vinculo:${source}`))!;
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name!);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
  try {
    const found: string[] = [];
    for (const store of db.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
      });
      if (JSON.stringify(rows).includes(text)) found.push(store);
    }
    return found;
  } finally {
    db.close();
  }
}

/** Looks at a record by itself until that is kept as a window. */
async function keepWindowOf(crm: Vinculo, table: 'contacts' | 'activities', id: string, text: string): Promise<void> {
  const one: Observable<{ readonly status: string; readonly rows: readonly unknown[] }> = crm[table].query({ where: { id } });
  const subscription = one.subscribe(() => {});
  await when(one, (r) => r.status === 'ready' && r.rows.length === 1);
  await vi.waitFor(async () => expect(await storesWith(text)).toContain('windows'), soon);
  subscription.unsubscribe();
}

describe('what a device keeps of a record', () => {
  it('goes from every window and run when the record goes out of sight', async () => {
    const crm = start();
    const list = crm.contacts.query();
    list.subscribe(() => {});
    await when(list, (r) => r.status === 'ready' && r.total === 2);
    await keepWindowOf(crm, 'contacts', 'li', 'Li Na');
    backend.hide('ana', 'contact', { id: 'li' });
    await when(list, (r) => r.total === 1);
    await vi.waitFor(async () => expect(await storesWith('Li Na')).toEqual([]), soon);
  });

  it('goes from every window and run when the record is removed', async () => {
    const crm = start();
    const list = crm.contacts.query();
    list.subscribe(() => {});
    await when(list, (r) => r.status === 'ready' && r.total === 2);
    await keepWindowOf(crm, 'contacts', 'li', 'Li Na');
    backend.remove('contact', 'li');
    await when(list, (r) => r.total === 1);
    await vi.waitFor(async () => expect(await storesWith('Li Na')).toEqual([]), soon);
  });

  it('holds nothing more of a person who was erased', async () => {
    const crm = start();
    const list = crm.contacts.query();
    list.subscribe(() => {});
    await when(list, (r) => r.status === 'ready' && r.total === 2);
    await keepWindowOf(crm, 'contacts', 'li', 'li@example.com');
    await crm.run('erasePerson', { table: 'contact', id: 'li' });
    await when(list, (r) => r.rows.every((row) => row.name !== 'Li Na'));
    await vi.waitFor(async () => expect(await storesWith('li@example.com')).toEqual([]), soon);
  });

  it('goes from windows of what the backend answered when rights change', async () => {
    const crm = start();
    await keepWindowOf(crm, 'activities', 'n1', 'Secret 1');
    backend.hide('ana', 'activity', { id: 'n1' });
    await vi.waitFor(async () => expect(await storesWith('Secret 1')).toEqual([]), soon);
  });
});
