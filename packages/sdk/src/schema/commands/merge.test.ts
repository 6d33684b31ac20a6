import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MemoryBackend, memoryBackend } from '../../testing/memory-backend.ts';
import { type AnyRow, type MergeInput, entities, entityNamed, holdersOf, newId } from '../index.ts';

const tables = ['account', 'contact', 'lead', 'ticket'] as const satisfies readonly MergeInput['table'][];
/** Written by the backend, which says what was so at the time. */
const logs = new Set(['historyEntry', 'stageChange', 'mergeRecord']);
const nouns = Object.keys(entities).filter((name) => !logs.has(name));

/** A row that refers to others where it must, with these values. */
function row(table: string, id: string, values: Readonly<Record<string, unknown>> = {}): AnyRow {
  const refs = Object.entries(entityNamed(table)!.fields).filter(([, f]) => f.ref && f.presence === 'required').map(([field, f]) => [field, `${f.ref!.table}-0`]);
  return { id, ...Object.fromEntries(refs), ...values };
}

/** A backend with one row of every table. */
function full(now?: () => number): MemoryBackend {
  return memoryBackend({ seed: { user: [{ id: 'user-0', name: 'Ana' }], ...Object.fromEntries(nouns.filter((n) => n !== 'user').map((n) => [n, [row(n, `${n}-0`)]])) }, ...(now ? { now } : {}) });
}

/** All that people wrote, without who wrote last. No custom values are none. */
function contents(backend: MemoryBackend): unknown {
  return nouns.map((name) => [name, backend.rows(name).map(({ version: _v, updatedAt: _a, updatedBy: _b, ...rest }) => Object.fromEntries(Object.entries(rest).filter(([k, v]) => v !== null && (k !== 'custom' || Object.keys(v as object).length > 0)).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1))]);
}

/** A row for each way in which the declarations let one name `from`, found without the code that is tested: by refs, and by pairs of fields that name a table and an id. */
function declaredHolders(target: string): { readonly table: string; readonly values: Readonly<Record<string, unknown>> }[] {
  return nouns.flatMap((table) => Object.entries(entityNamed(table)!.fields).flatMap(([field, f]) => {
    if (f.ref?.table === target) return [{ table, values: { [field]: 'from' } }];
    const pair = /^(?:record|(.+))Id$/.exec(field);
    const kind = pair?.[1] === undefined ? 'table' : `${pair[1]}Table`;
    return pair && kind in entityNamed(table)!.fields ? [{ table, values: { [kind]: target, [field]: 'from' } }] : [];
  }));
}

const names = (value: unknown, id: string): boolean => (typeof value === 'object' && value !== null ? Object.values(value).some((v) => names(v, id)) : value === id);

