import { issueDevToken } from '@vinculo/server';
import { build } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { chromiumFlags } from '../../chromium.ts';
import { random } from '../../demo-data/random.ts';
import { type FaultProxy, faultProxy, faults } from './fault-proxy.ts';
import type { ChaosState } from './page-api.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { timeline } from './timeline.ts';

export interface Chaos {
  readonly pages: number;
  readonly perSecond: number;
  readonly seconds: number;
  readonly seed: number;
  /** Answers what every second held. */
  readonly timeline?: boolean;
}

export interface ChaosOutcome {
  /** Changes that were made. */
  readonly made: number;
  /** How long after the line was healed and the server was up all queues were empty and all pages equal to the database; undefined: not in time. */
  readonly settledAfter: number | undefined;
  readonly problems: readonly string[];
  readonly story: readonly string[];
  readonly timeline: readonly string[];
}

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** Time that is given to everything to settle, in milliseconds, and after which it counts as failed. */
const inTime = 10_000;
const givenUp = 60_000;

/** Pages that write all the time, a line that goes wrong in every way, and a server that is killed meanwhile; then all is well again, and it is looked what is there. */
export async function chaosRun(program: string, { pages: count, perSecond, seconds, seed, timeline: wanted = false }: Chaos): Promise<ChaosOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-chaos-'));
  const story: string[] = [];
  const began = Date.now();
  const note = (text: string): void => void story.push(`${String(Date.now() - began).padStart(7)} ${text}`);
  const server = await startServer(folder);
  const proxy = await faultProxy(server.port);
  const site = await servePage();
  const browser = await chromium.launch({ executablePath: program, args: [...chromiumFlags] });
  try {
    const token = await issueDevToken(folder, { role: 'staff', subject: 'chaos' });
    const call = async <T>(route: string, body: unknown): Promise<T> => {
      const answer = await fetch(`http://127.0.0.1:${server.port}/v1/${route}`, { method: 'POST', body: JSON.stringify(body), headers: { authorization: `Bearer ${token}` } });
      if (!answer.ok) throw new Error(`${route} answered ${answer.status}.`);
      return (await answer.json()) as T;
    };
    const open: Page[] = [];
    for (let i = 0; i < count; i++) {
      // Two of each share a browser's storage: one of them leads.
      const context = i % 2 === 0 ? await browser.newContext() : open.at(-1)!.context();
      const page = await context.newPage();
      await page.addInitScript((chaos) => void (globalThis.chaos = chaos), { endpoint: proxy.url, token, name: `p${i}`, seed: seed * 1000 + i });
      await page.goto(site.url);
      await page.waitForFunction(() => globalThis.chaosPage.state().ready);
      open.push(page);
    }
    const endTimeline = wanted ? timeline(open, () => server.pids, () => proxy.line) : undefined;
    for (const page of open) await page.evaluate((n) => globalThis.chaosPage.begin(n), perSecond);
    await goWrong(proxy, server, seconds, seed, note);
    const tokens = (await Promise.all(open.map((page) => page.evaluate(() => globalThis.chaosPage.end())))).flat();

    const healed = Date.now();
    note('healed');
    let problems: string[] = [];
    let settledAfter: number | undefined;
    do {
      const rows = await all(call, 'account');
      const expected = Object.fromEntries(rows.map((row) => [row.id, JSON.stringify([row['name'], row['industry'] ?? null, row['tags'] ?? []])]));
      const states = await Promise.all(open.map((page) => page.evaluate(() => globalThis.chaosPage.state())));
      problems = states.flatMap((state, i) => unsettled(`p${i}`, state, expected));
      if (problems.length === 0) settledAfter = Date.now() - healed;
      else await wait(100);
    } while (problems.length > 0 && Date.now() - healed < givenUp);
    if (settledAfter !== undefined && settledAfter > inTime) problems.push(`all was settled ${settledAfter} ms after the end of the faults`);
    problems.push(...misapplied(tokens, await all(call, 'account'), await all(call, 'historyEntry')));
    return { made: tokens.length, settledAfter, problems, story, timeline: (await endTimeline?.()) ?? [] };
  } finally {
    await browser.close();
    await site.stop();
    await proxy.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fault after fault with short rests between, and the death of the server among them. */
async function goWrong(proxy: FaultProxy, server: ServerProcess, seconds: number, seed: number, note: (text: string) => void): Promise<void> {
  const draw = random(seed);
  const until = Date.now() + seconds * 1000;
  const deaths = Math.max(1, Math.round(seconds / 40));
  const dies = Array.from({ length: deaths }, () => Date.now() + draw.next() * seconds * 900).sort((a, b) => a - b);
  while (Date.now() < until) {
    const line = draw.pick(faults);
    note(line);
    proxy.set(line);
    if (dies[0] !== undefined && dies[0] <= Date.now()) {
      dies.shift();
      note('the server dies');
      await server.restart();
      note('the server is back');
    } else await wait(300 + draw.next() * 2500);
    proxy.set('clear');
    note('clear');
    await wait(draw.next() * 1500);
  }
  for (const _ of dies) {
    note('the server dies');
    await server.restart();
    note('the server is back');
  }
  proxy.set('clear');
}

function unsettled(name: string, { connection, waiting, parked, ready, rows }: ChaosState, expected: Readonly<Record<string, string>>): string[] {
  if (waiting > 0 || !ready) return [`${name} is ${connection}, ${waiting} wait, ${ready ? '' : 'not '}ready`];
  const ids = new Set([...Object.keys(rows), ...Object.keys(expected)]);
  const differs = [...ids].filter((id) => rows[id] !== expected[id]);
  return [
    ...parked.map((what) => `${name} parked a change: ${what}`),
    ...differs.slice(0, 3).map((id) => `${name} shows ${String(rows[id])} for ${id}, which is ${String(expected[id])}`),
  ];
}

/** Every change is there once: as a name, as one entry of the history, or as a tag. */
function misapplied(tokens: readonly string[], rows: readonly Row[], history: readonly Row[]): string[] {
  const counts = new Map<string, number>();
  const add = (token: unknown): void => void (typeof token === 'string' && counts.set(token, (counts.get(token) ?? 0) + 1));
  for (const row of rows) {
    add(row['name']);
    for (const tag of (row['tags'] as readonly string[] | null) ?? []) add(tag);
  }
  for (const { op, after } of history) if (op === 'update') add((after as { industry?: string } | null)?.industry);
  return tokens.filter((token) => counts.get(token) !== 1).map((token) => `${token} is there ${counts.get(token) ?? 0} times`);
}

async function all(call: <T>(route: string, body: unknown) => Promise<T>, table: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const page = await call<{ rows: Row[] }>('query', { table, orderBy: ['id'], offset: rows.length, limit: 2000 });
    rows.push(...page.rows);
    if (page.rows.length < 2000) return rows;
  }
}

async function servePage(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page.ts')], outdir: '/', write: false, bundle: true, splitting: true, format: 'esm', target: 'es2022',
    conditions: ['source', 'es2015', 'module', 'browser', 'development'], logLevel: 'silent',
  });
  const files = new Map(outputFiles.map((file) => [file.path.replaceAll('\\', '/'), file.text]));
  const http = createServer((request, response) => {
    const file = files.get(request.url ?? '');
    response.writeHead(200, { 'content-type': file === undefined ? 'text/html' : 'text/javascript' }).end(file ?? '<!doctype html><html lang="en"><meta charset="utf-8"><title>Vinculo</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const { port } = http.address() as AddressInfo; // listens on TCP, so the address is one
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () => new Promise((done) => {
      http.close(() => done());
      http.closeAllConnections();
    }),
  };
}
