import { activityCases } from './activities.ts';
import { answeringCases } from './answering.ts';
import { attendingCases } from './attending.ts';
import { batchingCases } from './batching.ts';
import { Bench } from './bench.ts';
import type { ConformanceCase } from './case.ts';
import { ConformanceError } from './check.ts';
import { clientCases } from './clients.ts';
import { commandCases } from './commanding.ts';
import { describingCases } from './describing.ts';
import { failingCases } from './failing.ts';
import { hintingCases } from './hinting.ts';
import type { ConformanceBackend, ConformanceHost } from './host.ts';
import { keepingCases } from './keeping.ts';
import { mergingCases } from './merging.ts';
import { privacyCases } from './privacy.ts';
import { pullingCases } from './pulling.ts';
import { readingCases } from './reading.ts';
import { repeatingCases } from './repeating.ts';
import { scopingCases } from './scoping.ts';
import { writingCases } from './writing.ts';

/** What the contract asks of an adapter, case by case. */
export function conformanceCases(): readonly ConformanceCase[] {
  return [
    ...describingCases, ...pullingCases, ...scopingCases, ...readingCases, ...writingCases, ...keepingCases, ...mergingCases, ...repeatingCases, ...batchingCases, ...activityCases,
    ...answeringCases, ...commandCases, ...privacyCases, ...hintingCases, ...attendingCases, ...failingCases, ...clientCases,
  ];
}

/**
 * Runs one case.
 * @throws ConformanceError that says in words what the contract asks and what came instead
 */
export async function runCase({ run }: ConformanceCase, backend: ConformanceBackend): Promise<void> {
  try {
    await run(new Bench(backend));
  } catch (error) {
    if (error instanceof ConformanceError) throw error;
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new ConformanceError(`a call failed that the contract asks to be answered. It came: ${said}`, { cause: error });
  }
}

/** The two words of a test library. The body of a test is given what reports that it does not apply, as vitest and node:test have it. */
export interface TestWords {
  describe(name: string, body: () => void): void;
  it(name: string, body: (test: { skip(reason: string): void }) => Promise<void>): void;
}

/**
 * Declares one test per case. A case that the capabilities rule out is reported with the reason, so that a low level never looks like a pass.
 *
 * @example
 * import { describe, it } from 'vitest';
 * runConformance(host, { describe, it });
 */
export function runConformance(host: ConformanceHost, { describe, it }: TestWords): void {
  describe(`conformance of ${host.name}`, () => {
    for (const one of conformanceCases()) {
      const reason = one.skip?.(host.capabilities, host.hooks ?? []);
      it(one.name, async (test) => {
        if (reason !== undefined) {
          test.skip(reason);
          return;
        }
        const backend = await host.start();
        try {
          await runCase(one, backend);
        } finally {
          await backend.stop?.();
        }
      });
    }
  });
}
