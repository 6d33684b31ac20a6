import fc from 'fast-check';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { expect, it } from 'vitest';
import { createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type Seed } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));
const seed: Seed = { user: [{ id: 'u0', name: 'A' }, { id: 'u1', name: 'B' }], account: [0, 1, 2].map((i) => ({ id: `a${i}`, name: `Account ${i}` })) };

type Step =
  | { readonly do: 'update'; readonly by: number; readonly row: number; readonly field: 'industry' | 'website' | 'status'; readonly value: string }
  | { readonly do: 'tag'; readonly by: number; readonly row: number; readonly value: string }
  | { readonly do: 'create'; readonly by: number; readonly value: string }
  | { readonly do: 'createWithContact'; readonly by: number; readonly value: string }
  | { readonly do: 'offline' }
  | { readonly do: 'online' }
  | { readonly do: 'lose' }
  | { readonly do: 'expire' };

const by = fc.integer({ min: 0, max: 1 });
const row = fc.integer({ min: 0, max: 2 });
const value = fc.constantFrom('x', 'y', 'z', '值');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('update' as const), by, row, field: fc.constantFrom('industry' as const, 'website' as const, 'status' as const), value }),
  fc.record({ do: fc.constant('tag' as const), by, row, value }),
  fc.record({ do: fc.constant('create' as const), by, value }),
  fc.record({ do: fc.constant('createWithContact' as const), by, value }),
  fc.constantFrom<Step>({ do: 'offline' }, { do: 'online' }, { do: 'lose' }, { do: 'expire' }),
);

it('brings every client and the backend to the same rows, with each change applied once, whatever the network does', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.constantFrom('client' as const, 'server' as const), async (steps, ids) => {
    const backend = memoryBackend({ seed, capabilities: { ids } });
    const clients: Vinculo[] = ['u0', 'u1'].map((user) => createClient({ adapter: backend.adapter(user) }));
    try {
      const views = clients.map((crm) => crm.accounts.query({ orderBy: ['id'] }));
      const subscriptions = views.map((live) => live.subscribe(() => {}));
      await Promise.all(views.map((live) => when(live, (r) => r.status === 'ready')));
      let accounts = 3;
      let contacts = 0;
      for (const s of steps) {
        if (s.do === 'offline') backend.faults.offline();
        else if (s.do === 'online') backend.faults.online();
        else if (s.do === 'lose') backend.faults.loseNextAnswer();
        else if (s.do === 'expire') backend.faults.expire();
        else {
          const crm = clients[s.by]!;
          if (s.do === 'update') crm.accounts.update(`a${s.row}`, { [s.field]: s.value });
          else if (s.do === 'tag') crm.accounts.update(`a${s.row}`, { tags: [...(views[s.by]!.snapshot.rows.find((a) => a.id === `a${s.row}`)?.tags ?? []), s.value].filter((t, i, all) => all.indexOf(t) === i) });
          else {
            const account = crm.accounts.create({ name: s.value });
            accounts++;
            if (s.do === 'createWithContact') {
              crm.contacts.create({ name: s.value, accountId: account.id });
              contacts++;
            }
          }
        }
        await Promise.resolve();
      }
      backend.faults.online();
      for (const crm of clients) {
        // A lost answer near the end puts a client offline once more; it would try again by itself a second later.
        while (crm.status.snapshot.waiting > 0 || crm.status.snapshot.connection !== 'online') {
          crm.retry();
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      const truth = backend.rows('account').sort((a, b) => (a.id < b.id ? -1 : 1)).map((r) => JSON.stringify({ id: r.id, v: r.version }));
      await Promise.all(views.map((live) => when(live, (r) => JSON.stringify(r.rows.map((x) => JSON.stringify({ id: x.id, v: x.version }))) === JSON.stringify(truth))));
      expect(backend.rows('account')).toHaveLength(accounts);
      expect(backend.rows('contact')).toHaveLength(contacts);
      for (const contact of backend.rows('contact')) expect(backend.row('account', String(contact['accountId']))?.['name']).toBe(contact['name']);
      for (const crm of clients) expect(crm.outbox.snapshot).toEqual([]);
      const keys = backend.rows('historyEntry').filter((h) => h['op'] === 'created' || h['op'] === 'create');
      expect(keys).toHaveLength(accounts - 3 + contacts);
      for (const s of subscriptions) s.unsubscribe();
    } finally {
      await Promise.all(clients.map((crm) => crm.close()));
    }
  }), { numRuns: Number(process.env['VINCULO_RUNS'] ?? 150), timeout: 3000 });
}, 600_000);
