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

/** The three words of a test library. `skip` reports a case that does not apply, with the reason. */
export interface TestWords {
  describe(name: string, body: () => void): void;
  it(name: string, body: () => Promise<void>): void;
  skip(name: string, reason: string): void;
}

/**
 * Declares one test per case. A case that the capabilities rule out is reported with the reason, so that a low level never looks like a pass.
 *
 * @example
 * runConformance(host, { describe, it, skip: (name, reason) => it(name, (test) => test.skip(reason)) });
 */
export function runConformance(host: ConformanceHost, { describe, it, skip }: TestWords): void {
  describe(`conformance of ${host.name}`, () => {
    for (const { name, skip: reasonFor, run } of conformanceCases()) {
      const reason = reasonFor?.(host.capabilities, host.hooks ?? []);
      if (reason !== undefined) {
        skip(name, reason);
        continue;
      }
      it(name, async () => {
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
