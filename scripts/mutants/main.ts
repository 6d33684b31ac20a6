// npm run test:mutants [-- WORD ...]: tests of the tests. Plants one fault after the other in a copy of the sources and sees that each suite named for it
// catches it. With words, only the mutants whose fault or file contains one of them. Exits 1 where one survives, or where its text no longer occurs.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfSources } from './copy.ts';
import { type Mutant, mutants } from './mutants.ts';
import { runSuite } from './run-suite.ts';
import { type MutantSuiteName, mutantSuites } from './suites.ts';

const words = process.argv.slice(2);
const chosen = mutants.filter(({ fault, file }) => words.length === 0 || words.some((word) => fault.includes(word) || file.includes(word)));
if (chosen.length === 0) throw new Error(`No mutant's fault or file contains ${words.join(' or ')}.`);

const folder = copyOfSources();
let bad = 0;
/** Seconds that each suite takes without a fault. */
const usual = new Map<MutantSuiteName, number>();

function say(mark: 'ok' | 'SURVIVED' | 'STALE' | 'BROKEN', mutant: string, suite: string, seconds: number, more: string): void {
  if (mark !== 'ok') bad++;
  console.log(`${mark.padEnd(9)}${mutant.padEnd(58)} ${suite.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${more}`);
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const began = performance.now();
  return [await work(), (performance.now() - began) / 1000];
}

async function tryOut({ fault, file, text, instead, caughtBy }: Mutant): Promise<void> {
  const path = join(folder, 'packages/sdk/src', file);
  const source = readFileSync(path, 'utf8');
  if (source.split(text).length !== 2) {
    say('STALE', fault, '-', 0, `its text stands ${source.split(text).length - 1} times in ${file}, not once`);
    return;
  }
  writeFileSync(path, source.replace(text, () => instead));
  try {
    for (const suite of caughtBy) {
      const [verdict, seconds] = await timed(() => runSuite(folder, mutantSuites[suite], 60 + 6 * usual.get(suite)!));
      if (verdict.outcome === 'failed') say('ok', fault, suite, seconds, verdict.test);
      else if (verdict.outcome === 'passed') say('SURVIVED', fault, suite, seconds, file);
      else say('BROKEN', fault, suite, seconds, verdict.output.trim().split('\n').slice(-3).join(' '));
    }
  } finally {
    writeFileSync(path, source);
  }
}

try {
  // What fails without a fault would catch anything.
  const suites = [...new Set(chosen.flatMap((m) => m.caughtBy))].sort((a: MutantSuiteName, b: MutantSuiteName) => (a < b ? -1 : 1));
  for (const suite of suites) {
    const [verdict, seconds] = await timed(() => runSuite(folder, mutantSuites[suite], 600));
    usual.set(suite, seconds);
    if (verdict.outcome === 'passed') say('ok', 'nothing: the sources as they are', suite, seconds, 'passes');
    else say('BROKEN', 'nothing: the sources as they are', suite, seconds, verdict.outcome === 'failed' ? verdict.test : verdict.output);
  }
  if (bad === 0) for (const mutant of chosen) await tryOut(mutant);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(bad === 0 ? `\n${chosen.length} mutants, all caught` : `\n${bad} of the lines above are wrong`);
process.exitCode = bad === 0 ? 0 : 1;
