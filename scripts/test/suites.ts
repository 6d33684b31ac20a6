import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ensureChromium } from '../chromium.ts';
import { run } from '../program.ts';
import { tallyFileVariable } from './tally-reporter.ts';
import { noTests, type Tally } from './tally.ts';

export interface Suite {
  readonly name: string;
  /** The test files; `npm test -- FILTER` keeps those whose path contains it. A suite without files is not run. */
  readonly files: readonly string[];
  /** Runs the files, prints what a person wants to read, and counts. Throws when the runner gave no count. */
  readonly run: (files: readonly string[]) => Promise<Tally>;
}

const results = '.cache/test';

/** All suites, in the order they run. */
export function suites(): readonly Suite[] {
  return [
    {
      name: 'node tests',
      files: testFiles(['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts']).filter((file) => !['smoke', 'crash'].some((name) => file.startsWith(join('scripts', name)))),
      run: runNodeTests,
    },
    { name: 'browser tests', files: browserTestFiles(), run: runBrowserTests },
    { name: 'stories', files: globSync('stories/src/*.stories.ts'), run: runStories },
    { name: 'smoke tests', files: globSync('scripts/smoke/*.test.ts'), run: runSmokeTests },
    { name: 'crash tests', files: globSync('scripts/crash/*.test.ts'), run: runCrashTests },
  ];
}

function testFiles(patterns: readonly string[]): readonly string[] {
  return globSync([...patterns], { exclude: isInstalled }).filter((file) => !file.endsWith('.browser.test.ts'));
}

function browserTestFiles(): readonly string[] {
  return globSync(['packages/*/src/**/*.browser.test.ts', 'examples/**/*.browser.test.ts'], { exclude: isInstalled });
}

function isInstalled(path: string): boolean {
  return path.endsWith('node_modules');
}

async function runNodeTests(files: readonly string[]): Promise<Tally> {
  return runVitest('node', ['--config', 'vitest.config.ts', ...files]);
}

/** Each story is drawn in Chromium and looked over by axe; a story's `play` function is its test. */
async function runStories(files: readonly string[]): Promise<Tally> {
  const chromium = await ensureChromium();
  return runVitest('stories', ['--config', 'stories/vitest.config.ts', ...files], { CHROME_PATH: chromium });
}

/** Whole pages in Chromium, over real servers. */
async function runSmokeTests(files: readonly string[]): Promise<Tally> {
  return runVitest('smoke', ['--config', 'scripts/smoke/vitest.config.ts', ...files]);
}

/** Browsers that are killed and lose their storage. */
async function runCrashTests(files: readonly string[]): Promise<Tally> {
  return runVitest('crash', ['--config', 'scripts/crash/vitest.config.ts', ...files]);
}

async function runVitest(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Tally> {
  const file = resultFile(name);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run('vitest', ['run', ...args, ...reporters], { env, show: true });
  const result = readResult<{
    numPassedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: readonly {
      name: string;
      status: string;
      assertionResults: readonly { status: string; fullName: string }[];
    }[];
  }>(file);
  const failures = result.testResults.flatMap((one) => {
    const path = relative('.', one.name);
    if (one.assertionResults.length === 0) return one.status === 'failed' ? [path] : [];
    return one.assertionResults.filter(({ status }) => status === 'failed').map((test) => `${path} > ${test.fullName}`);
  });
  return withRunner(code, name, {
    passed: result.numPassedTests,
    failures,
    skipped: result.numPendingTests + result.numTodoTests,
  });
}

async function runBrowserTests(files: readonly string[]): Promise<Tally> {
  const chromium = await ensureChromium();
  const file = resultFile('browser');
  const { code } = await run('wtr', ['--config', 'web-test-runner.config.mjs', '--files', ...files], {
    env: { CHROME_PATH: chromium, [tallyFileVariable]: file },
    show: true,
  });
  return withRunner(code, 'browser', readResult<Tally>(file));
}

/** A runner that failed although no test did is a failure by itself: an error outside of tests, coverage, a dead worker. */
function withRunner(code: number, name: string, tally: Tally): Tally {
  return code !== 0 && tally.failures.length === 0 ? { ...tally, failures: [`the runner of the ${name} tests`] } : tally;
}

function resultFile(name: string): string {
  mkdirSync(results, { recursive: true });
  const file = join(process.cwd(), results, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

function readResult<Result>(file: string): Result {
  if (!existsSync(file)) throw new Error('the runner ended without a result');
  return JSON.parse(readFileSync(file, 'utf8')) as Result;
}

/** A suite's tally, where a runner that died or ran nothing is a failure and says so. */
export async function tallyOf(suite: Suite, files: readonly string[]): Promise<Tally> {
  try {
    const tally = await suite.run(files);
    if (tally.passed + tally.failures.length > 0) return tally;
    console.error(`${suite.name}: ${files.length} files, but no test ran`);
  } catch (error) {
    console.error(`${suite.name}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { ...noTests, failures: [suite.name] };
}
