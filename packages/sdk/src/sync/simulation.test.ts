import fc from 'fast-check';
import { expect, it } from 'vitest';
import { knownSchedules, nearKnown } from './simulated-known.fixture.ts';
import { anySchedule, type Schedule } from './simulated-schedule.fixture.ts';
import { Simulation } from './simulation.fixture.ts';

const runs = Number(process.env['VINCULO_RUNS'] ?? 5000);
const nearRuns = Math.ceil(runs / 2);
const seed = Number(process.env['VINCULO_SEED'] ?? 5);

const run = (schedule: Schedule): Promise<void> => new Simulation(schedule).run(schedule);

it.each(knownSchedules)('%s', (_name, schedule) => expect(run(schedule)).resolves.toBeUndefined());

it(`comes to rest with the same rows everywhere, nothing lost and nothing doubled, over ${runs} schedules`, async () => {
  await fc.assert(fc.asyncProperty(anySchedule, run), { numRuns: runs, seed });
}, 3_600_000);

it(`does so over ${nearRuns} schedules that are near those in which faults were found`, async () => {
  await fc.assert(fc.asyncProperty(nearKnown, run), { numRuns: nearRuns, seed });
}, 3_600_000);
