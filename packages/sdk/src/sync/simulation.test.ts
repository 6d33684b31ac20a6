import fc from 'fast-check';
import { it } from 'vitest';
import { anySchedule, Simulation } from './simulation.fixture.ts';

const runs = Number(process.env['VINCULO_RUNS'] ?? 4000);
const seed = process.env['VINCULO_SEED'];

it(`comes to rest with the same rows everywhere, nothing lost and nothing doubled, over ${runs} schedules`, async () => {
  await fc.assert(fc.asyncProperty(anySchedule, (schedule) => new Simulation(schedule).run(schedule)), { numRuns: runs, seed: seed === undefined ? 5 : Number(seed) });
}, 3_600_000);
