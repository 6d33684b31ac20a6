// Tests of the kit itself: each adapter here is right but for one fault, and the kit must find it.
import type { Adapter, Capabilities, PullPage } from '@vinculo/sdk/adapter';
import type { AnyRow, PushOutcome } from '@vinculo/sdk/schema';
import { type MemoryBackend, memoryBackend } from '@vinculo/sdk/testing';
import { expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { ConformanceError, accountSubject, conformanceCases } from './index.ts';

type Spoil = (adapter: Adapter, backend: MemoryBackend) => Partial<Adapter>;

const pages = (adapter: Adapter, change: (page: PullPage, cursor: string | null) => PullPage): Partial<Adapter> =>
  ({ pull: async (scope, cursor, limit, signal) => change(await adapter.pull(scope, cursor, limit, signal), cursor) });
const outcomes = (adapter: Adapter, change: (outcome: PushOutcome) => PushOutcome): Partial<Adapter> =>
  ({ push: async (changes, signal) => (await adapter.push(changes, signal)).map(change) });
const noLabel = ({ version: _version, ...row }: AnyRow): AnyRow => row;

const faults: readonly (readonly [fault: string, spoil: Spoil, capabilities?: Partial<Capabilities>])[] = [
  ['drops the last row of a page', (a) => pages(a, (p) => (p.more ? { ...p, rows: p.rows.slice(0, -1) } : p))],
  ['forgets tombstones', (a) => pages(a, (p) => ({ ...p, deleted: [] }))],
  ['gives everything at every pull', (a) => ({ pull: (scope, _cursor, limit, signal) => a.pull(scope, null, Math.max(limit, 1000), signal) })],
  ['starts a reading after the tick of the last', (a) => pages(a, (p) => (p.more ? p : { ...p, cursor: p.cursor.replace(/\|(\d+)\|(\d+)\|$/, (_all, from: string) => `|${Number(from) + 60_000}|${Number(from) + 60_000}|`) })), { pull: 'since', tombstones: false }],
  ['lists removed rows in digest()', (a, b) => ({ digest: async (scope) => [...new Set([...await a.digest!(scope), ...b.faults.calls.flatMap((c) => c.changes ?? []).filter((c) => c.op === 'remove').map((c) => c.id)])] }), { tombstones: false }],
  ['applies a key twice', (a) => ({ push: (changes, signal) => a.push(changes.map((c) => ({ ...c, key: [crypto.randomUUID(), 1] as const, id: c.op === 'create' ? crypto.randomUUID() : c.id })), signal) })],
  ['overwrites without a word', (a) => ({ push: (changes, signal) => a.push(changes.map((c) => ({ ...c, base: {} })), signal) })],
  ['answers rows without versions', (a) => outcomes(a, (o) => (o.status === 'ok' && o.row ? { ...o, row: noLabel(o.row) } : o))],
  ['stores the good half of a group', (a) => ({ push: (changes, signal) => a.push(changes.map(({ group: _group, ...c }) => c), signal) })],
  ['leaves the links of an activity as they were', (a, b) => ({ push: async (changes, signal) => {
    const links = b.rows('activityLink');
    const answer = await a.push(changes, signal);
    for (const link of links) b.write('activityLink', link);
    return answer;
  } })],
  ['leaves links that name a removed record', (a, b) => ({ push: async (changes, signal) => {
    const links = b.rows('activityLink');
    const answer = await a.push(changes, signal);
    for (const link of links) if (!b.row('activityLink', link.id)) b.write('activityLink', link);
    return answer;
  } })],
  ['believes what a link says of its activity', (a, b) => outcomes(a, (o) => {
    if (o.status === 'ok' && o.row?.['activityId']) b.write('activityLink', { ...o.row, at: '2020-01-01T00:00:00.000Z' });
    return o;
  })],
  ['hides why a change was refused', (a) => outcomes(a, (o) => (o.status === 'rejected' ? { ...o, problems: [] } : o))],
  ['calls a lost create refused', (a) => ({ push: (changes, signal) => a.push(changes, signal).catch(() => changes.map(() => ({ status: 'rejected' as const, code: 'error', message: 'failed' }))) })],
  ['ignores the window of a query', (a) => ({ query: (request, signal) => a.query!({ table: request.table, ...(request.where ? { where: request.where } : {}), ...(request.orderBy ? { orderBy: request.orderBy } : {}) }, signal) })],
  ['sorts empty values first', (a) => ({ query: async (request, signal) => { const answer = await a.query!(request, signal); return { ...answer, rows: answer.rows.toReversed() }; } })],
  ['counts only a part', (a) => ({ aggregate: async (request, signal) => { const answer = await a.aggregate!(request, signal); return { ...answer, groups: answer.groups.slice(1) }; } })],
  ['goes on hinting after the end', (a) => ({ subscribe: (hint, state) => { a.subscribe!(hint, state); return () => undefined; } })],
  ['works on after an abort', (a) => ({ pull: (scope, cursor, limit) => a.pull(scope, cursor, limit) })],
  ['answers an unknown table with nothing', (a) => ({ pull: (scope, cursor, limit, signal) => a.pull(scope, cursor, limit, signal).catch((error: unknown) => { if (signal?.aborted) throw error; return { rows: [], deleted: [], movedOut: [], cursor: 'c', more: false }; }) })],
  ['drops fields it does not know', (a) => ({ get: async (table, ids, signal) => (await a.get!(table, ids, signal)).map(({ creditHold, ...row }) => (row['industry'] ? row : { ...row, creditHold }) as AnyRow) })],
];

it.each(faults.map(([fault, spoil, capabilities = {}]) => ({ fault, spoil, capabilities })))('finds an adapter that $fault', async ({ spoil, capabilities }) => {
  const found: string[] = [];
  for (const { name, skip, run } of conformanceCases()) {
    const backend = memoryBackend({ capabilities });
    const good = backend.adapter('one');
    if (skip?.(good.capabilities, ['loseNextAnswer', 'writeUnknown', 'ask', 'child', 'activities']) !== undefined) continue;
    const spoilt = (adapter: Adapter): Adapter => ({ ...adapter, ...spoil(adapter, backend) });
    const bench = new Bench({
      adapter: spoilt(good), other: spoilt(backend.adapter('two')), subject: accountSubject, loseNextAnswer: () => backend.faults.loseNextAnswer(),
      writeUnknown: (id) => {
        backend.write('account', { ...backend.row('account', id)!, creditHold: 'yes' });
        return Promise.resolve((row) => row['creditHold']);
      },
    });
    await run(bench).catch((error: unknown) => {
      if (error instanceof ConformanceError) found.push(name);
    });
  }
  expect(found).not.toEqual([]);
});
