import { expect } from '@open-wc/testing';
import { createClient, type Vinculo } from '@vinculo/sdk';
import { localAdapter } from './index.ts';

describe('a client without any server, on disk', () => {
  let crm: Vinculo;
  const open = (): Vinculo => (crm = createClient({ adapter: localAdapter({ name: 'disk-test' }), cache: 'disk' }));

  afterEach(() => crm.close({ wipe: 'discard' }));

  it('has its rows, its moves and its history after a reload', async () => {
    open();
    const [pipeline, first, second] = crm.batch(() => {
      const p = crm.pipelines.create({ name: 'Sales', table: 'deal' });
      crm.stages.create({ name: 'Qualify', pipelineId: p.id, category: 'open' });
      crm.stages.create({ name: 'Won', pipelineId: p.id, category: 'won' });
    });
    await second!.synced;
    const deal = crm.deals.create({ name: '冷柜', pipelineId: pipeline!.id, stageId: first!.id });
    await deal.synced;
    await crm.deals.update(deal.id, { stageId: second!.id }).synced;
    await crm.history.query({ where: { recordId: deal.id } }).once();
    await crm.close();

    open();
    const deals = await crm.deals.query().once();
    expect(deals.rows.map((d) => [d.name, d.stageId])).to.deep.equal([['冷柜', second!.id]]);
    const history = await crm.history.query({ where: { recordId: deal.id }, orderBy: ['at'] }).once();
    expect(history.rows).to.have.length(2);
    const moves = await crm.stageChanges.query({ where: { recordId: deal.id } }).once();
    expect(crm.outbox.snapshot, 'nothing that was confirmed waits again').to.deep.equal([]);
    expect(moves.rows.some((m) => m.toStageId === second!.id)).to.equal(true);
  });

  it('has its files after a reload', async () => {
    open();
    const blobId = await crm.upload(new Blob(['the display'], { type: 'text/plain' }), 'E4.txt');
    await crm.attachments.create({ id: 'a', table: 'ticket', recordId: 't', name: 'E4.txt', blobId }).synced;
    await crm.close();

    open();
    const { rows } = await crm.attachments.query({ where: { recordId: 't' } }).once();
    const file = await crm.download(rows[0]!.blobId);
    expect([file.type, await file.text()]).to.deep.equal(['text/plain', 'the display']);
  });

  it('has its rows after a reload on a page over plain http, which browsers give neither randomUUID() nor locks', async () => {
    const missing = [[crypto, 'randomUUID'], [navigator, 'locks']] as const;
    for (const [object, name] of missing) Object.defineProperty(object, name, { value: undefined, configurable: true });
    try {
      open();
      await crm.accounts.create({ name: 'Acme' }).durable;
      await crm.close();

      open();
      expect((await crm.accounts.query().once()).rows.map(({ name }) => name)).to.deep.equal(['Acme']);
      expect(crm.status.snapshot.storage?.code).to.be.oneOf([undefined, 'not_persistent']);
    } finally {
      // What the browser has stands behind it, on the prototype.
      for (const [object, name] of missing) Reflect.deleteProperty(object, name);
    }
  });
});
