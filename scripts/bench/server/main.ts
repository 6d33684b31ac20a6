// npm run bench -- server: the reference server against the raw rate of its own statements, and beside Directus, on one Postgres. `--only LINES`,
// `--quick` (a small tenant and short loads, to see that everything runs), `--soak MINUTES` (20; 0 leaves it out), `--seconds N` of each load, `--json FILE`,
// `--write-docs` (docs/scaling.md). Exits 1 where anyone's work was wrong. Nothing is judged.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { writeBetween } from '../docs.ts';
import { slope } from '../statistics.ts';
import { timedCommands, timedReadings } from './at-once.ts';
import { type Directus, directusVersion, startDirectus } from './directus.ts';
import { type Load, generate } from './jobs.ts';
import { type Raw, raw, record } from './raw.ts';
import { type Figure, type Rate, type Results, markdownTables, textTables } from './report.ts';
import { type Memory, ask, asOwner, databaseUrl, startServer } from './stand.ts';
import { fill, full, people, quick as small } from './tenant.ts';
import { type Around, type Workload, workloads } from './workloads.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    soak: { type: 'string' },
    seconds: { type: 'string' },
    json: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
  },
});
const parts = [...workloads.map((w) => w.id), 'live', 'bootstrap', 'commands', 'readings', 'soak'];
const only = options.only?.split(',') ?? parts;
const unknown = only.filter((id) => !parts.includes(id));
if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}: there is no such line. There are ${parts.join(', ')}.`);
const number = (text: string | undefined, otherwise: number): number => {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value >= 0)) throw new Error(`“${text}” is no number of 0 or more.`);
  return value;
};
const size = options.quick ? small : full;
const seconds = number(options.seconds, options.quick ? 3 : 30);
const soakMinutes = number(options.soak, options.quick ? 0.5 : 20);
const connections = 50;
const liveClients = options.quick ? 100 : 1000;

const began = Date.now();
const say = (text: string): void => void process.stderr.write(`bench ${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);

const folder = mkdtempSync(join(tmpdir(), 'vinculo-bench-'));
const recorderFolder = mkdtempSync(join(tmpdir(), 'vinculo-bench-recorder-'));
const rates: Rate[] = [];
const figures: Figure[] = [];
/** Lines that came to no end. */
const failures: string[] = [];

const server = await startServer(folder);
let cleaned: Promise<void> | undefined;
const cleanUp = (): Promise<void> => (cleaned ??= (async () => {
  await server.stop();
  for (const made of [folder, recorderFolder]) rmSync(made, { recursive: true, force: true });
})());
// A run that is cut leaves nothing behind, also when it is told twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void cleanUp().then(() => process.exit(1)));
try {
  say(`filling a tenant: ${size.contacts.toLocaleString('en-US')} contacts, ${size.activities.toLocaleString('en-US')} activities`);
  await asOwner(folder, (client) => fill(client, size));
  await line('bootstrap', bootstraps);
  await line('readings', async () => void figures.push(...(await timedReadings(server, size))));
  await measureRates(workloads.filter((w) => only.includes(w.id)));
  await line('live', lives);
  await line('commands', async () => void figures.push(...(await timedCommands(server, size))));
  if (soakMinutes > 0) await line('soak', soaks);
} finally {
  await cleanUp();
}
console.log(textTables(results()));
if (failures.length > 0) process.exitCode = 1;

/** One failing line does not take the others with it. */
async function line(id: string, measured: () => Promise<void>): Promise<void> {
  if (!only.includes(id)) return;
  say(id);
  try {
    await measured();
  } catch (error) {
    failures.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    say(`  failed: ${failures.at(-1)}`);
  }
  save();
}

