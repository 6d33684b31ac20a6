// npm run check: everything that can be told wrong without running the product. `npm test` runs the quick half.

import { checkExports } from './check-exports.ts';
import { run } from './program.ts';
import { failingChecks, staticChecks } from './static-checks.ts';

const failing = await failingChecks([
  ...staticChecks,
  { name: 'unused files and dependencies', run: () => run('knip', ['--no-progress']) },
  { name: 'build', run: () => run('node', ['--conditions=source', 'scripts/build.ts']) },
  { name: 'sizes', run: () => run('node', ['--conditions=source', 'scripts/size.ts']) },
  { name: 'published exports', run: checkExports },
]);
process.exitCode = failing.length > 0 ? 1 : 0;
