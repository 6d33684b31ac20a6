import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { random } from '../demo-data/random.ts';
import { type CrashBackend, startBackend } from './backend.ts';
import { type CrashBrowser, launch, openTab, type Storage, type Tab } from './browser.ts';
import type { PageState, Told } from './page/page-api.ts';
import type { Step } from './work.ts';

/** One browser with a profile of its own over a backend of its own, and what its pages told. */
export interface Stage {
  readonly backend: CrashBackend;
  readonly profile: string;
  readonly browser: CrashBrowser;
  /** What was told of each change, by its token. */
  readonly told: ReadonlyMap<string, readonly Told['what'][]>;
  /** @param version of the schema */
  open(name: string, version?: 'now' | 'next'): Promise<Tab>;
  /** Kills the browser and starts it on the same profile. @param between what happens to the profile meanwhile */
  restart(between?: () => void): Promise<void>;
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
    open: (name, version = 'now') => openTab(browser.context, `${backend.url}/${version}/`, name, hear),
    async restart(between = () => {}) {
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

/** Writes new accounts in a tab. Answers their tokens. */
export async function writeIn(tab: Tab, count = 1): Promise<readonly string[]> {
  const steps = Array.from({ length: count }, (): Step => {
    const id = `${tab.name}-${++named}`;
    return { token: `token ${id}`, op: 'create', table: 'account', id };
  });
  await tab.page.evaluate((steps) => globalThis.crashPage.write(steps, false), steps);
  return steps.map((step) => step.token);
}

export function stateOf(tab: Tab): Promise<PageState> {
  return tab.page.evaluate(() => globalThis.crashPage.state());
}