async function measureRates(some: readonly Workload[]): Promise<void> {
  if (some.length === 0) return;
  const raws = new Map<string, Raw | string>();
  for (const workload of some) {
    await line(workload.id, async () => {
      const ours = await generate('load', { url: server.url, asked: { workload: workload.id, around: await around() }, connections, seconds, warmUp: seconds / 3 }).answer;
      rates.push({ id: workload.id, says: workload.says, ours, raw: 'not played', directus: 'Directus has no such request' });
      say(`  ${ours.perSecond.toFixed(0)} a second, p50 ${ours.p50} ms, p99 ${ours.p99} ms`);
    });
    await line(workload.id, async () => {
      const played = await raw(folder, workload.id, await record(folder, recorderFolder, workload, await around()), size.contacts, seconds);
      raws.set(workload.id, played);
      say(`  pgbench: ${typeof played === 'string' ? played : `${played.perSecond.toFixed(0)} a second of ${played.statements} statements`}`);
    });
  }
  const theirs = await beside(some);
  for (const [i, rate] of rates.entries()) rates[i] = { ...rate, raw: raws.get(rate.id) ?? rate.raw, directus: theirs.get(rate.id) ?? rate.directus };
  save();
}

/** Directus, where it has the same request. */
async function beside(some: readonly Workload[]): Promise<Map<string, Load | string>> {
  const same = new Map<string, Load | string>();
  const wanted = ([['push.create', 'insert'], ['list', 'list']] as const).filter(([id]) => some.some((w) => w.id === id));
  if (wanted.length === 0) return same;
  let directus: Directus;
  try {
    say(`Directus ${directusVersion}`);
    directus = await startDirectus(databaseUrl(folder, 'admin'), size.contacts);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(`  n/a: ${reason}`);
    return new Map(wanted.map(([id]) => [id, reason]));
  }
  try {
    for (const [id, request] of wanted) {
      const load = generate('load', { url: directus.url, asked: { directus: request, token: directus.token }, connections, seconds, warmUp: seconds / 3 }).answer;
      same.set(id, await load.catch((error: unknown) => (error instanceof Error ? error.message : String(error))));
    }
  } finally {
    await directus.stop();
  }
  return same;
}

/** Where a reading of the contacts stands now. Read in about 20 pages. */
async function around(): Promise<Around> {
  const cursors: string[] = [];
  let cursor: string | null = null;
  for (let more = true; more; ) {
    const page: { readonly cursor: string; readonly more: boolean } = await ask(server, people.admin, 'pull', { table: 'contact', cursor, limit: size.contacts / 20 });
    ({ cursor, more } = page);
    cursors.push(page.cursor);
  }
  return { contacts: size.contacts, end: cursors.at(-1)!, middle: cursors[Math.floor((cursors.length - 1) / 3)]! };
}

async function bootstraps(): Promise<void> {
  // Its own start is not what is measured.
  await around();
  const before = await server.memory();
  const { answer: { rows, seconds: spent, heap }, seen } = await watched(generate('bootstrap', { url: server.url, tables: ['contact', 'activity'] }).answer);
  const half = Math.floor(seen.length / 2);
  const most = (some: readonly Memory[]): number => Math.max(...some.map((m) => m.resident));
  figures.push(
    { id: 'bootstrap.rate', says: `rows a second of a new client's reading of ${rows.toLocaleString('en-US')} contacts and activities`, value: rows / spent, unit: 'rows/s' },
    { id: 'bootstrap.server.before', says: 'memory (RSS) of the server before', value: before.resident, unit: 'MB' },
    { id: 'bootstrap.server.first', says: 'its most in the first half', value: most(seen.slice(0, half)), unit: 'MB' },
    { id: 'bootstrap.server.second', says: 'its most in the second half', value: most(seen.slice(half)), unit: 'MB' },
    { id: 'bootstrap.client', says: 'what the client\'s heap grew by at the most, with a page in hand', value: heap.most - heap.before, unit: 'MB' },
  );
}

