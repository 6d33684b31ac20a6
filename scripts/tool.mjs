// npm run tool -- COMMAND [args]: runs any program in the project's environment, for developers.
// For example: npm run tool -- pnpm install, npm run tool -- vitest packages/sdk

import { exitCodeOf, failWith, inherit } from './child.mjs';
import { setUp } from './setup.mjs';

const [command, ...args] = process.argv.slice(2);
if (!command) {
  process.stderr.write('usage: npm run tool -- COMMAND [args]\n');
  process.exit(2);
}

try {
  const env = setUp({ packages: command !== 'pnpm' });
  process.exitCode = await exitCodeOf(inherit(command, args, env));
} catch (error) {
  failWith(error);
}
