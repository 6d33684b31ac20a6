// The browser in which everything is measured, and the page it loads.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type BrowserContext, chromium } from 'playwright-core';
import { chromiumFlags, ensureChromium } from '../chromium.ts';

/** Where Chromium keeps IndexedDB: in LevelDB, or in SQLite. */
export type Disk = 'leveldb' | 'sqlite';

export interface BenchBrowser {
  readonly context: BrowserContext;
  readonly url: string;
  readonly version: string;
  /** Whether it still runs. */
  alive(): boolean;
  close(): Promise<void>;
}

/** Dexie's main entry wraps an older module format; who asks for it gets the modern one. */
const modernDexie: Plugin = {
  name: 'modern-dexie',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^dexie$/ }, ({ kind, resolveDir }) =>
      resolve('dexie/dist/modern/dexie.mjs', { kind, resolveDir }),
    );
  },
};

/** All contestants in one script, as a page would ship them: minified, in production mode. */
export async function bundlePage(): Promise<ReadonlyMap<string, Uint8Array>> {
  const result = await build({
    entryPoints: ['scripts/bench/peers/page.ts'],
    outdir: '/',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    write: false,
    target: 'es2022',
    conditions: ['source', 'es2015', 'module', 'browser', 'production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [modernDexie],
    logLevel: 'error',
  });
  return new Map(
    result.outputFiles.map((file) => [file.path.replaceAll('\\', '/').replace(/^.*\//, '/'), file.contents]),
  );
}

/** Serves the page cross-origin isolated: the clock is finer then. */
export async function servePage(
  files: ReadonlyMap<string, Uint8Array>,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    const headers = {
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
      // Loaded again, a page has its scripts at hand, as on any site.
      'Cache-Control': 'max-age=86400',
    };
    if (file) response.writeHead(200, { ...headers, 'Content-Type': 'text/javascript' }).end(file);
    else if (request.url === '/')
      response
        .writeHead(200, { ...headers, 'Content-Type': 'text/html' })
        .end(
          '<!doctype html><title>bench</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
        );
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => void server.close() };
}

/** A browser with a profile on disk: a private window would keep IndexedDB in memory. */
export async function openBrowser(url: string, disk: Disk): Promise<BenchBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-bench-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: await ensureChromium(),
    headless: true,
    args: [...chromiumFlags, `--${disk === 'sqlite' ? 'enable' : 'disable'}-features=IdbSqliteBackingStore`],
  });
  const used = await diskInUse(context, url, folder);
  if (used !== disk)
    throw new Error(
      `IndexedDB should be kept in ${disk}, but this Chromium keeps it in ${used ?? 'files of an unknown kind'}.`,
    );
  let alive = true;
  context.on('close', () => (alive = false));
  return {
    context,
    url,
    version: context.browser()?.version() ?? '',
    alive: () => alive,
    async close() {
      if (alive) await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What IndexedDB really writes, told by its files. */
async function diskInUse(context: BrowserContext, url: string, folder: string): Promise<Disk | undefined> {
  const page = await context.newPage();
  await page.goto(url);
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('probe');
        request.onsuccess = () => resolve(request.result.close());
        request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
      }),
  );
  await page.close();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (file) => file.isFile() && file.parentPath.includes('IndexedDB'),
  );
  if (files.some((file) => file.parentPath.endsWith('.leveldb'))) return 'leveldb';
  return files.some(
    (file) => readFileSync(join(file.parentPath, file.name)).subarray(0, 15).toString() === 'SQLite format 3',
  )
    ? 'sqlite'
    : undefined;
}