describe.each(tables)('a merge of two records of %s', (table) => {
  it('leaves nothing that names the one that went, whatever table may name it', async () => {
    const backend = full();
    for (const id of ['into', 'from']) backend.write(table, row(table, id));
    const holders = declaredHolders(table);
    holders.forEach(({ table: holder, values }, i) => void backend.write(holder, row(holder, `h${i}`, values)));
    expect(holders.length).toBeGreaterThan(8);
    const { moved } = (await backend.adapter().run!('merge', { table, intoId: 'into', fromId: 'from' }, newId())) as { moved: Record<string, number> };
    expect(nouns.flatMap((name) => backend.rows(name).filter((r) => names(r, 'from')).map((r) => `${name} ${r.id}`))).toEqual([]);
    expect(Object.keys(moved).sort()).toEqual([...new Set(holders.map((h) => h.table))].sort());
  });

  it('is taken back as if it had never been', async () => {
    const holders = holdersOf(table);
    const id = fc.constantFrom('into', 'from', `${table}-0`);
    const text = fc.constantFrom('a', 'b', null);
    const own = fc.record({ tags: fc.option(fc.subarray(['x', 'y', 'z'])), description: text, emails: fc.option(fc.uniqueArray(fc.record({ id: fc.constantFrom('1', '2', '3'), value: fc.constantFrom('a@x.example', 'b@x.example') }), { selector: (e) => e.id })), ownerId: fc.constantFrom('user-0', null), custom: fc.constantFrom({ k: 1 }, { l: 'x' }, undefined) });
    const parent = fc.constantFrom('into', 'from', `${table}-0`, null);
    await fc.assert(fc.asyncProperty(
      own, own, parent, parent, parent, fc.array(fc.record({ holder: fc.nat(holders.length - 1), id, more: fc.constantFrom({}, { role: 'x' }) }), { maxLength: 25 }), fc.subarray(['description', 'ownerId', 'tags']),
      async (a, b, aParent, bParent, parent0, held, take) => {
        const backend = full();
        const fields = entityNamed(table)!.fields;
        const declared = (values: Readonly<Record<string, unknown>>): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([k, v]) => v !== undefined && (k === 'custom' || k in fields)));
        const below = (self: string, above: string | null): Record<string, unknown> => ('parentId' in fields && above !== self ? { parentId: above } : {});
        // What stands below itself was wrong before.
        fc.pre(!(aParent === 'from' && bParent === 'into'));
        fc.pre(![aParent, bParent].includes(`${table}-0`) || parent0 === null);
        backend.write(table, row(table, 'into', { ...declared(a), ...below('into', aParent) }));
        backend.write(table, row(table, 'from', { ...declared(b), ...below('from', bParent), createdBy: 'someone', createdAt: '2020-01-01T00:00:00.000Z' }));
        held.forEach(({ holder, id: named, more }, i) => {
          const { table: name, field, where } = holders[holder]!;
          backend.write(name, row(name, `h${i}`, { ...where, [field]: named, ...('role' in entityNamed(name)!.fields ? more : {}) }));
        });
        const before = contents(backend);
        const adapter = backend.adapter();
        const input = { table, intoId: 'into', fromId: 'from' } as const;
        await adapter.run!('merge', { ...input, take: take.filter((f) => f in fields) }, newId());
        expect(backend.row(table, 'from')).toBeUndefined();
        await adapter.run!('unmerge', input, newId());
        expect(contents(backend)).toEqual(before);
        await expect(adapter.run!('unmerge', input, newId())).rejects.toMatchObject({ code: 'not_merged' });
      },
    ), { numRuns: 60 });
  });
});

describe('the last contact of two that are merged', () => {
  it.each([
    ['2026-11-20T08:00:00.000Z', '2026-11-21T08:00:00.000Z', '2026-11-21T08:00:00.000Z'],
    ['2026-11-21T08:00:00.000Z', '2026-11-20T08:00:00.000Z', '2026-11-21T08:00:00.000Z'],
    [null, '2026-11-20T08:00:00.000Z', '2026-11-20T08:00:00.000Z'],
    ['2026-11-20T08:00:00.000Z', null, '2026-11-20T08:00:00.000Z'],
  ])('is the later one: %s and %s', async (into, from, later) => {
    const backend = full();
    backend.write('contact', row('contact', 'into', { name: 'Li', lastContactAt: into }));
    backend.write('contact', row('contact', 'from', { name: 'Li Wei', lastContactAt: from }));
    await backend.adapter().run!('merge', { table: 'contact', intoId: 'into', fromId: 'from' }, newId());
    expect(backend.row('contact', 'into')!['lastContactAt']).toBe(later);
  });
});

