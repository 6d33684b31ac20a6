import { expect, waitUntil } from '@open-wc/testing';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { createClient, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));
const seedAccount = (i: number): Record<string, unknown> & { id: string } => ({ id: `a${String(i).padStart(4, '0')}`, name: `Account ${i}`, ownerId: i % 10 === 0 ? 'ana' : 'bob' });
const seedLink = (i: number): Record<string, unknown> & { id: string } => ({ id: `l${String(i).padStart(4, '0')}`, activityId: `act${i}`, table: 'contact', recordId: `c${i % 50}`, role: 'to', at: i % 4 === 0 ? '2026-01-01T00:00:00.000Z' : '2020-01-01T00:00:00.000Z', kind: 'note', open: false });

for (const partial of [true, false]) {
  describe(`a part of a table on disk, of a backend that ${partial ? 'gives parts' : 'gives whole tables'}`, () => {
    let backend: MemoryBackend;
    let open: Vinculo[];

    const tab = (ownerId: string): Vinculo => {
      const crm = createClient({ adapter: backend.adapter('ana'), cache: 'disk', scopes: { accounts: { ownerId }, activityLinks: { at: { gte: '2025-01-01T00:00:00.000Z' } } } });
      open.push(crm);
      return crm;
    };
    const onDisk = (crm: Vinculo, rows: number): Promise<void> => waitUntil(async () => {
      const found = (await crm.debug.report()).tables.find((t) => t.table === 'account')?.disk;
      return found !== undefined && found.whole && found.rows + found.beside === rows;
    }, 'the disk holds what the scope says');

    beforeEach(() => {
      open = [];
      backend = memoryBackend({
        capabilities: { partial },
        seed: { user: [{ id: 'ana', name: 'Ana' }], account: Array.from({ length: 1200 }, (_, i) => seedAccount(i)), activityLink: Array.from({ length: 1200 }, (_, i) => seedLink(i)) },
      });
    });
    afterEach(async () => {
      for (const crm of open) await crm.close({ wipe: 'discard' }).catch(() => {});
    });

    it('is shown without a network as it was left, with what waits over it', async () => {
      const first = tab('ana');
      const mine = first.accounts.query({ where: { ownerId: 'ana' } });
      const listening = mine.subscribe(() => {});
      expect((await when(mine, (r) => r.complete === true)).total).to.equal(120);
      await onDisk(first, 120);
      backend.update('account', 'a0000', { ownerId: 'bob' });
      backend.update('account', 'a0001', { ownerId: 'ana' });
      await when(mine, (r) => r.rows.some((x) => x.id === 'a0001') && !r.rows.some((x) => x.id === 'a0000'));
      await first.accounts.update('a0010', { ownerId: 'bob' }).synced;
      listening.unsubscribe();
      backend.faults.offline();
      await first.accounts.update('a0020', { ownerId: 'bob' }).durable;
      await first.close();

      const second = tab('ana');
      const again = await when(second.accounts.query({ where: { ownerId: 'ana' }, orderBy: ['id'] }), (r) => r.status === 'stale' && r.total === 118 && !r.rows.some((x) => x.id === 'a0020'));
      expect([again.complete, again.rows[0]!.id]).to.eql(['unknown', 'a0001']);
      backend.faults.online();
      await when(second.status, (s) => s.waiting === 0 && s.connection === 'online');
      expect(backend.row('account', 'a0020')!['ownerId']).to.equal('bob');
    });

    it('is read anew beside the old one when the scope is another one', async () => {
      const first = tab('ana');
      await first.accounts.query({ where: { ownerId: 'ana' } }).once();
      await first.close();
      const gate = backend.faults.hold('pull');
      const second = tab('bob');
      const theirs = second.accounts.query({ where: { ownerId: 'bob' } });
      const listening = theirs.subscribe(() => {});
      await gate.arrived();
      expect(theirs.snapshot.complete).to.equal('unknown');
      gate.release();
      expect((await when(theirs, (r) => r.complete === true)).total).to.equal(1080);
      expect((await second.accounts.query({ where: { ownerId: 'ana' } }).once()).total).to.equal(120);
      listening.unsubscribe();
    });

    it('of a table that grows without bound is in memory by the parts that are looked at', async () => {
      const crm = tab('ana');
      const where = { recordId: 'c4', at: { gte: '2025-06-01T00:00:00.000Z' } };
      const live = crm.activityLinks.query({ where });
      const listening = live.subscribe(() => {});
      const should = (): number => backend.rows('activityLink').filter((r) => r['recordId'] === 'c4' && String(r['at']) >= '2025').length;
      expect((await when(live, (r) => r.complete === true)).total).to.equal(should());
      expect(live.snapshot.asOf).to.equal(undefined);
      const held = (await crm.debug.report()).tables.find((t) => t.table === 'activityLink')!;
      expect([held.whole, held.rows]).to.eql([false, should()]);
      const all = await crm.activityLinks.query({ where: { recordId: 'c4' } }).once();
      expect([all.total, all.complete, typeof all.asOf]).to.eql([24, true, 'string']);
      const moved = live.snapshot.rows[0]!.id;
      backend.update('activityLink', moved, { at: '2019-01-01T00:00:00.000Z' });
      await when(live, (r) => r.status === 'ready' && r.total === should() && !r.rows.some((x) => x.id === moved));
      listening.unsubscribe();
    });
  });
}
