// npm run bench: the data engine against its limits and its peers, in one Chromium. `--only W1,W2`, `--quick` (small sizes,
// to see that everything runs), `--json FILE`, `--write-docs` (docs/performance.md and its picture). Exits 1 where a
// "must" is missed, or where a contestant's work was wrong; `--quick` judges nothing.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { run } from '../program.ts';
import { type BenchBrowser, type Disk, bundlePage, openBrowser, servePage } from './browser.ts';
import { measure } from './drive.ts';
import type { Plan } from './drive/run.ts';
import { writeBetween } from './docs.ts';
import { type Line, lines } from './lines.ts';
import { peerVersions, preparePeers } from './peers.ts';
import { picture } from './picture.ts';
import {
  type Entry,
  entryOf,
  growthEntries,
  json,
  markdownTable,
  peersTable,
  sizeEntries,
  textTable,
} from './report.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
  },
});

const began = Date.now();
const say = (text: string): void =>
  void process.stderr.write(`bench ${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);

const only = options.only?.split(',');
const wanted = lines.filter((line) => !only || only.some((id) => line.id === id || line.id.startsWith(`${id}.`)));
if (wanted.length === 0)
  throw new Error(
    `--only ${options.only}: there is no such line. There are ${lines.map((line) => line.id).join(', ')}.`,
  );

const plan: Plan = options.quick
  ? { rounds: 2, samples: 2, budget: 200, warmUp: 400, withPeers: true, say }
  : { rounds: 5, samples: 6, budget: 600, warmUp: 3000, withPeers: true, say };

await preparePeers();
const site = await servePage(await bundlePage());
const entries: Entry[] = [];
/** Lines that came to no end: an error of ours or of the limit, not a time. */
const failures: string[] = [];
let version = '';
try {
  await measureAll('leveldb', wanted, plan, '');
  entries.push(...growthEntries(entries));
  const onDisk = wanted.filter((line) => line.disk);
  // The peers were measured; what the other backend changes is seen against the limit.
  if (onDisk.length > 0) await measureAll('sqlite', onDisk, { ...plan, withPeers: false }, '@sqlite');
} finally {
  site.close();
}
if (!only || only.includes('W11')) entries.push(...sizeEntries(await sizes()));

const missed = entries.flatMap((entry) =>
  entry.verdicts.filter((verdict) => !verdict.held).map((verdict) => ({ entry, verdict })),
);
const broken = missed.filter(({ verdict }) => verdict.demand.kind === 'must');
console.log(`${setting()}\n\n${textTable(entries)}\n\n${peersTable(entries, 'text')}\n`);
for (const { entry, verdict } of missed) console.log(`${entry.id} ${entry.rows}: ${verdict.text}`);
console.log(
  options.quick
    ? 'A quick run: small sizes and few samples, nothing is judged.'
    : `${broken.length} of the "must" missed, ${missed.length - broken.length} of the "reach".`,
);
for (const failure of failures) console.log(`failed: ${failure}`);
save('');
if (failures.length > 0 || (!options.quick && broken.length > 0)) process.exitCode = 1;

async function measureAll(disk: Disk, some: readonly Line[], how: Plan, suffix: string): Promise<void> {
  let browser = await openBrowser(site.url, disk);
  try {
    version = browser.version;
    for (const line of some) {
      for (const rows of options.quick ? line.quickRows : suffix === '' ? line.rows : (line.disk ?? [])) {
        // It may have gone down with the line before.
        if (!browser.alive()) {
          await browser.close();
          browser = await openBrowser(site.url, disk);
        }
        const start = performance.now();
        say(`${line.id}${suffix} with ${rows.toLocaleString('en-US')} rows`);
        const entry = await measured(browser, line, rows, how, suffix);
        if (!entry) continue;
        entries.push(entry);
        say(
          `  limit ${entry.limit?.p50.toPrecision(3) ?? '-'} ours ${entry.ours.p50.toPrecision(3)} ${entry.unit}, best peer ${entry.best ? `${entry.best.name} ${entry.best.p50.toPrecision(3)}` : '-'}, in ${((performance.now() - start) / 1000).toFixed(0)} s`,
        );
        save('This run was cut short. ');
      }
    }
  } finally {
    await browser.close();
  }
}

function setting(): string {
  return `Chromium ${version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${plan.rounds} rounds, ${new Date().toISOString().slice(0, 10)}`;
}

/** Writes what was measured so far where it was asked for, so that a run that is cut is not lost. @param note said in the docs */
function save(note: string): void {
  if (options.json) writeFileSync(options.json, json(entries));
  if (options['write-docs']) writeDocs(note);
}

/** One failing line does not take the others with it. */
async function measured(
  browser: BenchBrowser,
  line: Line,
  rows: number,
  how: Plan,
  suffix: string,
): Promise<Entry | undefined> {
  try {
    const found = await measure(browser, line, rows, how);
    if (found.spent.size > 0) say(`  seconds for each: ${[...found.spent].map(([who, spent]) => `${who} ${(spent / 1000).toFixed(1)}`).join(', ')}`);
    // Whoever's work was wrong has no time, and is no library that was ahead of.
    for (const [name, times] of found.peers)
      if (typeof times === 'string' && times.startsWith('error:')) failures.push(`${line.id}${suffix} ${rows}: ${name}: ${times}`);
    return entryOf(found, suffix);
  } catch (error) {
    const message = `${line.id}${suffix} ${rows}: ${error instanceof Error ? error.message : String(error)}`;
    failures.push(message);
    say(`  failed: ${message}`);
    return undefined;
  }
}

async function sizes(): Promise<Parameters<typeof sizeEntries>[0]> {
  // It exits 1 where a budget is broken, and prints all the same.
  const { output } = await run('node', ['--conditions=source', 'scripts/size.ts', '--json']);
  return JSON.parse(output) as Parameters<typeof sizeEntries>[0];
}

/** Rewrites what stands between the markers of docs/performance.md, and the picture. */
function writeDocs(note: string): void {
  const versions = Object.entries(peerVersions())
    .filter(([name]) => name !== 'rxjs')
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');
  const scope = options.quick
    ? 'A quick run with small sizes and few samples: it shows that everything runs, and judges nothing. '
    : '';
  const results = `${note}${scope}${setting()}. Peers: ${versions}.\n\n${markdownTable(entries)}\n\n### Everyone\n\np50 / p95.\n\n${peersTable(entries, 'markdown')}`;
  writeBetween('docs/performance.md', 'results', results);
  writeFileSync('docs/images/bench.svg', picture(entries, 'Times as multiples of the limit: left is faster'));
}
