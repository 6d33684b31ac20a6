// npm run build: what is published. dist/ of every package, the widgets' cdn/ bundle and custom-elements.json.

import { globSync, rmSync } from 'node:fs';
import { run } from './program.ts';

for (const folder of globSync(['packages/*/dist', 'packages/widgets/cdn'])) rmSync(folder, { recursive: true });

const steps: readonly (readonly [name: string, command: string, args: readonly string[], cwd?: string])[] = [
  ['packages', 'tsc', ['-b', ...globSync('packages/*/tsconfig.src.json')]],
  ['cdn bundle', 'vite', ['build', '--config', 'vite.config.ts', '--logLevel', 'warn'], 'packages/widgets'],
  [
    'custom-elements.json',
    'cem',
    ['analyze', '--config', 'custom-elements-manifest.config.mjs', '--quiet'],
    'packages/widgets',
  ],
];

for (const [name, command, args, cwd] of steps) {
  const { code, output } = await run(command, args, cwd === undefined ? {} : { cwd });
  if (code !== 0) {
    console.error(`${name}: failed\n${output}`);
    process.exit(1);
  }
  console.log(`built ${name}`);
}
