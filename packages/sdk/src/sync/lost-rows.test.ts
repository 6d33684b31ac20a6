import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { filter, firstValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClientOptions, createClient, type OutboxEntry, type Vinculo } from '../index.ts';
import { type MemoryBackend, memoryBackend } from '../testing/index.ts';

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close({ wipe: 'discard' })));
});

let now = Date.parse('2026-11-22T08:00:00Z');

function setUp(): MemoryBackend {
  return memoryBackend({
    now: () => (now += 1000),
    seed: {
      user: [{ id: 'ana', name: 'Ana' }],
      account: [{ id: 'acme', name: 'Acme' }, { id: 'beta', name: 'Beta', industry: 'Food' }, { id: 'gone', name: 'Gone' }],
      contact: [{ id: 'li', name: 'Li Na' }],
    },
  });
}

async function client(backend: MemoryBackend, cache: NonNullable<ClientOptions['cache']>): Promise<Vinculo> {
  const crm = createClient({ adapter: backend.adapter('ana'), cache });
  open.push(crm);
  crm.accounts.query().subscribe(() => {});
  crm.contacts.query().subscribe(() => {});
  await Promise.all([crm.accounts.query().once(), crm.contacts.query().once()]);
  return crm;
}

const lost = (list: readonly OutboxEntry[]): readonly OutboxEntry[] => list.filter((e) => e.reason?.code === 'restored');
const byText = (a: string, b: string): number => (a < b ? -1 : 1);
/** What accounts say, one text each. */
const said = (rows: readonly { readonly id: string; readonly name?: unknown; readonly industry?: unknown }[]): readonly string[] => rows.map((row) => [row.id, row.name, row.industry ?? ''].join(' ')).sort(byText);
const settled = (crm: Vinculo): Promise<unknown> => firstValueFrom(crm.status.pipe(filter((s) => s.waiting === 0 && s.connection === 'online')));

