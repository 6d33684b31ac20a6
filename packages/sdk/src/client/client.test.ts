import { firstValueFrom, filter } from 'rxjs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient, type ClientOptions, ConflictError, RefusedError, type Result, UnknownTableError, UnsyncedChangesError, ValidationError, type Vinculo } from '../index.ts';
import { memoryBackend, type MemoryBackend, type MemoryBackendOptions, type Seed } from '../testing/index.ts';

const eur = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'EUR' });

const seed: Seed = {
  user: [{ id: 'ana', name: 'Ana' }, { id: 'ben', name: 'Ben' }],
  pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }],
  stage: [
    { id: 's1', pipelineId: 'p', name: 'Qualify', category: 'open', rank: 'a1' },
    { id: 's2', pipelineId: 'p', name: 'Proposal', category: 'open', rank: 'a2', requiredFields: ['expectedClose'] },
    { id: 's3', pipelineId: 'p', name: 'Won', category: 'won', rank: 'a3' },
  ],
  account: [{ id: 'acme', name: 'Acme' }, { id: 'beta', name: 'Beta 集团' }],
  deal: [
    { id: 'd1', name: 'Freezer', pipelineId: 'p', stageId: 's1', rank: 'a', accountId: 'acme', amount: eur(100_00), tags: ['cold'] },
    { id: 'd2', name: 'Chiller', pipelineId: 'p', stageId: 's1', rank: 'b', accountId: 'beta', amount: eur(50_00) },
    { id: 'd3', name: 'Pump', pipelineId: 'p', stageId: 's3', rank: 'a', accountId: 'acme', amount: { minor: 9900, currency: 'CNY' } },
  ],
};

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

function setUp(options: MemoryBackendOptions = {}): { backend: MemoryBackend; as: (user: string, more?: Partial<ClientOptions>) => Vinculo } {
  const backend = memoryBackend({ seed, ...options });
  return {
    backend,
    as: (user, more = {}) => {
      const crm = createClient({ adapter: backend.adapter(user), ...more });
      open.push(crm);
      return crm;
    },
  };
}

const when = <T>(live: { subscribe: unknown } & import('rxjs').Observable<T>, holds: (value: T) => boolean): Promise<T> => firstValueFrom(live.pipe(filter(holds)));
const names = (r: Result<{ readonly name: string }>): string[] => r.rows.map((x) => x.name);

describe('a page over plain http', () => {
  it('reads, writes and runs commands with the little cryptography that browsers give it', async () => {
    // Neither randomUUID() nor subtle.
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const { backend, as } = setUp();
    const crm = as('ana');
    expect((await crm.accounts.query().once()).total).toBe(2);
    const [first, second] = crm.batch(() => {
      crm.accounts.create({ name: 'Gamma' });
      crm.accounts.update('acme', { industry: 'Cooling' });
    });
    await Promise.all([first!.synced, second!.synced]);
    await crm.run('findDuplicates', { table: 'account', id: 'acme' });
    expect([backend.row('account', first!.id), backend.row('account', 'acme')]).toMatchObject([{ name: 'Gamma' }, { industry: 'Cooling' }]);
  });
});

