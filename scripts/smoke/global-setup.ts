import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureChromium } from '../chromium.ts';
import { widgetBundle } from '../demo/bundle.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the script that pages paste. */
    bundle: string;
    chromium: string;
  }
}

/** Builds the script of the pages once. The tests get a copy: a build that begins meanwhile does not pull it from under them. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const bundle = join(mkdtempSync(join(tmpdir(), 'vinculo-bundle-')), 'cdn');
  cpSync(await widgetBundle(), bundle, { recursive: true });
  project.provide('bundle', bundle);
  project.provide('chromium', await ensureChromium());
  return () => rmSync(join(bundle, '..'), { recursive: true, force: true });
}