describe.each(['memory', 'disk'] as const)('what a restored backend lacks, with the cache in %s', (cache) => {
  it('is sent again whole in the moment in which it is listed, while the rows from before the restore still show', async () => {
    const backend = setUp();
    const crm = await client(backend, cache);
    const restore = backend.backup();
    await crm.accounts.update('beta', { industry: 'Freight' }).synced;
    crm.outbox.subscribe((entries) => { for (const entry of lost(entries)) if (entry.state === 'conflict') entry.retry(); });
    restore();
    await expect.poll(() => backend.row('account', 'beta')!['industry']).toBe('Freight');
    await settled(crm);
    expect(said(crm.accounts.query().snapshot.rows)).toContain('beta Beta Freight');
  });

  it('is listed, no more and no less, and sent again or discarded', async () => {
    const backend = setUp();
    const crm = await client(backend, cache);
    const restore = backend.backup();
    await crm.accounts.create({ id: 'new', name: 'New', industry: 'Cold storage' }).synced;
    await crm.contacts.create({ id: 'wu', name: 'Wu', accountId: 'new' }).synced;
    await crm.accounts.update('beta', { industry: 'Freight' }).synced;
    backend.update('account', 'acme', { website: 'https://acme.example' });
    backend.remove('account', 'gone');
    await firstValueFrom(crm.accounts.query({ where: { id: 'gone' } }).pipe(filter((r) => r.total === 0)));
    restore();

    const list = await firstValueFrom(crm.outbox.pipe(filter((entries) => lost(entries).length >= 4)));
    expect(list.map((e) => [e.change.table, e.change.id, e.change.op, e.state].join(' ')).sort(byText)).toEqual([
      'account acme update conflict', 'account beta update conflict', 'account new create refused', 'contact wu create refused',
    ]);
    const of = (id: string): OutboxEntry => crm.outbox.snapshot.find((e) => e.change.id === id)!;
    expect(of('new').change.patch).toMatchObject({ name: 'New', industry: 'Cold storage' });
    expect(of('beta').fields).toEqual([{ field: 'industry', base: 'Food', mine: 'Freight', theirs: 'Food' }]);
    expect(crm.status.snapshot).toMatchObject({ parked: 4, waiting: 0 });
    // The record shows what the backend has.
    await firstValueFrom(crm.accounts.query().pipe(filter((r) => r.status === 'ready' && r.rows.map((x) => x.name).sort(byText).join() === 'Acme,Beta,Gone')));

    of('acme').discard();
    for (const id of ['wu', 'new', 'beta']) of(id).retry();
    await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length === 0)));
    expect(backend.row('account', 'new')).toMatchObject({ name: 'New', industry: 'Cold storage' });
    expect(backend.row('contact', 'wu')).toMatchObject({ name: 'Wu', accountId: 'new' });
    expect(backend.row('account', 'beta')).toMatchObject({ name: 'Beta', industry: 'Freight' });
    expect(backend.row('account', 'acme')).not.toHaveProperty('website');
  });

  it('is told of once, also where the connection breaks while it is looked for', async () => {
    const backend = setUp();
    const crm = await client(backend, cache);
    const restore = backend.backup();
    await crm.accounts.create({ id: 'new', name: 'New' }).synced;
    const gate = backend.faults.hold('get');
    restore();
    await gate.arrived();
    backend.faults.offline();
    gate.release();
    await firstValueFrom(crm.status.pipe(filter((s) => s.connection === 'offline')));
    backend.faults.online();
    crm.retry();
    await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length > 0)));
    await firstValueFrom(crm.accounts.query().pipe(filter((r) => r.status === 'ready' && !r.rows.some((x) => x.id === 'new'))));
    backend.faults.expire();
    backend.update('account', 'acme', { website: 'https://acme.example' });
    await firstValueFrom(crm.accounts.query({ where: { website: 'https://acme.example' } }).pipe(filter((r) => r.total === 1 && r.status === 'ready')));
    expect(crm.outbox.snapshot.map((e) => e.change.id)).toEqual(['new']);
  });

  it('is told also of a record that what waited is about, and of which an answer came before the pulls', async () => {
    const backend = setUp();
    const crm = await client(backend, cache);
    const restore = backend.backup();
    await crm.accounts.update('beta', { industry: 'Freight' }).synced;
    await crm.accounts.create({ id: 'new', name: 'New' }).synced;
    backend.faults.offline();
    restore();
    crm.accounts.update('beta', { name: 'Beta 2' });
    crm.accounts.update('new', { name: 'Newer' });
    const gate = backend.faults.hold('pull');
    backend.faults.online();
    crm.retry();
    await firstValueFrom(crm.status.pipe(filter((s) => s.waiting === 0)));
    gate.release();
    await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length === 3)));
    expect(crm.outbox.snapshot.map((e) => [e.change.id, e.change.op, e.reason?.code, e.fields?.map((f) => `${f.field} ${String(f.mine)}`)].join(' ')).sort(byText)).toEqual([
      'beta update restored industry Freight', 'new create restored ', 'new update not_found ',
    ]);
    expect(backend.row('account', 'beta')).toMatchObject({ name: 'Beta 2', industry: 'Food' });
    for (const code of ['restored', 'not_found']) for (const entry of crm.outbox.snapshot) if (entry.reason?.code === code) entry.retry();
    await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length === 0)));
    expect(backend.row('account', 'beta')).toMatchObject({ name: 'Beta 2', industry: 'Freight' });
    expect(backend.row('account', 'new')).toMatchObject({ name: 'Newer' });
  });

  it('is nothing where rights changed, or cursors were too old', async () => {
    const backend = setUp();
    const crm = await client(backend, cache);
    backend.backup();
    await crm.accounts.create({ id: 'new', name: 'New' }).synced;
    backend.hide('ana', 'account', { id: 'new' });
    backend.faults.expire();
    await firstValueFrom(crm.accounts.query().pipe(filter((r) => r.status === 'ready' && !r.rows.some((x) => x.id === 'new'))));
    expect(crm.outbox.snapshot).toEqual([]);
  });

  it('is no one who was erased', async () => {
    const backend = setUp();
    const crm = await client(backend, cache);
    const restore = backend.backup();
    backend.update('contact', 'li', { name: '', erasedAt: '2026-11-22T09:00:00.000Z' });
    backend.update('account', 'beta', { name: 'Beta 2' });
    await firstValueFrom(crm.contacts.query().pipe(filter((r) => r.rows.some((x) => x.name === ''))));
    restore();
    await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length > 0)));
    await firstValueFrom(crm.contacts.query().pipe(filter((r) => r.status === 'ready' && r.rows.some((x) => x.name === 'Li Na'))));
    expect(crm.outbox.snapshot.map((e) => e.change.id)).toEqual(['beta']);
  });
});

