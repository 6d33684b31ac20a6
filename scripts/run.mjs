// node scripts/run.mjs scripts/NAME.ts [args]: runs one of the project's commands, setting the machine up first.

import { join } from 'node:path';
import { exitCodeOf, failWith, inherit } from './child.mjs';
import { nodeProgram, root, setUp } from './setup.mjs';

const [script, ...args] = process.argv.slice(2);
if (!script) {
  process.stderr.write('usage: node scripts/run.mjs scripts/NAME.ts [args]\n');
  process.exit(2);
}

try {
  const env = setUp();
  // The condition makes the workspace's packages resolve to their TypeScript sources: no build is needed.
  process.exitCode = await exitCodeOf(
    inherit(nodeProgram(), ['--conditions=source', join(root, script), ...args], env),
  );
} catch (error) {
  failWith(error);
}
