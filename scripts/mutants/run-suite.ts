import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../program.ts';
import type { MutantSuite } from './suites.ts';

/** What a suite says of the sources as they are. */
export type Verdict =
  | { readonly outcome: 'passed' }
  /** @property test the first test that failed */
  | { readonly outcome: 'failed'; readonly test: string }
  /** No test ran: the sources do not even load, which proves nothing of the tests. */
  | { readonly outcome: 'broken'; readonly output: string };

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly { readonly message: string; readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[] }[];
}

/** Runs a suite in a copy of the sources, up to its first failure. @param longest seconds after which it counts as one that does not end */
export async function runSuite(folder: string, { files, runs }: MutantSuite, longest: number): Promise<Verdict> {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const stop = AbortSignal.timeout(Math.round(longest * 1000));
  let output = '';
  try {
    ({ output } = await run('vitest', ['run', '--root', '.', '--config', 'scripts/mutants/vitest.config.ts', '--bail=1', '--reporter=json', `--outputFile=${report}`, ...files], { cwd: folder, env: { VINCULO_RUNS: String(runs) }, signal: stop }));
  } catch (error) {
    if (!stop.aborted) throw error;
    return { outcome: 'failed', test: `did not end in ${longest.toFixed(0)} s` };
  }
  if (!existsSync(report)) return { outcome: 'broken', output };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const tests = testResults.flatMap((file) => file.assertionResults);
  const failed = tests.find((test) => test.status === 'failed');
  if (failed) return { outcome: 'failed', test: failed.fullName };
  const dead = testResults.find((file) => file.assertionResults.length === 0);
  return dead ? { outcome: 'broken', output: dead.message } : { outcome: 'passed' };
}