for (const cache of ['memory', 'none'] as const) {
  describe(`live queries, cache ${cache}`, () => {
    it('answers with filter, order, window, total and related rows', async () => {
      const crm = setUp().as('ana', { cache });
      const live = crm.deals.query({ where: { stageId: 's1' }, orderBy: ['-rank'], limit: 1, include: ['accountId'] });
      const result = await when(live, (r) => r.status === 'ready' && r.related['account']?.size === 1);
      expect(names(result)).toEqual(['Chiller']);
      expect(result).toMatchObject({ total: 2, complete: true, status: 'ready' });
      expect(result.related['account']!.get('beta')!['name']).toBe('Beta 集团');
    });

    it('follows edits of the rows that its rows name', async () => {
      const { backend, as } = setUp();
      const live = as('ana', { cache }).deals.query({ where: { id: 'd1' }, include: ['accountId'] });
      await when(live, (r) => r.related['account']?.size === 1);
      const renamed = when(live, (r) => r.related['account']?.get('acme')?.['name'] === 'Acme Group');
      backend.update('account', 'acme', { name: 'Acme Group' });
      expect((await renamed).rows[0]!.name).toBe('Freezer');
    });

    it('follows edits of others, and keeps the snapshot the same object until then', async () => {
      const { backend, as } = setUp();
      const live = as('ana', { cache }).deals.query({ where: { stageId: 's1' }, orderBy: ['name'] });
      const seen: string[][] = [];
      const subscription = live.subscribe((r) => seen.push(names(r)));
      await live.once();
      expect(live.snapshot).toBe(live.snapshot);
      backend.update('deal', 'd3', { stageId: 's1' });
      await when(live, (r) => r.rows.length === 3);
      backend.remove('deal', 'd1');
      await when(live, (r) => r.rows.length === 2);
      expect(seen.at(-1)).toEqual(['Chiller', 'Pump']);
      subscription.unsubscribe();
    });

    it('counts and sums groups, money per currency, with own unsent changes', async () => {
      const { backend, as } = setUp();
      const crm = as('ana', { cache });
      const live = crm.deals.aggregate({ groupBy: ['stageId'], measures: { count: { op: 'count' }, sum: { op: 'sum', field: 'amount' } } });
      const first = await live.once();
      expect(first.groups).toHaveLength(2);
      expect(first.groups.find((g) => g.key['stageId'] === 's1')!.values).toEqual({ count: 2, sum: { EUR: 150_00 } });
      await crm.deals.query().once();
      const gate = backend.faults.hold('push');
      const subscription = live.subscribe(() => {});
      await live.once();
      crm.deals.update('d2', { amount: eur(70_00) });
      await when(live, (r) => JSON.stringify(r.groups.find((g) => g.key['stageId'] === 's1')?.values['sum']) === '{"EUR":17000}');
      gate.release();
      subscription.unsubscribe();
    });

    it('shows an own create at once, keeps it through confirmation and counts it once', async () => {
      const { backend, as } = setUp();
      const crm = as('ana', { cache });
      const live = crm.deals.query({ where: { stageId: 's1' }, orderBy: ['rank'] });
      const totals: (number | undefined)[] = [];
      const subscription = live.subscribe((r) => totals.push(r.total));
      await live.once();
      const pending = crm.deals.create({ name: 'Compressor', pipelineId: 'p', stageId: 's1', rank: 'c' });
      expect(names(live.snapshot)).toEqual(['Freezer', 'Chiller', 'Compressor']);
      await pending.synced;
      expect(backend.row('deal', pending.id)!['name']).toBe('Compressor');
      await when(live, (r) => r.rows.some((d) => d.version !== undefined && d.id === pending.id));
      expect(new Set(totals)).toEqual(new Set([2, 3]));
      subscription.unsubscribe();
    });
  });
}

