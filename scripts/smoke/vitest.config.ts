import { defineConfig } from 'vitest/config';

/** Whole pages in a real browser, over a real server. Each file has a server of its own. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  resolve: { conditions: ['source', 'es2015', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['source', 'es2015', 'module', 'node', 'development|production'] } },
  test: {
    include: ['scripts/smoke/**/*.test.ts'],
    environment: 'node',
    globalSetup: 'scripts/smoke/global-setup.ts',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000, interval: 40 } },
  },
});
