// npm run test:backends [-- --record]: the adapters of other systems against those systems, installed and started here and removed again.
// --record writes the exchanges anew that `npm test` replays.

import { startTryton } from './backends/tryton-server.ts';
import { run } from './program.ts';

const record = process.argv.includes('--record');
const tryton = await startTryton();
// Ctrl-C reaches the tests too; they end, and then the server is stopped below.
process.on('SIGINT', () => undefined);
try {
  const tests = await run('vitest', ['run', 'packages/adapters/src/tryton'], { show: true, env: { TRYTON_ENDPOINT: tryton.endpoint, ...(record ? { TRYTON_RECORD: '1' } : {}) } });
  process.exitCode = tests.code;
} finally {
  await tryton.stop();
}