describe('writing', () => {
  it('shows an update before the backend has it, and takes back an unsent one', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    const live = crm.deals.query({ orderBy: ['id'] });
    const subscription = live.subscribe(() => {});
    await live.once();
    backend.faults.offline();
    const change = crm.deals.update('d1', { name: 'Deep freezer' });
    expect(live.snapshot.rows[0]!.name).toBe('Deep freezer');
    await when(crm.status, (s) => s.connection === 'offline' && s.waiting === 1);
    change.undo();
    expect(live.snapshot.rows[0]!.name).toBe('Freezer');
    await when(crm.status, (s) => s.waiting === 0);
    await expect(change.synced).rejects.toMatchObject({ code: 'discarded' });
    backend.faults.online();
    subscription.unsubscribe();
  });

  it('sends nothing that was taken back, whatever it was about to do', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    await crm.contacts.query().once();
    for (let steps = 0; steps < 12; steps++) {
      backend.faults.offline();
      const contact = crm.contacts.create({ name: `Taken back after ${steps}` });
      await when(crm.status, (s) => s.connection === 'offline');
      await when(crm.outbox, ([first]) => first?.state === 'waiting');
      backend.faults.online();
      crm.retry();
      for (let i = 0; i < steps; i++) await Promise.resolve();
      const entry = crm.outbox.snapshot.find((e) => e.change.id === contact.id);
      const isTakenBack = entry?.state === 'waiting';
      if (isTakenBack) entry.discard();
      await contact.synced.catch(() => {});
      await when(crm.status, (s) => s.waiting === 0);
      expect(backend.row('contact', contact.id) === undefined, `after ${steps} steps`).toBe(isTakenBack);
    }
  });

  it('answers a sent change by its opposite', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    await crm.deals.query().once();
    const change = crm.deals.update('d1', { probability: 40 });
    await change.synced;
    await change.undo()!.synced;
    expect(backend.row('deal', 'd1')!['probability'] ?? null).toBeNull();
  });

  it('names each field that does not fit, and stores nothing', () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    expect(() => crm.deals.create({ name: '', pipelineId: 'p', stageId: 's1', amount: { minor: 0.5, currency: 'EUR' } })).toThrow(ValidationError);
    // @ts-expect-error a misspelt field does not compile
    expect(() => crm.deals.update('d1', { nmae: 'x' })).toThrow(/no field “nmae”/);
    expect(() => crm.collection('dael')).toThrow(UnknownTableError);
    expect(backend.faults.calls.some((c) => c.method === 'push')).toBe(false);
  });

  it('sends a contact before the deal that names it, both made offline, once each', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    await crm.deals.query().once();
    backend.faults.offline();
    const contact = crm.contacts.create({ name: '王晓慧' });
    const deal = crm.deals.create({ name: 'Line', pipelineId: 'p', stageId: 's1', contactId: contact.id });
    crm.deals.update(deal.id, { name: 'Line 2' });
    await when(crm.status, (s) => s.connection === 'offline' && s.waiting === 3);
    backend.faults.online();
    crm.retry();
    await deal.synced;
    await when(crm.status, (s) => s.waiting === 0);
    expect(backend.row('deal', deal.id)).toMatchObject({ name: 'Line 2', contactId: contact.id });
    const order = backend.faults.calls.filter((c) => c.method === 'push').flatMap((c) => c.changes!.map((x) => `${x.op} ${x.table}`));
    expect(order.slice(-3)).toEqual(['create contact', 'create deal', 'update deal']);
    expect(backend.rows('contact')).toHaveLength(1);
  });

  it('applies a change once when its answer was lost', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    await crm.deals.query().once();
    backend.faults.loseNextAnswer();
    const note = crm.activities.create({ kind: 'note', subject: 'Hello', at: '2026-11-22T10:00:00.000Z' });
    await when(crm.status, (s) => s.connection === 'offline');
    crm.retry();
    await note.synced;
    expect(backend.rows('activity')).toHaveLength(1);
  });

  it('leaves a default to the backend where this sign-in may not set it', async () => {
    const { backend, as } = setUp();
    backend.restrict('ticket', { fields: { status: 'read' } });
    backend.write('pipeline', { id: 'pt', name: 'Tickets', table: 'ticket' });
    backend.write('stage', { id: 'st', pipelineId: 'pt', name: 'Open', category: 'open', rank: 'a' });
    const crm = as('ana');
    await crm.description.once();
    const ticket = crm.tickets.create({ subject: 'Door seal', pipelineId: 'pt', stageId: 'st' });
    await ticket.synced;
    expect(backend.row('ticket', ticket.id)).toMatchObject({ status: 'new', priority: 'normal' });
    await expect(crm.tickets.create({ subject: 'Door seal', pipelineId: 'pt', stageId: 'st', status: 'open' }).synced).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('parks a refused move, rolls only it back, and lets a person mend it', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    const live = crm.deals.query({ orderBy: ['id'] });
    const subscription = live.subscribe(() => {});
    await live.once();
    const move = crm.deals.update('d1', { stageId: 's2' });
    crm.deals.update('d1', { probability: 55 });
    await expect(move.synced).rejects.toBeInstanceOf(RefusedError);
    await when(crm.status, (s) => s.waiting === 0 && s.parked === 1);
    expect(live.snapshot.rows[0]).toMatchObject({ stageId: 's1', probability: 55 });
    const [entry] = crm.outbox.snapshot;
    expect(entry!.reason!.problems[0]).toMatchObject({ field: 'expectedClose', reason: 'required_in_stage' });
    entry!.edit({ expectedClose: '2026-12-24' });
    await when(crm.status, (s) => s.parked === 0 && s.waiting === 0);
    expect(backend.row('deal', 'd1')).toMatchObject({ stageId: 's2', expectedClose: '2026-12-24', probability: 55 });
    subscription.unsubscribe();
  });

  it('discards a refused create together with what builds on it', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    backend.faults.refuse({ table: 'contact' }, 'blocked', 'No new contacts today.');
    const contact = crm.contacts.create({ name: 'Ghost' });
    const consent = crm.consents.create({ contactId: contact.id, purpose: 'offers', channel: 'email', state: 'given', at: '2026-11-22T10:00:00.000Z' });
    await when(crm.outbox, (list) => list.some((e) => e.state === 'refused'));
    crm.outbox.snapshot.find((e) => e.state === 'refused')!.discard();
    await when(crm.outbox, (list) => list.length === 0);
    await expect(consent.synced).rejects.toMatchObject({ code: 'discarded' });
    expect(backend.rows('consent')).toHaveLength(0);
  });

  it('sends a batch as one group, all or nothing', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    await crm.deals.query().once();
    const [a, b] = crm.batch(() => {
      crm.deals.update('d1', { probability: 10 });
      crm.deals.update('d2', { stageId: 's2' });
    });
    await expect(b!.synced).rejects.toBeInstanceOf(RefusedError);
    await expect(a!.synced).rejects.toBeInstanceOf(RefusedError);
    expect(backend.row('deal', 'd1')!['probability'] ?? null).toBeNull();
  });

  it('takes the ids a backend mints, and resolves the old ones', async () => {
    const { backend, as } = setUp({ capabilities: { ids: 'server' } });
    const crm = as('ana');
    backend.faults.offline();
    const contact = crm.contacts.create({ name: 'Minted' });
    const deal = crm.deals.create({ name: 'Linked', pipelineId: 'p', stageId: 's1', contactId: contact.id });
    backend.faults.online();
    crm.retry();
    const row = await deal.synced;
    expect(row!.id).not.toBe(deal.id);
    expect(backend.row('deal', row!.id)!['contactId']).toBe((await crm.contacts.get(contact.id))!.id);
  });
});

