import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestSession, TestSuiteResult } from '@web/test-runner';
import { add, noTests, type Tally } from './tally.ts';

/** The file that the browser tests' tally is written to; unset when the runner is started by hand. */
export const tallyFileVariable = 'VINCULO_TALLY_FILE';

/** A web-test-runner reporter that leaves the counts where scripts/test reads them. */
export function tallyReporter(): Reporter {
  return {
    stop({ sessions }) {
      const file = process.env[tallyFileVariable];
      if (file) writeFileSync(file, JSON.stringify(sessions.map(tallyOfSession).reduce(add, noTests)));
    },
  };
}

function tallyOfSession(session: TestSession): Tally {
  const file = relative('.', session.testFile);
  const tally = session.testResults ? tallyOfSuite(session.testResults, file) : noTests;
  // A file that could not load, or threw outside a test, has no failed test to show for it.
  const diedOutsideTests = tally.failures.length === 0 && (!session.passed || session.errors.length > 0);
  return diedOutsideTests ? add(tally, { ...noTests, failures: [file] }) : tally;
}

function tallyOfSuite(suite: Pick<TestSuiteResult, 'suites' | 'tests'>, name: string): Tally {
  const own = suite.tests.map((test): Tally => ({
    passed: test.passed && !test.skipped ? 1 : 0,
    failures: test.passed || test.skipped ? [] : [`${name} > ${test.name}`],
    skipped: test.skipped ? 1 : 0,
  }));
  const inner = suite.suites.map((one) => tallyOfSuite(one, `${name} > ${one.name}`));
  return [...own, ...inner].reduce(add, noTests);
}
