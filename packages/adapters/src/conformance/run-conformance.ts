import { Bench } from './bench.ts';
import { answeringCases } from './answering.ts';
import type { ConformanceCase } from './case.ts';
import type { ConformanceHost } from './host.ts';
import { readingCases } from './reading.ts';
import { writingCases } from './writing.ts';

/** What the contract asks of an adapter, case by case. */
export function conformanceCases(): readonly ConformanceCase[] {
  return [...readingCases, ...writingCases, ...answeringCases];
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
    for (const { name, skip: reasonFor, run } of conformanceCases()) {
      const reason = reasonFor?.(host.capabilities, host.hooks ?? []);
      it(name, async (test) => {
        if (reason !== undefined) {
          test.skip(reason);
          return;
        }
        const backend = await host.start();
        try {
          await run(new Bench(backend));
        } finally {
          await backend.stop?.();
        }
      });
    }
  });
}
