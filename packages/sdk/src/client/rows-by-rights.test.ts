import 'fake-indexeddb/auto';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { createClient, type Vinculo } from '../index.ts';
import { memoryBackend } from '../testing/index.ts';

const seed = {
  user: [{ id: 'ana', name: 'Ana' }],
  account: [{ id: 'acme', name: 'Acme', industry: 'Steel', status: 'old' }, { id: 'beta', name: 'Beta', industry: 'Food', status: 'new' }],
};

let open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.map((crm) => crm.close({ wipe: 'discard' })));
  open = [];
});

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

describe.each(['none', 'memory', 'disk'] as const)('what may be seen of a record changes and its version does not, cache %s', (cache) => {
  const start = (): { backend: ReturnType<typeof memoryBackend>; crm: Vinculo } => {
    const backend = memoryBackend({ seed });
    const crm = createClient({ adapter: backend.adapter('ana'), cache });
    open.push(crm);
    return { backend, crm };
  };

  it('takes fields that are hidden now from an open page', async () => {
    const { backend, crm } = start();
    const live = crm.accounts.query({ orderBy: ['id'] });
    live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready' && r.rows[0]?.industry === 'Steel');
    backend.restrict('account', { fields: { industry: 'hidden' } });
    backend.faults.expire();
    crm.retry();
    const { rows } = await when(live, (r) => r.rows.length === 2 && r.rows.every((row) => row.industry === undefined));
    expect(rows.map((row) => row.status)).toEqual(['old', 'new']);
    expect((await crm.accounts.get('acme'))?.industry).toBeUndefined();
  });

  it('shows fields that may be seen from now on', async () => {
    const { backend, crm } = start();
    backend.restrict('account', { fields: { industry: 'hidden' } });
    const live = crm.accounts.query({ orderBy: ['id'] });
    live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready' && r.rows.length === 2);
    expect(live.snapshot.rows[0]?.industry).toBeUndefined();
    backend.restrict('account', null);
    backend.faults.expire();
    crm.retry();
    await when(live, (r) => r.rows[0]?.industry === 'Steel' && r.rows[1]?.industry === 'Food');
  });

  it('keeps an own change that waits over the row that comes again', async () => {
    const { backend, crm } = start();
    const live = crm.accounts.query({ orderBy: ['id'] });
    live.subscribe(() => {});
    await when(live, (r) => r.status === 'ready' && r.rows.length === 2);
    const gate = backend.faults.hold('push');
    crm.accounts.update('acme', { status: 'mine' });
    backend.restrict('account', { fields: { industry: 'hidden' } });
    backend.faults.expire();
    crm.retry();
    await when(live, (r) => r.rows.length === 2 && r.rows[0]?.industry === undefined);
    expect(live.snapshot.rows[0]?.status).toBe('mine');
    gate.release();
  });
});
