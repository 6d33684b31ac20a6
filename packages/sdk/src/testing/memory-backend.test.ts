import { describe, expect, it } from 'vitest';
import { type Change, applyChange, entities, entityNamed, newId } from '../schema/index.ts';
import { demoSeed } from './demo-seed.ts';
import { memoryBackend } from './memory-backend.ts';

const now = Date.parse('2026-11-22T10:42:00Z');
let counter = 0;
const change = (op: Change['op'], table: string, id: string, patch: Change['patch'] = {}, more: Partial<Change> = {}): Change =>
  ({ key: ['c', ++counter], op, table, id, patch, base: {}, at: new Date(now).toISOString(), ...more });
const backendWithDemo = (): ReturnType<typeof memoryBackend> => memoryBackend({ seed: demoSeed(now), now: () => now });

describe('demoSeed', () => {
  it('holds only rows that the declarations accept, and references that lead somewhere', () => {
    const seed = demoSeed(now);
    const ids = new Map(Object.entries(seed).map(([table, rows]) => [table, new Set(rows.map((r) => r.id))]));
    for (const [table, rows] of Object.entries(seed)) {
      const e = entityNamed(table)!;
      expect(ids.get(table)!.size, table).toBe(rows.length);
      for (const { id, createdAt: _, ...patch } of rows) {
        const verdict = applyChange(e, change('create', table, id, patch), { current: undefined, stage: (s) => seed['stage']!.find((r) => r.id === s) as never, now: new Date(now).toISOString() });
        expect(verdict, `${table} ${id}`).toMatchObject({ outcome: 'create' });
        for (const [name, f] of Object.entries(e.fields)) if (f.ref && patch[name]) expect(ids.get(f.ref.table), `${table} ${id}.${name}`).toContain(patch[name]);
      }
    }
  });
});

