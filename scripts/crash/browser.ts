import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { chromiumFlags } from '../chromium.ts';
import type { Told } from './page/page-api.ts';

/** The two ways in which Chromium keeps IndexedDB. */
export type Storage = 'leveldb' | 'sqlite';

/** A browser that can die as one does when the power goes: at any moment, with all its processes. */
export interface CrashBrowser {
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** Tabs that are behind others are hidden. Where not, pages have to say that they are. */
  readonly hidesTabs: boolean;
  kill(): Promise<void>;
  /** Ends it as a person would, so that it writes what it still has to write. */
  close(): Promise<void>;
}

export async function launch(program: string, profile: string, storage: Storage = 'leveldb'): Promise<CrashBrowser> {
  // What a browser that was killed leaves behind.
  rmSync(join(profile, 'DevToolsActivePort'), { force: true });
  const isShell = basename(program).includes('headless-shell');
  const flags = [
    ...chromiumFlags, '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...(isShell ? [] : ['--headless=new']),
    ...(storage === 'sqlite' ? ['--enable-features=IdbSqliteBackingStore'] : ['--disable-features=IdbSqliteBackingStore']), 'about:blank',
  ];
  // A group of its own, so that one signal ends all its processes.
  const child = spawn(program, flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const kill = async (): Promise<void> => {
    killGroup(child);
    await ended;
  };
  try {
    // No defaults: they would tell pages that they are in front.
    const browser = await chromium.connectOverCDP(await addressOf(child), { noDefaults: true });
    const context = browser.contexts()[0];
    if (!context) throw new Error('The browser came up without a window.');
    context.setDefaultTimeout(15_000);
    const close = async (): Promise<void> => {
      const session = await browser.newBrowserCDPSession();
      // The end may come before the answer.
      session.send('Browser.close').catch(() => {});
      await ended;
    };
    return { browser, context, hidesTabs: !isShell, kill, close };
  } catch (error) {
    await kill();
    throw error;
  }
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(-child.pid!, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.on('data', (text: Buffer) => {
      said += text.toString();
      const address = /DevTools listening on (\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once('error', reject).once('exit', () => reject(new Error(`The browser ended before it listened:\n${said}`)));
  });
}

export interface Tab {
  readonly name: string;
  readonly page: Page;
  readonly cdp: CDPSession;
  /** Ends its process, as a fault in it would. Fulfilled when the browser knows. */
  crash(): Promise<void>;
}

/** Opens a page and waits for its client. @param told hears of its changes @param before is done before the page loads */
export async function openTab(context: BrowserContext, address: string, name: string, told: (told: Told) => void, before?: (cdp: CDPSession) => Promise<void>): Promise<Tab> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  cdp.on('Runtime.bindingCalled', ({ name: binding, payload }) => {
    if (binding === 'tell') told(JSON.parse(payload) as Told);
  });
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: 'tell' });
  await before?.(cdp);
  const url = new URL(address);
  url.searchParams.set('tab', name);
  await page.goto(url.href);
  await page.waitForFunction(() => 'crashPage' in globalThis);
  const crash = async (): Promise<void> => {
    const crashed = new Promise<void>((resolve) => void page.once('crash', () => resolve()));
    // It never answers.
    cdp.send('Page.crash').catch(() => {});
    await crashed;
  };
  return { name, page, cdp, crash };
}

/** The process that draws a page: it is the one that works while the page does. */
export async function rendererOf(browser: Browser, tab: Tab): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const times = async (): Promise<Map<number, number>> =>
    new Map((await session.send('SystemInfo.getProcessInfo')).processInfo.filter((p) => p.type === 'renderer').map((p) => [p.id, p.cpuTime]));
  const before = await times();
  await tab.page.evaluate(() => globalThis.crashPage.hang(300));
  const after = await times();
  await session.detach();
  return [...after].map(([id, time]) => [id, time - (before.get(id) ?? 0)] as const).sort((a, b) => b[1] - a[1])[0]![0];
}