async function lives(): Promise<void> {
  const before = await server.memory();
  const running = generate('live', { url: server.url, clients: liveClients, changes: options.quick ? 3 : 10, around: await around() });
  const goOn = await running.point('open');
  await wait(3000);
  const open = await server.memory();
  goOn();
  const { told, shown } = await running.answer;
  const clients = liveClients.toLocaleString('en-US');
  figures.push(
    { id: 'live.told.p50', says: `from sending a change until ${clients} clients are told, the median client`, value: told.p50, unit: 'ms' },
    { id: 'live.told.p99', says: 'the slowest of a hundred', value: told.p99, unit: 'ms' },
    { id: 'live.shown.p50', says: 'until a client that asks at once has the row, all of them asking', value: shown.p50, unit: 'ms' },
    { id: 'live.shown.p99', says: 'the slowest of a hundred', value: shown.p99, unit: 'ms' },
    { id: 'live.memory', says: 'memory (RSS) of the server for each open client', value: ((open.resident - before.resident) * 1000) / liveClients, unit: 'KB' },
    { id: 'live.heap', says: 'of it objects', value: ((open.heap - before.heap) * 1000) / liveClients, unit: 'KB' },
  );
}

async function soaks(): Promise<void> {
  const rate = 100;
  const { answer: done, seen } = await watched(generate('soak', { url: server.url, around: await around(), connections: 20, rate, streams: liveClients / 10, seconds: soakMinutes * 60 }).answer);
  // The first third warms up.
  const settled = seen.slice(Math.floor(seen.length / 3));
  const grows = (of: 'resident' | 'heap'): number => slope(settled.map((m) => ({ at: m.at / 3600, value: m[of] })));
  figures.push(
    { id: 'soak', says: `requests of a mixed load at ${rate} a second over ${soakMinutes} minutes`, value: done.requests, unit: '' },
    { id: 'soak.p50', says: 'their median', value: done.p50, unit: 'ms' },
    { id: 'soak.p99', says: 'the slowest of a hundred', value: done.p99, unit: 'ms' },
    { id: 'soak.resident.most', says: 'the most memory (RSS) of the server', value: Math.max(...seen.map((m) => m.resident)), unit: 'MB' },
    { id: 'soak.resident.slope', says: 'what it grows by after the first third', value: grows('resident'), unit: 'MB/h' },
    { id: 'soak.heap.most', says: 'the most its objects took', value: Math.max(...seen.map((m) => m.heap)), unit: 'MB' },
    { id: 'soak.heap.slope', says: 'what they grow by after the first third', value: grows('heap'), unit: 'MB/h' },
  );
}

/** Looks at the server's memory while something is done: twice a second at first and every five seconds of a longer load. */
async function watched<T>(work: Promise<T>): Promise<{ readonly answer: T; readonly seen: readonly (Memory & { readonly at: number })[] }> {
  const seen: (Memory & { at: number })[] = [];
  const from = Date.now();
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      seen.push({ ...(await server.memory()), at: (Date.now() - from) / 1000 });
      await wait(Date.now() - from < 120_000 ? 500 : 5000);
    }
  })();
  try {
    return { answer: await work, seen };
  } finally {
    over.abort();
    await watching;
  }
}

function results(): Results {
  const scope = options.quick ? 'A quick run with a small tenant and short loads: it shows that everything runs. ' : '';
  const setting = `${scope}${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}) shared by the load generator, one server process and Postgres 18; ${size.contacts.toLocaleString('en-US')} contacts, ${size.activities.toLocaleString('en-US')} activities; ${connections} connections, ${seconds} s for each line; Directus ${directusVersion}.`;
  return { setting, rates, figures, failures };
}

/** Writes what was measured so far where it was asked for, so that a run that is cut is not lost. */
function save(): void {
  if (options.json) writeFileSync(options.json, `${JSON.stringify(results(), undefined, 2)}\n`);
  if (options['write-docs']) writeBetween('docs/scaling.md', 'results', markdownTables(results()));
}
