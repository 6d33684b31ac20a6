// npm run bench -- timeline: one customer with ten thousand activities, alone and among a million of others in the cache. Opens its timeline,
// shows all of it and scrolls through it. `--own N`, `--others N,N`, `--frames N`, `--json FILE`. Exits 1 where a "must" is missed.

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { chromiumFlags, ensureChromium } from '../../chromium.ts';
import { percentile } from '../statistics.ts';
import type { TimelineBench } from './page/bench.ts';

declare global {
  interface Window { timelineBench: TimelineBench }
}

const { values: options } = parseArgs({ args: process.argv.slice(3), options: { own: { type: 'string', default: '10000' }, others: { type: 'string', default: '0,1000000' }, frames: { type: 'string', default: '600' }, json: { type: 'string' } } });
const own = Number(options.own);
const sizes = options.others.split(',').map(Number);
const frames = Number(options.frames);
/** A frame of a display of 60 Hz, ms, and what of it counts as missed. */
const [display, missed] = [1000 / 60, 1000 / 60 * 1.5];
/** px a frame: about ten windows a second. */
const step = 120;

const files = new Map<string, Uint8Array>();
const { outputFiles } = await build({
  // Bundled from the widgets' folder, because the root does not depend on them.
  stdin: { contents: `import '@vinculo/widgets/customer-timeline';\nimport bench from ${JSON.stringify(resolve('scripts/bench/timeline/page/bench.ts'))};\nwindow.timelineBench = bench;`, resolveDir: 'packages/widgets', loader: 'ts' },
  outdir: '/', bundle: true, splitting: true, format: 'esm', minify: true, write: false, target: 'es2022', conditions: ['source', 'es2015', 'module', 'browser', 'production'],
  define: { 'process.env.NODE_ENV': '"production"' },
  // As packages/widgets/tsconfig.src.json has it: Lit runs with these decorators alone.
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } }, logLevel: 'error',
});
for (const { path, contents } of outputFiles) files.set(`/${basename(path)}`, contents);
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const file = files.get(pathname);
  if (file) response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(file);
  else if (pathname === '/') response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end('<!doctype html><html lang="en"><meta charset="utf-8"><title>timeline</title><link rel="icon" href="data:,"><script type="module" src="/stdin.js"></script>');
  else response.writeHead(404).end();
});
await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

interface Line {
  readonly others: number;
  readonly open: number;
  readonly lastPress: number;
  /** What the main thread works for one frame, ms, by its own time. */
  readonly busy: number;
  readonly p50: number;
  readonly p95: number;
  readonly missed: number;
  readonly longest: number;
  readonly drawn: number;
  readonly jumps: boolean;
}

const browser = await chromium.launch({ executablePath: await ensureChromium(), headless: true, args: [...chromiumFlags] });
const lines: Line[] = [];
try {
  for (const others of sizes) lines.push(await measure(others));
} finally {
  await browser.close();
  server.close();
}

async function measure(others: number): Promise<Line> {
  const context = await browser.newContext({ viewport: { width: 900, height: 720 } });
  try {
    const filling = await context.newPage();
    await filling.goto(url);
    await filling.waitForFunction(() => window.timelineBench !== undefined);
    const began = Date.now();
    await filling.evaluate(([a, b]) => window.timelineBench.fill(a, b), [own, others] as const);
    process.stderr.write(`bench: ${own} activities among ${others} others are on disk after ${((Date.now() - began) / 1000).toFixed(0)} s\n`);
    await filling.close();
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(url);
    await page.waitForFunction(() => window.timelineBench !== undefined);
    const open = await page.evaluate(([a, b]) => window.timelineBench.open(a, b), [own, others] as const);
    const lastPress = await page.evaluate((n) => window.timelineBench.showAll(n), own);
    const session = await context.newCDPSession(page);
    // Its own time alone: whatever else the machine does is not counted.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const worked = async (): Promise<number> => (await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
    const before = await worked();
    const { frames: deltas, longTasks, drawn } = await page.evaluate(([n, px]) => window.timelineBench.scroll(n, px), [frames, step] as const);
    const busy = (await worked() - before) / frames;
    const jumps = await page.evaluate(async () => (await window.timelineBench.jump(0.5)) && (await window.timelineBench.jump(1)) && (await window.timelineBench.jump(0)));
    if (problems.length > 0) throw new Error(problems[0]);
    return { others, open, lastPress, busy, p50: percentile(deltas, 0.5), p95: percentile(deltas, 0.95), missed: deltas.reduce((sum, each) => sum + (each > missed ? Math.round(each / display) - 1 : 0), 0), longest: Math.max(0, ...longTasks), drawn, jumps };
  } finally {
    await context.close();
  }
}

const setting = `Chromium ${browser.version()}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${frames} frames of ${step} px, ${new Date().toISOString().slice(0, 10)}`;
console.log(`${setting}\n`);
console.log(['others', 'open ms', 'last press ms', 'main thread a frame ms', 'frame p50 / p95 ms', 'missed frames', 'longest task ms', 'items drawn', 'jumps land'].join(' | '));
for (const each of lines) console.log([each.others, each.open.toFixed(0), each.lastPress.toFixed(0), each.busy.toFixed(1), `${each.p50.toFixed(1)} / ${each.p95.toFixed(1)}`, each.missed, each.longest.toFixed(0), each.drawn, each.jumps ? 'yes' : 'no'].join(' | '));
const worst = lines.reduce((most, each) => Math.max(most, each.missed), 0);
const musts = [
  { text: `at most one frame in a hundred is missed while all ${own} are scrolled through: ${worst} of ${frames}`, held: worst <= frames / 100 },
  { text: `a frame costs the main thread less than half of its time: ${Math.max(...lines.map(({ busy }) => busy)).toFixed(1)} of ${display.toFixed(1)} ms`, held: lines.every(({ busy }) => busy < display / 2) },
  { text: 'what is jumped to is drawn within three frames', held: lines.every(({ jumps }) => jumps) },
  ...lines.slice(1).map(({ others, open }) => ({ text: `among ${others} others it opens within 1.5 times its own time: ${open.toFixed(0)} and ${lines[0]!.open.toFixed(0)} ms`, held: open <= lines[0]!.open * 1.5 })),
];
for (const { text, held } of musts) console.log(`${held ? 'held  ' : 'missed'}  ${text}`);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ setting, lines, musts }, undefined, 2)}\n`);
if (musts.some(({ held }) => !held)) process.exitCode = 1;
