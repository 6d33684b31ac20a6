// npm run bench -- pop: how long it takes from a call to the caller's name on the screen, with 20,000 contacts: from a warm cache, and on a page that was just
// opened and has its disk alone. `--rounds N`. Exits 1 where a median is over 100 ms warm or 300 ms cold.

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import { chromiumFlags, ensureChromium } from '../../chromium.ts';
import { spread } from '../statistics.ts';
import type { PopBench } from './page.ts';

const { values: options } = parseArgs({ args: process.argv.slice(3), options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(options.rounds);
const most = { warm: 100, cold: 300 };

// From the widgets' folder, because the root does not depend on them.
const { outputFiles } = await build({
  stdin: { contents: `import '@vinculo/widgets/screen-pop';\nimport ${JSON.stringify(resolve('scripts/bench/pop/page.ts'))};`, resolveDir: 'packages/widgets', loader: 'ts' },
  outdir: '/', bundle: true, splitting: true, format: 'esm', minify: true, write: false, target: 'es2022', conditions: ['source', 'es2015', 'module', 'browser', 'production'],
  define: { 'process.env.NODE_ENV': '"production"' },
  // As packages/widgets/tsconfig.src.json has it: Lit runs with these decorators alone.
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } }, logLevel: 'error',
});
const files = new Map(outputFiles.map(({ path, contents }) => [`/${basename(path)}`, contents]));
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = files.get(pathname);
  response.writeHead(200, { 'Content-Type': file ? 'text/javascript' : 'text/html; charset=utf-8', 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' })
    .end(file ?? '<!doctype html><html lang="en"><meta charset="utf-8"><title>pop</title><link rel="icon" href="data:,"><body><script type="module" src="/stdin.js"></script>');
});
await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // listens on TCP, so the address is one

const folder = mkdtempSync(join(tmpdir(), 'vinculo-pop-'));
const context = await chromium.launchPersistentContext(folder, { executablePath: await ensureChromium(), headless: true, args: [...chromiumFlags] });
const warm: number[] = [];
const cold: number[] = [];
const call = (page: Page, i: number): Promise<number> => page.evaluate(([number, name]) => (globalThis as unknown as { popBench: PopBench }).popBench.pop(number!, name!), [`0171 ${1_000_000 + i}`, `Caller ${i}`]);
const opened = async (search: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(url + search);
  await page.waitForFunction(() => 'popBench' in globalThis);
  return page;
};
try {
  const first = await opened('');
  await first.evaluate(() => (globalThis as unknown as { popBench: PopBench }).popBench.warmUp());
  for (let i = 0; i < rounds; i++) warm.push(await call(first, 100 + i * 17));
  await first.close();
  for (let i = 0; i < rounds; i++) {
    const page = await opened('?answersAfter=20000');
    cold.push(await call(page, 5000 + i * 17));
    await page.close();
  }
} finally {
  await context.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const [name, samples] of [['warm', warm], ['cold', cold]] as const) {
  const { p50, p95 } = spread(samples);
  const held = p50 <= most[name];
  console.log(`${held ? 'held  ' : 'missed'}  ${name}: median ${p50.toFixed(0)} ms, 95th percentile ${p95.toFixed(0)} ms of ${rounds} (at most ${most[name]} ms)`);
  if (!held) process.exitCode = 1;
}
