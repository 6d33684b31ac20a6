import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';
import { random } from '../demo-data/random.ts';
import { type CrashBackend, startBackend } from './backend.ts';
import { type CrashBrowser, launch, openTab, type Storage, type Tab } from './browser.ts';
import type { PageState, Told } from './page/page-api.ts';
import type { Step } from './work.ts';

interface HowToOpen {
  /** Of the schema. */
  readonly version?: 'now' | 'next';
  /** In a window of its own that leaves nothing on disk. */
  readonly privately?: boolean;
  /** Bytes that the page's origin may store. */
  readonly quota?: number;
}

/** One browser with a profile of its own over a backend of its own, and what its pages told. */
export interface Stage {
  readonly backend: CrashBackend;
  readonly profile: string;
  readonly browser: CrashBrowser;
  /** What was told of each change, by its token. */
  readonly told: ReadonlyMap<string, readonly Told['what'][]>;
  open(name: string, how?: HowToOpen): Promise<Tab>;
  /** Ends the browser as a person would and starts it on the same profile. */
  restart(): Promise<void>;
  /** Kills the browser and starts it on the same profile. @param between what happens to the profile meanwhile */
  restartAfterDeath(between: () => void): Promise<void>;
  end(): Promise<void>;
}

export async function setStage(program: string, files: ReadonlyMap<string, string>, storage: Storage = 'leveldb'): Promise<Stage> {
  const profile = mkdtempSync(join(tmpdir(), 'vinculo-crash-'));
  const backend = await startBackend(files, random(1));
  let browser = await launch(program, profile, storage);
  const told = new Map<string, Told['what'][]>();
  const hear = ({ token, what }: Told): void => void (told.get(token) ?? told.set(token, []).get(token)!).push(what);
  return {
    backend, profile, told,
    get browser() {
      return browser;
    },
    async open(name, { version = 'now', privately = false, quota } = {}) {
      const context = privately ? await browser.browser.newContext() : browser.context;
      return openTab(context, `${backend.url}/${version}/`, name, hear, (cdp) => (quota === undefined ? Promise.resolve() : limit(cdp, backend.url, quota)));
    },
    async restart() {
      await browser.close();
      browser = await launch(program, profile, storage);
    },
    async restartAfterDeath(between) {
      await browser.kill();
      between();
      browser = await launch(program, profile, storage);
    },
    async end() {
      await browser.kill();
      await backend.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

let named = 0;

/** Writes new accounts in a tab. Answers their tokens. @param length of each one's description */
export async function writeIn(tab: Tab, count = 1, length = 0): Promise<readonly string[]> {
  const steps = Array.from({ length: count }, (): Step => {
    const id = `${tab.name}-${++named}`;
    return { token: `token ${id}`, op: 'create', table: 'account', id, ...(length > 0 ? { length } : {}) };
  });
  await tab.page.evaluate((steps) => globalThis.crashPage.write(steps, false), steps);
  return steps.map((step) => step.token);
}

export function stateOf(tab: Tab): Promise<PageState> {
  return tab.page.evaluate(() => globalThis.crashPage.state());
}

/** Changes that the backend has not applied, or more than once. */
export function unapplied(backend: CrashBackend, tokens: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { token } of backend.applied()) counts.set(token, (counts.get(token) ?? 0) + 1);
  return tokens.filter((token) => counts.get(token) !== 1);
}

/** How much a site may store. */
async function limit(cdp: CDPSession, url: string, bytes: number): Promise<void> {
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, quotaSize: bytes });
}
