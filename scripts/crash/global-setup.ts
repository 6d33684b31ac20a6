import type { TestProject } from 'vitest/node';
import { ensureChromium } from '../chromium.ts';
import { bundlePages } from './bundle.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Files of the pages, by path. */
    pages: readonly (readonly [path: string, text: string])[];
    chromium: string;
  }
}

export default async function setUp(project: TestProject): Promise<void> {
  project.provide('pages', [...(await bundlePages())]);
  project.provide('chromium', await ensureChromium());
}
