import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { run, type Finished } from './program.ts';

/**
 * Packs every package as it would be published and asks publint and attw whether each entry resolves, with types,
 * for Node and for bundlers. Needs `npm run build` first.
 */
export async function checkExports(): Promise<Finished> {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-pack-'));
  try {
    const findings: string[] = [];
    for (const manifest of globSync('packages/*/package.json')) {
      const cwd = dirname(manifest);
      const archive = join(folder, `${basename(cwd)}.tgz`);
      const commands: readonly (readonly string[])[] = [
        ['pnpm', 'pack', '--out', archive],
        ['publint', 'run', archive, '--strict'],
        ['attw', archive, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji'],
      ];
      for (const [command = '', ...args] of commands) {
        const { code, output } = await run(command, args, { cwd });
        if (code !== 0) findings.push(`${cwd}: ${command}\n${output}`);
      }
    }
    return { code: findings.length > 0 ? 1 : 0, output: findings.join('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