describe('memoryBackend', () => {
  it('gives a table page by page, then only what changed', async () => {
    const backend = backendWithDemo();
    const adapter = backend.adapter();
    const ids: string[] = [];
    let cursor: string | null = null;
    for (let more = true; more;) {
      const page = await adapter.pull({ table: 'deal' }, cursor, 10);
      ids.push(...page.rows.map((r) => r.id));
      ({ cursor, more } = page);
    }
    expect(ids.toSorted()).toEqual(backend.rows('deal').map((r) => r.id).toSorted());
    backend.update('deal', 'deal-01', { name: 'Renamed' });
    backend.remove('deal', 'deal-02');
    const next = await adapter.pull({ table: 'deal' }, cursor, 10);
    expect(next).toMatchObject({ rows: [{ id: 'deal-01', name: 'Renamed' }], deleted: ['deal-02'], more: false });
  });

  it('judges a move by the stage and writes history and stage change', async () => {
    const backend = backendWithDemo();
    const adapter = backend.adapter('user-joao');
    const [refused] = await adapter.push([change('update', 'deal', 'deal-01', { stageId: 'pipe-new-lost' })]);
    expect(refused).toMatchObject({ status: 'rejected', code: 'move_refused', problems: [{ field: 'lostReason' }] });
    const [done] = await adapter.push([change('update', 'deal', 'deal-01', { stageId: 'pipe-new-won' })]);
    expect(done).toMatchObject({ status: 'ok', row: { stageId: 'pipe-new-won', closedAt: new Date(now).toISOString(), updatedBy: 'user-joao' } });
    expect(backend.rows('stageChange')).toMatchObject([{ recordId: 'deal-01', fromStageId: 'pipe-new-negotiation', toStageId: 'pipe-new-won', seconds: 8 * 86400 }]);
    expect(backend.rows('historyEntry')).toMatchObject([{ op: 'update', before: { stageId: 'pipe-new-negotiation' }, after: { stageId: 'pipe-new-won' }, byId: 'user-joao' }]);
  });

  it('numbers tickets', async () => {
    const backend = backendWithDemo();
    const [outcome] = await backend.adapter().push([change('create', 'ticket', newId(), { subject: 'Leak', pipelineId: 'pipe-ticket', stageId: 'pipe-ticket-open' })]);
    expect(outcome).toMatchObject({ status: 'ok', row: { number: 'T-1045', status: 'new' } });
  });

  it('removes, empties or refuses what names a removed row', async () => {
    const backend = backendWithDemo();
    const [pipeline] = await backend.adapter().push([change('remove', 'pipeline', 'pipe-new')]);
    expect(pipeline).toMatchObject({ status: 'rejected', code: 'referenced' });
    expect(backend.row('stage', 'pipe-new-won')).toBeDefined();
    const [contact] = await backend.adapter().push([change('remove', 'contact', 'con-amina')]);
    expect(contact).toEqual({ status: 'ok', row: null });
    expect(backend.rows('consent').some((r) => r['contactId'] === 'con-amina')).toBe(false);
    expect(backend.rows('activityLink').some((r) => r['recordId'] === 'con-amina')).toBe(false);
    expect(backend.row('deal', 'deal-01')!['contactId']).toBeNull();
  });

  it('stores a group whole or not at all', async () => {
    const backend = backendWithDemo();
    const outcomes = await backend.adapter().push([
      change('update', 'account', 'acc-kaveri', { name: 'Kaveri' }, { group: 'g' }), change('update', 'deal', 'deal-01', { stageId: 'nowhere' }, { group: 'g' }), change('update', 'account', 'acc-gulf', { industry: 'Ice' }),
    ]);
    expect(outcomes.map((o) => (o.status === 'rejected' ? o.code : o.status))).toEqual(['group_failed', 'move_refused', 'ok']);
    expect(backend.row('account', 'acc-kaveri')!['name']).toBe('Kaveri Foods Pvt Ltd');
    expect(backend.rows('historyEntry')).toHaveLength(1);
  });

  it('writes nothing of a group again that it stored, where groups are not whole', async () => {
    const backend = memoryBackend({ seed: demoSeed(now), now: () => now, capabilities: { atomic: false } });
    const group = [change('update', 'account', 'acc-kaveri', { name: 'Kaveri' }, { group: 'g' }), change('update', 'deal', 'deal-01', { stageId: 'nowhere' }, { group: 'g' })];
    const adapter = backend.adapter();
    await adapter.push(group);
    backend.update('account', 'acc-kaveri', { name: 'Renamed' });
    expect((await adapter.push(group)).map((o) => o.status)).toEqual(['ok', 'rejected']);
    expect(backend.row('account', 'acc-kaveri')!['name']).toBe('Renamed');
  });

  it('refuses a command what its declaration does not say', async () => {
    const backend = backendWithDemo();
    const before = backend.rows('deal');
    const run = (input: unknown): Promise<unknown> => backend.adapter().run!('transfer', input, newId());
    const toUserId = backend.rows('user')[0]!.id;
    for (const [input, field] of [[{ fromUserId: { ne: 'zzz' }, toUserId }, 'fromUserId'], [{ fromUserId: 'x', toUserId, tables: 5 }, 'tables'], [null, '']] as const) {
      await expect(run(input)).rejects.toMatchObject({ code: 'validation', problems: [{ field }] });
    }
    expect(backend.rows('deal')).toEqual(before);
  });

  it('runs commands, and takes all of one back that fails', async () => {
    const backend = backendWithDemo();
    const adapter = backend.adapter();
    await adapter.run!('merge', { table: 'contact', intoId: 'con-amina', fromId: 'con-jonas' }, 'k1');
    expect(backend.row('contact', 'con-jonas')).toBeUndefined();
    expect(backend.row('deal', 'deal-02')!['contactId']).toBe('con-amina');
    const before = Object.keys(entities).map((t) => backend.rows(t));
    await expect(adapter.run!('convertLead', { leadId: 'lead-1', deal: { name: 'X', pipelineId: 'pipe-new', stageId: 'nowhere' } }, 'k2')).rejects.toMatchObject({ code: 'move_refused' });
    expect(Object.keys(entities).map((t) => backend.rows(t))).toEqual(before);
  });

  it('never applies a key twice, also when its answer was lost', async () => {
    const backend = backendWithDemo();
    const adapter = backend.adapter();
    const create = change('create', 'account', newId(), { name: 'Once' });
    backend.faults.loseNextAnswer();
    await expect(adapter.push([create])).rejects.toMatchObject({ code: 'offline' });
    expect(await adapter.push([create])).toMatchObject([{ status: 'ok', row: { name: 'Once' } }]);
    expect(backend.rows('account').filter((r) => r['name'] === 'Once')).toHaveLength(1);
  });

  it('says unknown where it cannot tell whether a create was stored', async () => {
    const backend = memoryBackend({ capabilities: { idempotency: false, ids: 'server' } });
    backend.faults.loseNextAnswer();
    expect(await backend.adapter().push([change('create', 'account', 'tmp', { name: 'Once' })])).toMatchObject([{ status: 'unknown' }]);
    expect(backend.rows('account')).toMatchObject([{ id: '900001', name: 'Once' }]);
  });

  it('hides rows from one user and says so in the next pull', async () => {
    const backend = backendWithDemo();
    const adapter = backend.adapter('user-joao');
    const { cursor } = await adapter.pull({ table: 'account' }, null, 100);
    const hints: unknown[] = [];
    adapter.subscribe!((h) => hints.push(h), () => undefined);
    backend.hide('user-joao', 'account', { ownerId: 'user-katarzyna' });
    expect(hints).toContainEqual({ access: true });
    const page = await adapter.pull({ table: 'account' }, cursor, 100);
    expect(page.movedOut.toSorted()).toEqual(['acc-hanseatic', 'acc-lofoten', 'acc-wetherby']);
    expect(await adapter.get!('account', ['acc-lofoten', 'acc-gulf'])).toMatchObject([{ id: 'acc-gulf' }]);
  });
});

