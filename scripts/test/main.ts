// npm test [-- FILTER ...]: static checks, then every suite. A filter keeps the test files whose path contains
// one of its words and leaves the static checks out. Ends with the line `N passed, N failed`: real tests are
// counted; a static check or a runner that failed counts as one failure, a static check that passed as nothing. Above it
// stands the name of each that failed, however long ago its own output went by.

import { failingChecks, staticChecks } from '../static-checks.ts';
import { suites, tallyOf } from './suites.ts';
import { add, closingLine, noTests } from './tally.ts';

const filters = process.argv.slice(2);
let total = noTests;

if (filters.length === 0) total = add(total, { ...noTests, failures: await failingChecks(staticChecks) });

for (const suite of suites()) {
  const files = suite.files.filter((file) => filters.length === 0 || filters.some((word) => file.includes(word)));
  if (files.length === 0) continue;
  console.log(`\n${suite.name}`);
  const tally = await tallyOf(suite, files);
  console.log(`${suite.name}: ${tally.passed} of ${tally.passed + tally.failures.length} passed`);
  total = add(total, tally);
}

const ranNothing = total.passed + total.failures.length === 0;
if (ranNothing) console.error(`No test file's path contains ${filters.join(' or ')}.`);
if (total.failures.length > 0) console.log(`\nFailed:\n${total.failures.map((name) => `  ${name}`).join('\n')}`);
console.log(`\n${closingLine(total)}`);
process.exitCode = ranNothing || total.failures.length > 0 ? 1 : 0;
