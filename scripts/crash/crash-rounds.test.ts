import { describe, expect, inject, it } from 'vitest';
import { crashRound } from './crash-round.ts';

const rounds = Number(process.env['CRASH_ROUNDS'] ?? 5);
const first = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
const files = new Map(inject('pages'));

describe('tabs and browsers that die over waiting changes', () => {
  it.each(Array.from({ length: rounds }, (_, i) => ({ seed: first + i, storage: (first + i) % 2 === 0 ? 'leveldb' as const : 'sqlite' as const })))('lose none that was durable and double none: seed $seed, $storage', async ({ seed, storage }) => {
    const round = await crashRound(inject('chromium'), files, seed, storage);
    console.log(`seed ${seed}, ${storage}: ${round.acknowledged} durable, ${round.applied} applied; ${round.story.filter((line) => line.includes('dies')).join('; ')}`);
    expect(round.problems.slice(0, 20), `npm run test:crash -- --rounds 1 --seed ${seed} runs it again\n${round.story.join('\n')}`).toEqual([]);
    // A round in which little was written proves little.
    expect(round.acknowledged).toBeGreaterThan(0);
  });
});