it('comes back whole when all of it is sent again, whatever was done', async () => {
  const step = fc.oneof(
    fc.record({ what: fc.constant('create' as const), id: fc.nat(5), name: fc.constantFrom('A', 'B', 'C') }),
    fc.record({ what: fc.constant('mine' as const), id: fc.nat(5), name: fc.constantFrom('D', 'E', 'F') }),
    fc.record({ what: fc.constant('theirs' as const), id: fc.nat(5), name: fc.constantFrom('G', 'H') }),
  );
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 6 }), fc.array(step, { maxLength: 12 }), async (before, after) => {
    const backend = setUp();
    const crm = await client(backend, 'memory');
    const doAll = async (steps: typeof before): Promise<void> => {
      for (const { what, id, name } of steps) {
        const row = backend.row('account', `a${id}`);
        if (what === 'create' && !row) await crm.accounts.create({ id: `a${id}`, name }).synced;
        if (what === 'mine' && row) await crm.accounts.update(row.id, { name }).synced;
        if (what === 'theirs' && row) backend.update('account', row.id, { industry: name });
      }
    };
    await doAll(before);
    const restore = backend.backup();
    const kept = said(backend.rows('account'));
    await doAll(after);
    const all = said(backend.rows('account'));
    await firstValueFrom(crm.accounts.query().pipe(filter((r) => r.status === 'ready' && said(r.rows).join() === all.join())));
    restore();
    const differ = all.filter((row) => !kept.includes(row));
    await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length >= differ.length)));
    await firstValueFrom(crm.accounts.query().pipe(filter((r) => r.status === 'ready' && said(r.rows).join() === kept.join())));
    expect(crm.outbox.snapshot).toHaveLength(differ.length);
    for (const entry of crm.outbox.snapshot) entry.retry();
    await settled(crm);
    expect(said(backend.rows('account'))).toEqual(all);
    await crm.close({ wipe: 'discard' });
  }), { numRuns: 40 });
});

it('is told also of the last millisecond before the backup, and nothing of what was changed there since', async () => {
  let clock = Date.parse('2026-11-22T08:00:00Z');
  const backend = memoryBackend({ now: () => clock, seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'acme', name: 'Acme' }, { id: 'beta', name: 'Beta' }] } });
  const crm = await client(backend, 'memory');
  const restore = backend.backup();
  await crm.accounts.create({ id: 'new', name: 'New' }).synced;
  backend.faults.offline();
  restore();
  clock += 1000;
  backend.update('account', 'acme', { name: 'Acme 2' });
  backend.faults.online();
  crm.retry();
  await firstValueFrom(crm.accounts.query().pipe(filter((r) => r.status === 'ready' && r.rows.map((x) => x.name).sort(byText).join() === 'Acme 2,Beta')));
  expect(crm.outbox.snapshot.map((e) => `${e.change.id} ${e.change.op} ${e.reason?.code}`)).toEqual(['new create restored']);
});

it('can be sent again by who may not write all of it', async () => {
  const backend = setUp();
  backend.restrict('account', { fields: { ownerId: 'read', industry: 'masked' } });
  const crm = await client(backend, 'memory');
  const restore = backend.backup();
  backend.write('account', { id: 'new', name: 'New', ownerId: 'ana', industry: '••••food' });
  backend.update('account', 'acme', { ownerId: 'ana', website: 'https://acme.example' });
  await firstValueFrom(crm.accounts.query().pipe(filter((r) => r.rows.some((x) => x.id === 'new') && r.rows.some((x) => x.ownerId === 'ana' && x.id === 'acme'))));
  restore();
  await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length === 2)));
  for (const entry of crm.outbox.snapshot) entry.retry();
  await firstValueFrom(crm.outbox.pipe(filter((entries) => entries.length === 0)));
  expect(backend.row('account', 'new')).toMatchObject({ name: 'New' });
  expect(backend.row('account', 'acme')).toMatchObject({ website: 'https://acme.example' });
});
