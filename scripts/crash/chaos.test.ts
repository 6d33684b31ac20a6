import { describe, expect, inject, it } from 'vitest';
import { chaosRun } from './chaos/chaos-run.ts';

const runs = Number(process.env['CHAOS_RUNS'] ?? 1);
const pages = Number(process.env['CHAOS_PAGES'] ?? 4);
const perSecond = Number(process.env['CHAOS_PER_SECOND'] ?? 10);
const seconds = Number(process.env['CHAOS_SECONDS'] ?? 15);
const timeline = process.env['CHAOS_TIMELINE'] === 'yes';
const first = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

describe('pages over a line and a server that fail', () => {
  it.each(Array.from({ length: runs }, (_, i) => first + i))('come to what the database holds, with every change there once: seed %i', async (seed) => {
    const outcome = await chaosRun(inject('chromium'), { pages, perSecond, seconds, seed, timeline });
    const { made, settledAfter, problems, story } = outcome;
    console.log(`seed ${seed}: ${made} changes of ${pages} pages, settled after ${settledAfter ?? '-'} ms`);
    if (timeline) console.log(outcome.timeline.join('\n'));
    expect(problems.slice(0, 20), `CHAOS_SEED=${seed}\n${story.join('\n')}`).toEqual([]);
    // Pages that hardly wrote prove little.
    expect(made).toBeGreaterThan((pages * perSecond * seconds) / 4);
  }, 120_000 + seconds * 2000);
});
