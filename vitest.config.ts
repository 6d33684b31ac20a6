import { defineConfig } from 'vitest/config';

/** Tests that need no browser. Packages resolve to their sources, so nothing is built first. */
export default defineConfig({
  resolve: { conditions: ['source', 'es2015', 'module', 'node', 'development|production'] },
  ssr: { resolve: { conditions: ['source', 'es2015', 'module', 'node', 'development|production'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.test.ts', 'scripts/smoke/**'],
    environment: 'node',
    maxWorkers: 2,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
