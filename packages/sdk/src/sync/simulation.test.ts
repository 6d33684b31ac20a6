import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anySchedule, type Schedule, type Step } from './simulated-schedule.fixture.ts';
import { Simulation } from './simulation.fixture.ts';

const runs = Number(process.env['VINCULO_RUNS'] ?? 5000);
const seed = process.env['VINCULO_SEED'];

it('asks for rows that were touched while a whole new reading came, before its cursor goes past them', async () => {
  const schedule: Schedule = {
    seed: 0, backend: 'all it can', browsers: [{ tabs: 2, disk: true, user: 0 }, { tabs: 1, disk: false, user: 1 }],
    steps: [[0, 'heal'], [0, 'edit'], [19, 'elsewhere'], [0, 'expire'], [20, 'close']].map(([wait, what]) => ({ wait, what, who: 0, row: 0 }) as Step),
  };
  await expect(new Simulation(schedule).run(schedule)).resolves.toBeUndefined();
});

it(`comes to rest with the same rows everywhere, nothing lost and nothing doubled, over ${runs} schedules`, async () => {
  await fc.assert(fc.asyncProperty(anySchedule, (schedule) => new Simulation(schedule).run(schedule)), { numRuns: runs, seed: seed === undefined ? 5 : Number(seed) });
}, 3_600_000);
