import { cpSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** What the suites need of the project. */
const files = ['package.json', 'tsconfig.base.json', 'tsconfig.json', 'vitest.config.ts', 'scripts/mutants', 'scripts/tsconfig.json'];
const left: ReadonlySet<string> = new Set(['dist', 'coverage', '.cache']);

/** A copy of the packages' sources to be spoilt, with the packages of others linked. Nothing of the project is written to. @returns its folder */
export function copyOfSources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-mutants-'));
  for (const file of files) cpSync(file, join(folder, file), { recursive: true });
  // Links between the packages are relative, so those of the copy lead to the copy.
  for (const name of readdirSync('packages')) {
    cpSync(join('packages', name), join(folder, 'packages', name), { recursive: true, verbatimSymlinks: true, filter: (path) => !left.has(basename(path)) && !path.endsWith('.tsbuildinfo') });
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}
