import { expect } from '@open-wc/testing';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

/** Fulfilled when a window stands in the database. */
async function kept(source: string): Promise<void> {
  const name = (await indexedDB.databases()).map((d) => d.name!).find((n) => n.startsWith(`vinculo:${source}`))!;
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
  for (let count = 0; count === 0; ) {
    const request = db.transaction('windows').objectStore('windows').count();
    count = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  }
  db.close();
}

describe('the last window of a query', () => {
  let backend: MemoryBackend;
  let clients: Vinculo[];

  const tab = (): Vinculo => {
    const crm = createClient({ adapter: backend.adapter('ana'), cache: 'disk' });
    clients.push(crm);
    return crm;
  };

  /** Keeps a query's window as a page does that is looked at for a while. */
  const look = async (query: (crm: Vinculo) => ReturnType<Vinculo['activityLinks']['query']>): Promise<void> => {
    const crm = tab();
    const live = query(crm);
    const subscription = live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready' && (r.related['activity']?.size ?? 1) > 0);
    await kept(backend.adapter('ana').source);
    subscription.unsubscribe();
    await crm.close();
  };

  beforeEach(() => {
    clients = [];
    backend = memoryBackend({
      seed: {
        user: [{ id: 'ana', name: 'Ana' }],
        account: Array.from({ length: 3000 }, (_, i) => ({ id: `a${String(i).padStart(5, '0')}`, name: `Account ${i}` })),
        activity: [1, 2, 3].map((i) => ({ id: `act${i}`, kind: 'note', subject: `Note ${i}`, at: `2026-01-0${i}T00:00:00.000Z`, done: true })),
        activityLink: [1, 2, 3].map((i) => ({ id: `l${i}`, activityId: `act${i}`, table: 'contact', recordId: 'c1', role: 'regarding', at: `2026-01-0${i}T00:00:00.000Z`, kind: 'note', open: false })),
      },
    });
  });

  afterEach(async () => {
    for (const crm of clients) await crm.close({ wipe: 'discard' }).catch(() => {});
  });

  const timeline = (crm: Vinculo): ReturnType<Vinculo['activityLinks']['query']> => crm.activityLinks.query({ where: { recordId: 'c1' }, orderBy: ['-at'], include: ['activityId'], limit: 20 });

  it('is what a page shows that starts offline, with the rows it names and own changes on top', async () => {
    await look(timeline);
    backend.faults.offline();
    const crm = tab();
    const live = timeline(crm);
    const subscription = live.subscribe(() => {});
    const shown = await when(live, (r) => r.rows.length === 3 && r.status === 'stale' && r.related['activity']?.size === 3);
    expect(shown.rows.map((r) => r.id)).to.eql(['l3', 'l2', 'l1']);
    expect(shown.related['activity']!.get('act2')!['subject']).to.equal('Note 2');
    expect([shown.total, shown.complete]).to.eql([3, 'unknown']);
    crm.activityLinks.update('l2', { role: 'cc' });
    await when(live, (r) => r.rows[1]?.role === 'cc');
    backend.remove('activityLink', 'l3');
    backend.faults.online();
    crm.retry();
    const answer = await when(live, (r) => r.status === 'ready');
    expect(answer.rows.map((r) => r.id)).to.eql(['l2', 'l1']);
    subscription.unsubscribe();
  });

  it('is shown as stale before the table is in memory', async () => {
    const query = (crm: Vinculo): ReturnType<Vinculo['accounts']['query']> => crm.accounts.query({ orderBy: ['-name'], limit: 10 });
    const first = tab();
    const live = query(first);
    const subscription = live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready');
    await kept(backend.adapter('ana').source);
    subscription.unsubscribe();
    await first.close();

    backend.update('account', 'a02999', { name: 'Zuletzt' });
    const second = tab();
    const told: string[] = [];
    const again = query(second);
    const watching = again.subscribe((r) => told.push(`${r.status} ${r.rows.length} ${String(r.total)} ${r.rows[0]?.name}`));
    expect((await when(again, (r) => r.status === 'ready')).rows[0]!.name).to.equal('Zuletzt');
    expect(told[0]).to.match(/^stale 10 3000 /u);
    expect(told.at(-1)).to.equal('ready 10 3000 Zuletzt');
    expect(told.filter((t) => !t.includes(' 10 3000 '))).to.eql([]);
    watching.unsubscribe();
  });
});