describe('two users', () => {
  async function both(): Promise<{ backend: MemoryBackend; ana: Vinculo; ben: Vinculo }> {
    const { backend, as } = setUp();
    const [ana, ben] = [as('ana'), as('ben')];
    for (const crm of [ana, ben]) {
      crm.deals.query().subscribe(() => {});
      await crm.deals.query().once();
    }
    return { backend, ana, ben };
  }

  it('merges different fields', async () => {
    const { backend, ana, ben } = await both();
    const gate = backend.faults.hold('push');
    const one = ana.deals.update('d1', { probability: 30 });
    const two = ben.deals.update('d1', { nextStep: 'Call' });
    gate.release();
    await Promise.all([one.synced, two.synced]);
    expect(backend.row('deal', 'd1')).toMatchObject({ probability: 30, nextStep: 'Call' });
  });

  it('asks where the field says so: both values stand in the outbox until one is chosen', async () => {
    const { backend, ana, ben } = await both();
    const gate = backend.faults.hold('push');
    const one = ana.deals.update('d1', { amount: eur(745_00) });
    const two = ben.deals.update('d1', { amount: eur(729_00) });
    gate.release();
    const [first, second] = await Promise.allSettled([one.synced, two.synced]);
    const [loser, won] = first.status === 'rejected' ? [ana, 729_00] : [ben, 745_00];
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    const lost = (first.status === 'rejected' ? first : second) as PromiseRejectedResult;
    expect(lost.reason).toBeInstanceOf(ConflictError);
    expect(backend.row('deal', 'd1')!['amount']).toEqual(eur(won));
    const entry = loser.outbox.snapshot.find((e) => e.state === 'conflict')!;
    expect(entry.fields![0]).toMatchObject({ field: 'amount', base: eur(100_00), theirs: eur(won) });
    entry.retry();
    await when(loser.outbox, (list) => list.length === 0);
    expect(backend.row('deal', 'd1')!['amount']).toEqual(entry.fields![0]!.mine);
  });

  it('lets the later win where the field says so, and tells its author what it covered', async () => {
    const { backend, ana, ben } = await both();
    const gate = backend.faults.hold('push');
    const one = ana.deals.update('d1', { nextStep: 'Call' });
    const two = ben.deals.update('d1', { nextStep: 'Visit' });
    gate.release();
    await Promise.all([one.synced, two.synced]);
    const notices = [...ana.notices.snapshot, ...ben.notices.snapshot];
    expect(notices).toHaveLength(1);
    const covered = notices[0]!.fields[0]!;
    expect(new Set([covered.mine, covered.theirs])).toEqual(new Set(['Call', 'Visit']));
    expect(backend.row('deal', 'd1')!['nextStep']).toBe(covered.mine);
    const late = ana.notices.snapshot.length > 0 ? ana : ben;
    notices[0]!.restore();
    await when(late.status, (s) => s.waiting === 0);
    expect(backend.row('deal', 'd1')!['nextStep']).toBe(covered.theirs);
  });

  it('keeps the last 200 notices', async () => {
    const ids = Array.from({ length: 205 }, (_, i) => `n${String(i).padStart(3, '0')}`);
    const { backend, as } = setUp({ seed: { ...seed, deal: ids.map((id) => ({ id, name: id, pipelineId: 'p', stageId: 's1', rank: id })) } });
    const crm = as('ana');
    await crm.deals.query().once();
    const gate = backend.faults.hold('push');
    const written = ids.map((id) => crm.deals.update(id, { nextStep: 'Mine' }));
    for (const id of ids) backend.update('deal', id, { nextStep: 'Theirs' });
    gate.release();
    await Promise.all(written.map((change) => change.synced));
    expect(crm.notices.snapshot.map((n) => n.recordId).sort()).toEqual(ids.slice(-200));
  });

  it('keeps both additions to a set', async () => {
    const { backend, ana, ben } = await both();
    const gate = backend.faults.hold('push');
    const one = ana.deals.update('d1', { tags: ['cold', 'fair'] });
    const two = ben.deals.update('d1', { tags: ['ISO'] });
    gate.release();
    await Promise.all([one.synced, two.synced]);
    expect([...(backend.row('deal', 'd1')!['tags'] as string[])].sort()).toEqual(['ISO', 'fair']);
  });
});

