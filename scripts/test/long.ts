// npm run test:long [-- RUNS]: the suites of random changes and schedules, with 100,000 runs each or as many as named (a failure prints its seed),
// and every hostile string in every field of every widget.

import { run } from '../program.ts';

const runs = process.argv[2] ?? '100000';
const suites = ['packages/sdk/src/store/model.test.ts', 'packages/sdk/src/sync/simulation.test.ts'];
const seed = String(process.env['VINCULO_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

console.log(`${runs} runs each, VINCULO_SEED=${seed}`);
const random = await run('vitest', ['run', '--testTimeout=0', ...suites], { show: true, env: { VINCULO_RUNS: runs, VINCULO_SEED: seed } });
const hostile = await run('vitest', ['run', '--config', 'scripts/smoke/vitest.config.ts', 'scripts/smoke/hostile-strings.test.ts'], { show: true, env: { VINCULO_HOSTILE: 'all' } });
process.exitCode = random.code || hostile.code;
