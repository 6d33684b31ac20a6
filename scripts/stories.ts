// npm run stories: Storybook over the sources, at http://localhost:6006. npm run stories -- build writes the static site.

import { run } from './program.ts';

const [mode, ...args] = process.argv.slice(2);
const command =
  mode === 'build'
    ? ['build', '--output-dir', 'storybook-static', ...args]
    : ['dev', '--port', '6006', '--no-open', ...process.argv.slice(2)];
const { code } = await run('pnpm', ['--dir', 'stories', 'exec', 'storybook', ...command, '--disable-telemetry'], {
  show: true,
  env: { CI: 'true', STORYBOOK_DISABLE_TELEMETRY: '1' },
});
process.exitCode = code;
