import { expect } from '@open-wc/testing';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { createClient, type Vinculo } from '../index.ts';
import type { Adapter } from '../adapter/index.ts';
import { memoryBackend } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

describe('what became of a change, on disk', () => {
  const open: Vinculo[] = [];
  const client = (adapter: Adapter): Vinculo => {
    const crm = createClient({ adapter, cache: 'disk' });
    open.push(crm);
    crm.accounts.query().subscribe(() => {});
    return crm;
  };

  afterEach(async () => {
    for (const crm of open.splice(0)) await crm.close({ wipe: 'discard' }).catch(() => {});
  });

  it('is the newest state of its record, also when a pull that began before it ends while it is sent', async () => {
    const backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: [{ id: 'a', name: 'Hanseatic', industry: 'Fish', status: 'new' }] } });
    const adapter = backend.adapter('ana');
    const crm = client(adapter);
    await when(crm.accounts.query(), (r) => r.status === 'ready');

    const pulled = backend.faults.hold('pull', { answers: true });
    const pushed = backend.faults.hold('push', { answers: true });
    backend.update('account', 'a', { status: 'seen' });
    await pulled.arrived();
    const change = crm.accounts.update('a', { industry: 'Refrigeration' });
    await pushed.arrived();
    pulled.step();
    await when(crm.accounts.query(), (r) => r.rows[0]?.status === 'seen');
    pushed.release();
    await change.synced;
    pulled.release();
    backend.write('account', { id: 'b', name: 'Gulf' });
    await when(crm.accounts.query(), (r) => r.total === 2);
    await crm.close();

    backend.faults.offline();
    const later = client(adapter);
    const { rows } = await when(later.accounts.query(), (r) => r.rows.length === 2);
    expect(rows.find((r) => r.id === 'a')).to.eql(backend.row('account', 'a'));
  });
});
