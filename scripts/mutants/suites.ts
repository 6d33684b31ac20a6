/** Tests that a mutant may be caught by. */
export interface MutantSuite {
  /** Relative to the root of the project. */
  readonly files: readonly string[];
  /** How many cases its properties try: few, for a fault that takes thousands to be found is found too seldom. */
  readonly runs: number;
}

const sdk = 'packages/sdk/src';

export const mutantSuites = {
  lists: { files: [`${sdk}/store/sorted-list.test.ts`], runs: 200 },
  model: { files: [`${sdk}/store/model.test.ts`], runs: 2000 },
  cache: { files: [`${sdk}/cache/disk-cache.test.ts`], runs: 25 },
  outbox: { files: [`${sdk}/sync/outbox.test.ts`, `${sdk}/client/outbox.test.ts`, `${sdk}/client/waiting-in-a-row.test.ts`], runs: 50 },
  uploads: { files: [`${sdk}/sync/uploads.test.ts`], runs: 1 },
  client: { files: [`${sdk}/client/client.test.ts`, `${sdk}/client/readings.test.ts`, `${sdk}/client/before-first-reading.test.ts`, `${sdk}/client/convergence.test.ts`, `${sdk}/client/nested-writes.test.ts`], runs: 100 },
  answers: { files: [`${sdk}/client/counted-answers.test.ts`, `${sdk}/client/held-values.test.ts`, `${sdk}/client/remote-answers.test.ts`], runs: 200 },
  undo: { files: [`${sdk}/client/undo.test.ts`, `${sdk}/client/unread-rows.test.ts`, `${sdk}/client/refused-first.test.ts`], runs: 1 },
  simulation: { files: [`${sdk}/sync/simulation.test.ts`], runs: 400 },
  conformance: { files: ['packages/adapters/src/conformance/memory.test.ts'], runs: 1 },
} satisfies Readonly<Record<string, MutantSuite>>;

export type MutantSuiteName = keyof typeof mutantSuites;
