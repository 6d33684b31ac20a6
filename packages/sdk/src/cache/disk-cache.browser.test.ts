import { expect } from '@open-wc/testing';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { createClient, UnsyncedChangesError, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend, type Seed } from '../testing/index.ts';

const seed: Seed = {
  user: [{ id: 'ana', name: 'Ana' }],
  account: Array.from({ length: 1700 }, (_, i) => ({ id: `a${String(i).padStart(5, '0')}`, name: `Account ${i}` })),
};

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

describe('a cache on disk', () => {
  let backend: MemoryBackend;
  let clients: Vinculo[];

  /** Each client stands for a tab: they share the origin's database, lock and channel. */
  const tab = (): Vinculo => {
    const crm = createClient({ adapter: backend.adapter('ana'), cache: 'disk' });
    clients.push(crm);
    return crm;
  };

  beforeEach(() => {
    backend = memoryBackend({ seed });
    clients = [];
  });

  afterEach(async () => {
    for (const crm of clients) await crm.close({ wipe: 'discard' }).catch(() => {});
  });

  it('shows cached rows when a page starts offline, keeps what waits, and sends it once', async () => {
    const first = tab();
    await when(first.accounts.query({ where: { name: 'Account 1699' } }), (r) => r.status === 'ready');
    backend.faults.offline();
    const change = first.accounts.update('a00007', { industry: '制造业' });
    await change.durable;
    await first.close();

    const second = tab();
    const live = second.accounts.query({ orderBy: ['id'] });
    const stale = await when(live, (r) => r.total === 1700);
    expect(stale.status).to.equal('stale');
    expect(stale.complete).to.equal('unknown');
    expect(stale.rows[7]!.industry).to.equal('制造业');
    expect(second.status.snapshot.waiting).to.equal(1);

    backend.faults.online();
    second.retry();
    await when(second.status, (s) => s.waiting === 0 && s.connection === 'online');
    await when(live, (r) => r.status === 'ready');
    expect(backend.row('account', 'a00007')!['industry']).to.equal('制造业');
    const pushed = backend.faults.calls.filter((c) => c.method === 'push').flatMap((c) => c.changes!);
    expect(new Set(pushed.map((c) => c.key.join())).size).to.equal(1);
    expect(backend.rows('historyEntry').filter((h) => h['recordId'] === 'a00007')).to.have.length(1);
  });

  it('pulls only what changed when a page comes back', async () => {
    const first = tab();
    await when(first.accounts.query(), (r) => r.status === 'ready');
    await first.close();
    backend.update('account', 'a00001', { name: 'Renamed' });
    backend.remove('account', 'a00002');
    const second = tab();
    const result = await when(second.accounts.query({ orderBy: ['id'] }), (r) => r.status === 'ready');
    expect(result.total).to.equal(1699);
    expect(result.rows[1]!.name).to.equal('Renamed');
    expect(backend.faults.calls.filter((c) => c.method === 'pull' && c.table === 'account')).to.have.length(3);
  });

  it('has one leader among tabs; all see each other’s edits at once and each arrives once', async () => {
    const [a, b] = [tab(), tab()];
    const [liveA, liveB] = [a, b].map((crm) => crm.accounts.query({ where: { id: { in: ['a00001', 'a00002'] } }, orderBy: ['id'] }));
    const subscriptions = [liveA!, liveB!].map((live) => live.subscribe(() => {}));
    await Promise.all([when(liveA!, (r) => r.status === 'ready'), when(liveB!, (r) => r.status === 'ready')]);
    await when(a.status, (s) => s.leader || b.status.snapshot.leader);
    expect([a, b].filter((crm) => crm.status.snapshot.leader)).to.have.length(1);

    const gate = backend.faults.hold('push');
    const [one, two] = [a.accounts.update('a00001', { name: 'From A' }), b.accounts.update('a00002', { name: 'From B' })];
    for (const live of [liveA!, liveB!]) await when(live, (r) => r.rows[0]?.name === 'From A' && r.rows[1]?.name === 'From B');
    gate.release();
    await Promise.all([one.synced, two.synced]);
    for (const crm of [a, b]) await when(crm.status, (s) => s.waiting === 0);
    expect(backend.row('account', 'a00001')!['name']).to.equal('From A');
    expect(backend.row('account', 'a00002')!['name']).to.equal('From B');
    expect(backend.rows('historyEntry').filter((h) => h['table'] === 'account')).to.have.length(2);
    for (const s of subscriptions) s.unsubscribe();
  });

  it('hands the lead on when the leading tab goes', async () => {
    const a = tab();
    await when(a.status, (s) => s.leader);
    const b = tab();
    await when(b.accounts.query({ limit: 1 }), (r) => r.rows.length === 1);
    backend.faults.offline();
    const change = a.accounts.update('a00003', { name: 'Left behind' });
    await change.durable;
    await when(b.status, (s) => s.waiting === 1);
    await a.close();
    await when(b.status, (s) => s.leader);
    backend.faults.online();
    b.retry();
    await when(b.status, (s) => s.waiting === 0);
    expect(backend.row('account', 'a00003')!['name']).to.equal('Left behind');
  });

  it('keeps each user’s rows apart and deletes them on wipe', async () => {
    const first = tab();
    await when(first.accounts.query({ limit: 1 }), (r) => r.status === 'ready');
    backend.faults.offline();
    await first.accounts.update('a00004', { name: 'Unsent' }).durable;
    let refused: unknown;
    await first.close({ wipe: true }).catch((error: unknown) => (refused = error));
    expect(refused).to.be.instanceOf(UnsyncedChangesError);
    expect((refused as UnsyncedChangesError).count).to.equal(1);
    await first.close({ wipe: 'discard' });
    const databases = await indexedDB.databases();
    expect(databases.filter((d) => d.name!.startsWith('vinculo:memory'))).to.have.length(0);
  });
});
