// npm run test:chaos [-- --runs N] [--pages N] [--rate N] [--seconds N] [--seed N] [--timeline]: pages that write all the time over a line and a server that fail.

import { parseArgs } from 'node:util';
import { run } from '../../program.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' }, pages: { type: 'string', default: '10' }, rate: { type: 'string', default: '20' }, seconds: { type: 'string', default: '120' }, seed: { type: 'string' },
    timeline: { type: 'boolean', default: false },
  },
});
const { timeline, ...numbers } = values;
const wrong = Object.entries(numbers).find(([, text]) => !/^[1-9]\d*$/.test(text));
if (wrong) {
  console.error(`--${wrong[0]} ${wrong[1]} is no whole number above 0. npm run test:chaos -- --runs 20 --pages 10 --rate 20 --seconds 120`);
  process.exit(2);
}
const { runs, pages, rate, seconds, seed } = numbers;
const { code } = await run('vitest', ['run', '--config', 'scripts/crash/vitest.config.ts', 'chaos'], {
  env: { CHAOS_RUNS: runs, CHAOS_PAGES: pages, CHAOS_PER_SECOND: rate, CHAOS_SECONDS: seconds, CHAOS_TIMELINE: timeline ? 'yes' : 'no', ...(seed === undefined ? {} : { CHAOS_SEED: seed }) },
  show: true,
});
process.exitCode = code;
