import { defineConfig } from 'vitest/config';

/** Tests that need no browser. Packages resolve to their sources, so nothing is built first. */
export default defineConfig({
  resolve: { conditions: ['source', 'es2015', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['source', 'es2015', 'module', 'node', 'development|production'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.test.ts', 'scripts/smoke/**', 'scripts/crash/**'],
    environment: 'node',
    maxWorkers: 2,
    // Property tests and real databases on a loaded machine: a hang is told apart from slowness by minutes, not seconds.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
