// npm run test:crash [-- --rounds N] [--seed N] [WORD ...]: kills real browsers over waiting changes and takes their storage away, and looks what is lost.
// Words keep the test files whose path contains one. A seed gives the same rounds again, but for the machine's timing.

import { parseArgs } from 'node:util';
import { run } from '../program.ts';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const wrong = [values.rounds, values.seed ?? '0'].find((text) => !/^\d+$/.test(text));
if (wrong !== undefined) {
  console.error(`${wrong} is no whole number. npm run test:crash -- --rounds 100 --seed 1`);
  process.exit(2);
}
const { code } = await run('vitest', ['run', '--config', 'scripts/crash/vitest.config.ts', ...positionals], {
  env: { CRASH_ROUNDS: values.rounds, ...(values.seed === undefined ? {} : { CRASH_SEED: values.seed }) },
  show: true,
});
process.exitCode = code;
