import { expect } from '@open-wc/testing';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { createClient, type Vinculo } from '../index.ts';
import type { Adapter } from '../adapter/index.ts';
import { memoryBackend } from '../testing/index.ts';

const when = <T>(live: Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));

describe('a file that is attached without a network', () => {
  const open: Vinculo[] = [];
  const client = (adapter: Adapter): Vinculo => {
    const crm = createClient({ adapter, cache: 'disk' });
    open.push(crm);
    return crm;
  };

  afterEach(async () => {
    for (const crm of open.splice(0)) await crm.close({ wipe: 'discard' }).catch(() => {});
  });

  it('is there after a reload, byte by byte, and reaches the backend under its id', async () => {
    const backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], ticket: [{ id: 't', subject: 'Display' }] } });
    const adapter = backend.adapter('ana');
    const first = client(adapter);
    await when(first.status, (s) => s.connection === 'online');
    backend.faults.offline();
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const blobId = await first.upload(new File([bytes], 'E4.png', { type: 'image/png' }), 'E4.png');
    await first.attachments.create({ id: 'a', table: 'ticket', recordId: 't', name: 'E4.png', blobId }).durable;
    await first.close();

    const later = client(adapter);
    const kept = await later.download(blobId);
    expect(kept.type).to.equal('image/png');
    expect(new Uint8Array(await kept.arrayBuffer())).to.eql(bytes);
    await when(later.outbox, (entries) => entries.length === 1);
    backend.faults.online();
    later.retry();
    await when(later.outbox, (entries) => entries.length === 0);
    const stored = backend.blobs.get(String(backend.row('attachment', 'a')!['blobId']));
    expect(stored?.type).to.equal('image/png');
    expect(new Uint8Array(await stored!.arrayBuffer())).to.eql(bytes);
    expect(new Uint8Array(await (await later.download(blobId)).arrayBuffer())).to.eql(bytes);
    await later.close({ wipe: true });
  });
});
