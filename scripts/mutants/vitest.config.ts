import { mergeConfig } from 'vitest/config';
import project from '../../vitest.config.ts';

/** The project's tests, which say that something fails and do not look for the smallest example of it. */
export default mergeConfig(project, { test: { setupFiles: ['scripts/mutants/stop-at-first.ts'] } });