describe('unmerge', () => {
  const input = { table: 'contact', intoId: 'into', fromId: 'from' } as const;

  it('leaves with the one that stayed what was changed since', async () => {
    const backend = full();
    backend.write('contact', row('contact', 'into', { name: 'Li', tags: ['vip'] }));
    backend.write('contact', row('contact', 'from', { name: 'Li Wei', jobTitle: 'Buyer', department: 'East', tags: ['fair'] }));
    for (const id of ['deal-1', 'deal-2', 'deal-3']) backend.write('deal', row('deal', id, { contactId: 'from' }));
    const adapter = backend.adapter();
    await adapter.run!('merge', { ...input, take: ['name'] }, newId());
    expect(backend.row('contact', 'into')).toMatchObject({ name: 'Li Wei', jobTitle: 'Buyer', tags: ['vip', 'fair'] });
    backend.update('contact', 'into', { jobTitle: 'Head of buying', tags: ['vip', 'fair', 'new'] });
    backend.update('deal', 'deal-2', { contactId: 'contact-0' });
    backend.remove('deal', 'deal-3');
    backend.write('deal', row('deal', 'deal-4', { contactId: 'into' }));
    expect(await adapter.run!('unmerge', input, newId())).toEqual({ id: 'from', moved: { deal: 1 } });
    expect(backend.row('contact', 'into')).toMatchObject({ name: 'Li', jobTitle: 'Head of buying', department: null, tags: ['vip', 'new'] });
    expect(backend.rows('deal').map((d) => [d.id, d['contactId']]).filter(([id]) => id !== 'deal-0')).toEqual([['deal-1', 'from'], ['deal-2', 'contact-0'], ['deal-4', 'into']]);
  });

  it('is refused after 30 days, and says when it was', async () => {
    let now = Date.parse('2026-03-01T12:00:00Z');
    const backend = full(() => now);
    for (const id of ['into', 'from']) backend.write('contact', row('contact', id));
    const adapter = backend.adapter();
    await adapter.run!('merge', input, newId());
    now += 30 * 86_400_000 + 1;
    await expect(adapter.run!('unmerge', input, newId())).rejects.toMatchObject({ code: 'too_late', message: expect.stringContaining('2026-03-01') as string });
    now -= 1;
    await expect(adapter.run!('unmerge', input, newId())).resolves.toMatchObject({ id: 'from' });
  });

  it('brings a record back without what is gone meanwhile, and not without what it needs', async () => {
    const backend = full();
    for (const id of ['into', 'from']) backend.write('contact', row('contact', id, { accountId: id === 'from' ? 'account-0' : null }));
    const tickets = { table: 'ticket', intoId: 'ticket-0', fromId: 'ticket-1' } as const;
    backend.write('pipeline', { id: 'pipeline-1', name: 'Old' });
    backend.write('stage', { id: 'stage-1', name: 'New', pipelineId: 'pipeline-1', category: 'open' });
    backend.write('ticket', row('ticket', 'ticket-1', { pipelineId: 'pipeline-1', stageId: 'stage-1' }));
    const adapter = backend.adapter();
    await adapter.run!('merge', input, newId());
    await adapter.run!('merge', tickets, newId());
    backend.update('contact', 'into', { accountId: null });
    backend.remove('account', 'account-0');
    await adapter.run!('unmerge', input, newId());
    expect(backend.row('contact', 'from')).toMatchObject({ accountId: null });
    backend.remove('pipeline', 'pipeline-1');
    await expect(adapter.run!('unmerge', tickets, newId())).rejects.toMatchObject({ code: 'missing_reference' });
  });
});

describe('a merge', () => {
  it('makes no ring of parents', async () => {
    const backend = full();
    // grand > from > middle > into
    for (const [id, parentId] of [['grand', null], ['from', 'grand'], ['middle', 'from'], ['into', 'middle']] as const) backend.write('account', row('account', id, { parentId }));
    await backend.adapter().run!('merge', { table: 'account', intoId: 'into', fromId: 'from' }, newId());
    expect(['into', 'middle'].map((id) => backend.row('account', id)?.['parentId'])).toEqual(['grand', 'into']);
  });

  it('joins what connects, and leaves a process where it stands', async () => {
    const backend = full();
    backend.write('ticket', row('ticket', 'into', { subject: 'A', status: 'open', closedAt: null }));
    backend.write('ticket', row('ticket', 'from', { subject: 'B', status: 'closed', closedAt: '2026-01-01T00:00:00.000Z', number: 'T-7', resolvedAt: '2026-01-01T00:00:00.000Z' }));
    for (const id of ['into', 'from']) backend.write('activityLink', row('activityLink', `link-${id}`, { table: 'ticket', recordId: id, role: 'regarding' }));
    await backend.adapter().run!('merge', { table: 'ticket', intoId: 'into', fromId: 'from' }, newId());
    expect(backend.row('ticket', 'into')).toMatchObject({ subject: 'A', status: 'open', closedAt: null });
    expect(backend.row('ticket', 'into')?.['number'] ?? null).toBeNull();
    expect(backend.row('ticket', 'into')?.['resolvedAt'] ?? null).toBeNull();
    expect(backend.rows('activityLink').filter((l) => l['recordId'] === 'into')).toHaveLength(1);
  });

  it.each([['stageId', 'not_takeable'], ['number', 'not_takeable'], ['nonsense', 'unknown_field']])('does not take %s', async (field, code) => {
    const backend = full();
    backend.write('ticket', row('ticket', 'ticket-1'));
    await expect(backend.adapter().run!('merge', { table: 'ticket', intoId: 'ticket-0', fromId: 'ticket-1', take: [field] }, newId())).rejects.toMatchObject({ code });
  });
});
