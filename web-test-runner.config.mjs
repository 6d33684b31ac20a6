import { defaultReporter } from '@web/test-runner';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { chromiumFlags, ensureChromium } from './scripts/chromium.ts';
import { tallyReporter } from './scripts/test/tally-reporter.ts';

/** Tests that need a browser: real DOM, real IndexedDB, real focus. Sources are served as they are, types removed. */
export default {
  files: ['packages/*/src/**/*.browser.test.ts', 'examples/**/*.browser.test.ts', '!**/node_modules/**'],
  rootDir: import.meta.dirname,
  nodeResolve: { exportConditions: ['source', 'es2015', 'browser', 'development'] },
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: `${import.meta.dirname}/packages/widgets/tsconfig.src.json`,
    }),
  ],
  browsers: [
    chromeLauncher({
      launchOptions: { executablePath: await ensureChromium(), args: [...chromiumFlags] },
      // A window for each file: a tab behind another one gets no frames, and a test that waits for one would stall.
      createPage: async ({ context }) => {
        const page = await context.newPage({ type: 'window' });
        // A module that the last page was still loading when it closed stays locked in the cache, and the next page waits for it.
        await page.setCacheEnabled(false);
        return page;
      },
    }),
  ],
  // Two at once are no faster on two cores, and tests that wait a second for something then miss it on a busy machine.
  concurrency: 1,
  testsFinishTimeout: 180_000,
  testFramework: { config: { timeout: 10_000 } },
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [defaultReporter({ reportTestProgress: false }), tallyReporter()],
};
