import fc from 'fast-check';
import { filter, firstValueFrom, timeout } from 'rxjs';
import { expect, it } from 'vitest';
import { createClient } from '../index.ts';
import { account, type AnyRow, compileOrder, compileWhere } from '../schema/index.ts';
import { memoryBackend } from '../testing/index.ts';

// VINCULO_RUNS and VINCULO_SEED as in the model test.
const numRuns = Number(process.env['VINCULO_RUNS'] ?? 400);
const seed = Number(process.env['VINCULO_SEED'] ?? 1);

const rows: readonly AnyRow[] = Array.from({ length: 6 }, (_, i) => ({ id: `a${i}`, name: `N${i}`, employees: i % 3 === 0 ? null : i, industry: i % 2 ? 'x' : 'y' }));
const values = fc.record({ employees: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null }), industry: fc.constantFrom('x', 'y') }, { requiredKeys: [] });
const steps = fc.array(fc.oneof(
  fc.record({ op: fc.constant('update' as const), at: fc.integer({ min: 0, max: 5 }), values }),
  fc.record({ op: fc.constant('create' as const), at: fc.integer({ min: 0, max: 9 }), values }),
  fc.record({ op: fc.constant('remove' as const), at: fc.integer({ min: 0, max: 5 }), values }),
), { minLength: 1, maxLength: 4 });
const questions = fc.record({
  where: fc.constantFrom({}, { industry: 'x' }, { employees: { gte: 2 } }, { employees: null }, { not: { industry: 'x' } }, { or: [{ employees: { lt: 3 } }, { industry: 'y' }] }),
  orderBy: fc.constantFrom(['employees'] as const, ['-employees'] as const, ['name'] as const, ['-employees', 'name'] as const),
  offset: fc.constantFrom(0, 1, 2, 9),
  limit: fc.constantFrom(0, 1, 2, 3, 100),
});

it(`rows that the backend answers, with own changes over them, are right wherever they say that they are complete (seed ${seed})`, async () => {
  let [complete, looks] = [0, 0];
  await fc.assert(fc.asyncProperty(questions, steps, fc.boolean(), fc.boolean(), async (question, changes, isRead, isSent) => {
    const backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], account: rows } });
    const crm = createClient({ adapter: backend.adapter('ana'), cache: 'none' });
    try {
      if (isRead) await crm.accounts.query().once();
      const live = crm.accounts.query(question);
      live.subscribe(() => {});
      await live.once();
      // The answer stays the one that it was: what is right then is what was worked out here.
      const asking = backend.faults.hold('query');
      const pushing = backend.faults.hold('push');
      const truth = new Map(rows.map((row) => [row.id, row]));
      const look = (): void => {
        looks++;
        const { rows: shown, total, complete: isComplete } = live.snapshot;
        if (isComplete !== true) return;
        complete++;
        const matching = [...truth.values()].filter(compileWhere(account, question.where)).sort(compileOrder(account, question.orderBy));
        expect([shown.map(({ id }) => id), total]).toEqual([matching.slice(question.offset, question.offset + question.limit).map(({ id }) => id), matching.length]);
      };
      const sent: Promise<unknown>[] = [];
      for (const [n, { op, at, values: given }] of changes.entries()) {
        const id = `a${at}`;
        if (op === 'create') {
          const made = crm.accounts.create({ id: `c${n}`, name: `C${at}`, ...given });
          sent.push(made.synced);
          truth.set(made.id, { id: made.id, name: `C${at}`, ...given });
        } else {
          const before = truth.get(id);
          if (!before) continue;
          if (op === 'update') truth.set(id, { ...before, ...given });
          else truth.delete(id);
          sent.push((op === 'update' ? crm.accounts.update(id, given) : crm.accounts.remove(id)).synced);
        }
        look();
      }
      if (!isSent) return;
      pushing.release();
      await Promise.all(sent);
      look();
      // And it comes to know all again.
      asking.release();
      await firstValueFrom(live.pipe(filter((result) => result.complete === true), timeout(2000)));
      look();
    } finally {
      await crm.close({ wipe: 'discard' });
    }
  }), { numRuns, seed });
  // It is no way out never to be complete.
  expect(complete / looks).toBeGreaterThan(0.2);
}, 0);
