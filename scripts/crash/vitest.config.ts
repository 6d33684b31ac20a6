import { defineConfig } from 'vitest/config';

/** Browsers that die, over a backend in this process. One at a time: each is several processes. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  resolve: { conditions: ['source', 'es2015', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['source', 'es2015', 'module', 'node', 'development|production'] } },
  test: {
    include: ['scripts/crash/**/*.test.ts'],
    environment: 'node',
    globalSetup: 'scripts/crash/global-setup.ts',
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000, interval: 40 } },
  },
});