describe('faults', () => {
  it('holds calls at a gate until they are let through, and lets go of aborted ones', async () => {
    const backend = backendWithDemo();
    const adapter = backend.adapter();
    const gate = backend.faults.hold('push');
    const held = adapter.push([change('update', 'account', 'acc-gulf', { industry: 'Ice' })]);
    await gate.arrived();
    expect(backend.row('account', 'acc-gulf')!['industry']).toBe('Refrigeration');
    gate.step();
    expect(await held).toMatchObject([{ status: 'ok' }]);
    const stop = new AbortController();
    const aborted = adapter.push([], stop.signal);
    await gate.arrived(2);
    stop.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
  });

  it('refuses, forbids, signs out, expires, and ends each', async () => {
    const backend = backendWithDemo();
    const adapter = backend.adapter();
    const accept = backend.faults.refuse({ table: 'account', id: 'acc-gulf' }, 'credit_hold', 'The customer is blocked.');
    const edit = (): Change => change('update', 'account', 'acc-gulf', { industry: 'Ice' });
    expect(await adapter.push([edit()])).toMatchObject([{ status: 'rejected', code: 'credit_hold' }]);
    accept();
    expect(await adapter.push([edit()])).toMatchObject([{ status: 'ok' }]);
    const allow = backend.faults.forbid('deal');
    await expect(adapter.pull({ table: 'deal' }, null, 1)).rejects.toMatchObject({ code: 'forbidden' });
    allow();
    backend.faults.authFail();
    await expect(adapter.describe()).rejects.toMatchObject({ code: 'auth' });
    backend.faults.signIn();
    backend.faults.badAnswer();
    await expect(adapter.describe()).rejects.toMatchObject({ code: 'bad_answer' });
    const { cursor } = await adapter.pull({ table: 'deal' }, null, 100);
    backend.faults.expire();
    expect(await adapter.pull({ table: 'deal' }, cursor, 100)).toMatchObject({ reset: true, rows: { length: 25 } });
    backend.faults.offline();
    await expect(adapter.describe()).rejects.toMatchObject({ code: 'offline' });
    backend.faults.online();
    await expect(adapter.describe()).resolves.toMatchObject({ user: { id: 'user-katarzyna' } });
  });
});
