import { findWrongImports } from './check-imports.ts';
import { run, type Finished } from './program.ts';

export interface StaticCheck {
  readonly name: string;
  readonly run: () => Promise<Finished>;
}

/** What can be told wrong without running anything; seconds for the whole workspace. */
export const staticChecks: readonly StaticCheck[] = [
  { name: 'types', run: () => run('tsc', ['-b', '--pretty', 'false']) },
  { name: 'lint', run: () => run('oxlint', ['--deny-warnings']) },
  { name: 'import direction', run: checkImports },
];

async function checkImports(): Promise<Finished> {
  const wrong = findWrongImports(process.cwd());
  const output = wrong
    .map(({ file, line, specifier, message }) => `${file}:${line} '${specifier}': ${message}\n`)
    .join('');
  return { code: wrong.length > 0 ? 1 : 0, output };
}

/** Runs the checks one after another, prints what the failing ones said, and gives the names of these. */
export async function failingChecks(checks: readonly StaticCheck[]): Promise<readonly string[]> {
  const failing: string[] = [];
  for (const check of checks) {
    const started = performance.now();
    const { code, output } = await check.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)`);
    if (code === 0) continue;
    failing.push(check.name);
    console.log(output.trimEnd());
  }
  return failing;
}