describe('what goes wrong', () => {
  it('says why nothing comes, and goes on by itself when it can', async () => {
    const { backend, as } = setUp();
    backend.faults.authFail();
    const crm = as('ana');
    await expect(crm.deals.query().once()).rejects.toMatchObject({ code: 'auth' });
    expect(crm.status.snapshot.connection).toBe('signed-out');
    backend.faults.signIn();
    const live = crm.deals.query();
    const ready = when(live, (r) => r.status === 'ready');
    crm.retry();
    expect((await ready).total).toBe(3);
  });

  it('shows nonsense answers as such and loses nothing', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    await crm.deals.query().once();
    backend.faults.badAnswer(2);
    const change = crm.deals.update('d1', { probability: 5 });
    await when(crm.status, (s) => s.connection === 'refused' && s.waiting === 1);
    expect(crm.status.snapshot.error!.message).toMatch(/web page instead of data/);
    crm.retry();
    crm.retry();
    await when(crm.status, (s) => s.connection === 'refused' || s.waiting === 0);
    crm.retry();
    await change.synced;
    expect(backend.row('deal', 'd1')!['probability']).toBe(5);
  });

  it('shows a table that may not be seen as forbidden, and one the backend lacks as unsupported', async () => {
    const { backend, as } = setUp();
    backend.faults.forbid('deal');
    const crm = as('ana');
    await expect(crm.deals.query().once()).rejects.toMatchObject({ code: 'forbidden' });
    expect(crm.status.snapshot.connection).toBe('online');
  });

  it('refuses to wipe while changes wait, unless told to', async () => {
    const { backend, as } = setUp();
    const crm = as('ana');
    backend.faults.offline();
    crm.contacts.create({ name: 'Unsent' });
    await expect(crm.close({ wipe: true })).rejects.toBeInstanceOf(UnsyncedChangesError);
    await crm.close({ wipe: 'discard' });
    expect(() => crm.deals).toThrow(/closed/);
  });
});
