import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../program.ts';

/** Where the types of a package's entries stand. */
function typesOf(manifest: string): readonly string[] {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, each] of Object.entries(value)) {
      if (key === 'types' && typeof each === 'string') found.push(join(dirname(manifest), each));
      else look(each);
    }
  };
  look((JSON.parse(readFileSync(manifest, 'utf8')) as { readonly exports?: unknown }).exports);
  return found;
}

// Most projects leave the declarations of what they install unread (`skipLibCheck`); who does not may find no fault in ours.
it('compiles for a project that reads the declarations of all it installs', async () => {
  const built = await run('tsc', ['-b']);
  expect(built.output).toBe('');
  const entries = globSync('packages/*/package.json').flatMap(typesOf);
  expect(entries.length).toBeGreaterThan(20);
  const { code, output } = await run('tsc', [
    '--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', 'false', '--types', '', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable,dom.asynciterable', ...entries,
  ]);
  expect(output).toBe('');
  expect(code).toBe(0);
}, 120_000);
