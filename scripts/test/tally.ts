/** What became of a suite's tests. */
export interface Tally {
  readonly passed: number;
  /** What failed, by name: a test, or a file, a check or a whole suite that died. */
  readonly failures: readonly string[];
  readonly skipped: number;
}

export const noTests: Tally = { passed: 0, failures: [], skipped: 0 };

export function add(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failures: [...a.failures, ...b.failures],
    skipped: a.skipped + b.skipped,
  };
}

/** The line that ends `npm test`; other programs read it, so its words are fixed. */
export function closingLine({ passed, failures, skipped }: Tally): string {
  return `${passed} passed, ${failures.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
