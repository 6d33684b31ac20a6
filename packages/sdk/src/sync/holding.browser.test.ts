import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { clientOver } from '../client/create-client.ts';
import type { Vinculo } from '../index.ts';
import { entityNamed } from '../schema/index.ts';
import { Engine } from './engine.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));
const link = entityNamed('activityLink')!;
const seedLink = (i: number, parts: number): Record<string, unknown> & { id: string } => ({ id: `l${String(i).padStart(5, '0')}`, activityId: `act${i}`, table: 'contact', recordId: `c${i % parts}`, role: 'to', at: '2026-01-01T00:00:00.000Z', kind: 'note', open: false });

describe('rows of a backend that answers no queries, on disk', () => {
  let backend: MemoryBackend;
  let open: { readonly engine: Engine; readonly crm: Vinculo }[];

  const tab = (): { readonly engine: Engine; readonly crm: Vinculo } => {
    const adapter = backend.adapter('ana');
    const engine = new Engine(adapter, 'disk');
    const made = { engine, crm: clientOver(engine, adapter) };
    open.push(made);
    return made;
  };

  const setUp = (links: number, parts: number): void => {
    backend = memoryBackend({
      capabilities: { query: false, aggregate: false },
      seed: { user: [{ id: 'ana', name: 'Ana' }], activityLink: Array.from({ length: links }, (_, i) => seedLink(i, parts)) },
    });
    open = [];
  };

  afterEach(async () => {
    for (const { crm } of open) await crm.close({ wipe: 'discard' }).catch(() => {});
  });

  it('are in memory by the parts that are looked at, and up to date in each', async () => {
    setUp(2500, 500);
    const { engine, crm } = tab();
    const seven = crm.activityLinks.query({ where: { recordId: 'c7' }, orderBy: ['id'] });
    const subscription = seven.subscribe(() => {});
    expect((await when(seven, (r) => r.status === 'ready')).rows.map((r) => r.id)).to.eql(['l00007', 'l00507', 'l01007', 'l01507', 'l02007']);
    expect([...engine.store.table(link).confirmedIds()]).to.have.length(5);
    expect(engine.store.table(link).whole).to.equal(false);

    backend.update('activityLink', 'l00008', { recordId: 'c7' });
    backend.update('activityLink', 'l00009', { role: 'cc' });
    backend.remove('activityLink', 'l00007');
    await when(seven, (r) => r.rows.map((x) => x.id).join() === 'l00008,l00507,l01007,l01507,l02007');
    const nine = await crm.activityLinks.query({ where: { recordId: 'c9' }, orderBy: ['id'] }).once();
    expect(nine.rows[0]!.role).to.equal('cc');
    expect((await crm.activityLinks.query({ where: { recordId: 'c8' } }).once()).total).to.equal(4);

    const all = await crm.activityLinks.query().once();
    expect(all.total).to.equal(2499);
    subscription.unsubscribe();
  });

  it('are shown from disk when a page starts offline, one part at a time', async () => {
    setUp(1500, 500);
    const first = tab();
    await first.crm.activityLinks.query({ where: { recordId: 'c1' } }).once();
    await first.crm.close();
    backend.faults.offline();
    const second = tab();
    const result = await when(second.crm.activityLinks.query({ where: { recordId: 'c2' } }), (r) => r.rows.length > 0);
    expect([result.status, result.total]).to.eql(['stale', 3]);
    expect([...second.engine.store.table(link).confirmedIds()]).to.have.length(3);
  });

  it('of an epoch that ended stand until those of the new one are complete', async () => {
    setUp(2500, 500);
    const { crm } = tab();
    const live = crm.activityLinks.query({ where: { recordId: 'c7' }, orderBy: ['id'] });
    const totals: number[] = [];
    const subscription = live.subscribe((r) => totals.push(r.total!));
    await when(live, (r) => r.status === 'ready');
    backend.faults.offline();
    backend.remove('activityLink', 'l00507');
    backend.faults.expire();
    backend.update('activityLink', 'l00008', { recordId: 'c7' });
    totals.length = 0;
    backend.faults.online();
    crm.retry();
    await when(live, (r) => r.rows.map((x) => x.id).join() === 'l00007,l00008,l01007,l01507,l02007');
    expect(Math.min(...totals)).to.be.at.least(4);
    expect((await crm.activityLinks.query({ where: { recordId: 'c8' } }).once()).total).to.equal(4);
    subscription.unsubscribe();
  });

  it('come to be those of the backend in every tab and part, whatever happens meanwhile', async function () {
    this.timeout(60_000);
    const row = fc.integer({ min: 0, max: 11 });
    const part = fc.integer({ min: 0, max: 2 });
    const step = fc.oneof(
      fc.record({ do: fc.constant('move' as const), row, part }),
      fc.record({ do: fc.constant('mine' as const), tab: fc.nat(1), row, value: fc.constantFrom('to' as const, 'cc' as const, 'from' as const) }),
      fc.record({ do: fc.constant('remove' as const), row }),
      fc.record({ do: fc.constant('add' as const), part }),
      fc.record({ do: fc.constant('look' as const), tab: fc.nat(1), part }),
      fc.record({ do: fc.constant('leave' as const), tab: fc.nat(1), part }),
      fc.constantFrom({ do: 'offline' as const }, { do: 'online' as const }, { do: 'expire' as const }, { do: 'pause' as const }),
    );
    let added = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      setUp(12, 3);
      const tabs = [tab(), tab()];
      const looking = tabs.map(() => new Map<number, { unsubscribe(): void }>());
      const query = (t: number, p: number): ReturnType<Vinculo['activityLinks']['query']> => tabs[t]!.crm.activityLinks.query({ where: { recordId: `c${p}` }, orderBy: ['id'] });
      const id = (n: number): string => `l${String(n).padStart(5, '0')}`;
      for (const s of steps) {
        const there = 'row' in s && backend.row('activityLink', id(s.row)) !== undefined;
        if (s.do === 'move' && there) backend.update('activityLink', id(s.row), { recordId: `c${s.part}` });
        else if (s.do === 'mine' && there) tabs[s.tab]!.crm.activityLinks.update(id(s.row), { role: s.value }).synced.catch(() => {});
        else if (s.do === 'remove' && there) backend.remove('activityLink', id(s.row));
        else if (s.do === 'add') backend.write('activityLink', { ...seedLink(0, 1), id: `n${added++}`, recordId: `c${s.part}` });
        else if (s.do === 'look' && !looking[s.tab]!.has(s.part)) looking[s.tab]!.set(s.part, query(s.tab, s.part).subscribe(() => {}));
        else if (s.do === 'leave') {
          looking[s.tab]!.get(s.part)?.unsubscribe();
          looking[s.tab]!.delete(s.part);
        } else if (s.do === 'offline') backend.faults.offline();
        else if (s.do === 'online') backend.faults.online();
        else if (s.do === 'expire') backend.faults.expire();
        else if (s.do === 'pause') await new Promise((resolve) => setTimeout(resolve, 20));
      }
      backend.faults.online();
      for (const { crm } of tabs) {
        crm.retry();
        await when(crm.status, (x) => x.connection === 'online' && x.waiting === 0);
      }
      for (const t of [0, 1]) {
        for (const p of [0, 1, 2]) {
          const truth = backend.rows('activityLink').filter((r) => r['recordId'] === `c${p}`).map((r) => `${r.id} ${r.version}`).sort().join();
          const versions = (r: { readonly rows: readonly { readonly id: string; readonly version?: string }[] }): string => r.rows.map((x) => `${x.id} ${x.version}`).sort().join();
          const live = query(t, p);
          const found = await Promise.race([when(live, (r) => versions(r) === truth).then(versions), new Promise((resolve) => setTimeout(() => resolve(`${live.snapshot.status} ${versions(live.snapshot)}`), 3000))]);
          expect(found, `tab ${t} part ${p}`).to.equal(truth);
        }
      }
      for (const map of looking) for (const s of map.values()) s.unsubscribe();
      for (const { crm } of tabs) await crm.close({ wipe: 'discard' });
    }), { numRuns: 25, endOnFailure: true, includeErrorInReport: true });
  });
});
