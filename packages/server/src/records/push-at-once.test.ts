import { type Change, type PushOutcome, newId } from '@vinculo/sdk/schema';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, type Session, startBench } from '../testing/bench.ts';

let bench: Bench;
let staff: Session;
let tenant: string;
beforeAll(async () => void (bench = await startBench()), 60_000);
afterAll(() => bench.stop());
beforeEach(async () => {
  tenant = newId();
  staff = await bench.session({ role: 'staff', tenant, subject: 'ana' });
});

/** So many accounts and as many contacts. */
async function records(count: number): Promise<readonly (readonly [table: string, id: string])[]> {
  const all = ['account', 'contact'].flatMap((table) => Array.from({ length: count }, () => [table, newId()] as const));
  await staff.push(...all.map(([table, id]) => staff.change('create', table, id, { name: 'A' })));
  return all;
}

const statuses = (outcomes: readonly PushOutcome[]): string[] => [...new Set(outcomes.map((o) => o.status))];

describe('pushes at the same moment', () => {
  it('of the same records in any order, each of them sent three times, do not stand in each other’s way', async () => {
    const all = await records(40);
    const pushes: Promise<PushOutcome[]>[] = [];
    for (let n = 0; n < 4; n++) {
      const who = await bench.session({ role: 'staff', tenant, subject: `user-${n}` });
      const turned = n % 2 === 0 ? all : all.toReversed();
      const first = turned.map(([table, id]) => who.change('update', table, id, { description: `${n}` }));
      pushes.push(who.push(...first), who.push(...first), who.push(...first.toReversed()));
    }
    for (const outcomes of await Promise.all(pushes)) expect(statuses(outcomes)).toEqual(['ok']);
    expect(readFileSync(join(bench.server.folder, 'postgres.log'), 'utf8')).not.toContain('deadlock');
    const history = await staff.rows('historyEntry', { table: 'account', recordId: all[0]![1], op: 'update' });
    expect(history).toHaveLength(4);
  });
});

describe('a push that comes again', () => {
  it('in another order at the same moment does not stand in its own way', async () => {
    for (let round = 0; round < 6; round++) {
      const changes = Array.from({ length: 500 }, () => staff.change('create', 'account', newId(), { name: 'A' }));
      for (const outcomes of await Promise.all([staff.push(...changes), staff.push(...changes.toReversed())])) expect(statuses(outcomes)).toEqual(['ok']);
    }
    expect(readFileSync(join(bench.server.folder, 'postgres.log'), 'utf8')).not.toContain('deadlock');
  });

  it('answers for all of its changes what they covered unseen, and the records as they stand by now', async () => {
    const all = await records(3);
    const other = await bench.session({ role: 'staff', tenant, subject: 'li' });
    await other.push(...all.map(([table, id]) => other.change('update', table, id, { ownerId: null, tags: ['theirs'], locale: 'en' })).filter((c) => c.table === 'contact'));
    const changes = all.map(([table, id]): Change => staff.change('update', table, id, table === 'contact' ? { locale: 'de' } : { industry: 'steel' }, { base: table === 'contact' ? { locale: null } : { industry: null } }));
    const first = await staff.push(...changes);
    expect(first.filter((o) => o.status === 'ok' && o.overwrote).length).toBe(3);
    await other.push(other.change('update', all[0]![0], all[0]![1], { industry: 'glass' }));
    const gone = all[1]!;
    await other.push(other.change('remove', gone[0], gone[1]));
    const again = await staff.push(...changes);
    expect(again.slice(2)).toEqual(first.slice(2));
    expect(again.slice(0, 2)).toMatchObject([{ status: 'ok', row: { industry: 'glass' } }, { status: 'ok', row: null }]);
  });
});

describe('a push of many', () => {
  it('stores all but the one that the database refuses', async () => {
    const long = Array.from({ length: 300 }, () => crypto.randomUUID()).join('');
    const changes = Array.from({ length: 60 }, (_, i) => staff.change('create', 'account', newId(), { name: i === 41 ? long : `N${i}` }));
    const outcomes = await staff.push(...changes);
    expect(outcomes.flatMap((o, i) => (o.status === 'ok' ? [] : [i]))).toEqual([41]);
    expect(await staff.rows('account')).toHaveLength(59);
  });
});
