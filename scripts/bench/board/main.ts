// npm run bench -- board: the pipeline board beside Syncfusion's kanban (as a whole, and virtual), jKanban and a plain SortableJS board, in one
// Chromium. `--only WHO,WHO`, `--cards N,N`, `--rounds N`, `--quick` (to see that everything runs; judges nothing), `--json FILE`, `--write-docs`
// (docs/performance.md). Exits 1 where a "must" is missed, and where a board did something else than it was told.

import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumFlags, ensureChromium } from '../../chromium.ts';
import { writeBetween } from '../docs.ts';
import { peerVersions, preparePeers } from '../peers.ts';
import { measureOne, type Sample, WrongWork } from './measure.ts';
import { type Line, lineOf, markdownTable, musts, textTable } from './report.ts';
import { contestants, serveBoards, type Who } from './site.ts';

const { values: options } = parseArgs({
  args: process.argv.slice(3),
  options: {
    only: { type: 'string' },
    cards: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
  },
});
const only = options.only?.split(',');
const taking = contestants.filter((who) => !only || only.includes(who));
if (taking.length === 0) throw new Error(`--only ${options.only}: there is no such board. There are ${contestants.join(', ')}.`);
const sizes = (options.cards?.split(',') ?? (options.quick ? ['200', '2000'] : ['200', '2000', '10000'])).map(Number);
const rounds = Number(options.rounds ?? (options.quick ? 1 : 5));
if (sizes.some((size) => !(size >= 50)) || !(rounds >= 1)) throw new Error('--cards takes numbers of 50 or more, --rounds one of 1 or more.');

const peers = join('scripts', 'bench', 'board', 'peers');
const began = Date.now();
const say = (text: string): void => void process.stderr.write(`bench ${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}\n`);

await preparePeers(peers);
const site = await serveBoards();
const browser = await chromium.launch({ executablePath: await ensureChromium(), headless: true, args: [...chromiumFlags] });
const version = browser.version();
const lines: Line[] = [];
const failures: string[] = [];
try {
  for (const cards of sizes) {
    const samples = new Map<Who, Sample[]>();
    const reasons = new Map<Who, string>();
    for (let round = 0; round < rounds; round++) {
      // In another order each round.
      for (const who of [...taking.slice(round % taking.length), ...taking.slice(0, round % taking.length)]) {
        if (!reasons.has(who)) await sample(who, cards, samples, reasons);
      }
    }
    for (const who of taking) {
      const reason = reasons.get(who);
      lines.push(reason === undefined ? lineOf(who, cards, samples.get(who)!) : { who, cards, found: reason });
    }
    say(`${cards} cards: done`);
  }
} finally {
  await browser.close();
  site.close();
}

const setting = `Chromium ${version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${rounds} rounds, ${new Date().toISOString().slice(0, 10)}`;
const judged = musts(lines);
console.log(`${setting}\n\n${textTable(lines)}\n`);
for (const must of judged) console.log(`${must.held ? 'held  ' : 'missed'}  ${must.text}`);
for (const failure of failures) console.log(`failed: ${failure}`);
if (options.quick) console.log('A quick run: small sizes and few samples, nothing is judged.');
if (options.json) writeFileSync(options.json, `${JSON.stringify({ setting, lines, musts: judged }, undefined, 2)}\n`);
if (options['write-docs']) {
  const versions = Object.entries(peerVersions(peers)).filter(([name]) => !name.startsWith('@types/')).map(([name, number]) => `${name} ${number}`).join(', ');
  writeBetween('docs/performance.md', 'board', `${setting}. Peers: ${versions}.\n\n${markdownTable(lines)}\n\n${judged.map((must) => `- ${must.held ? 'held' : '**missed**'}: ${must.text}`).join('\n')}`);
}
if (failures.length > 0 || (!options.quick && judged.some((must) => !must.held))) process.exitCode = 1;

async function sample(who: Who, cards: number, samples: Map<Who, Sample[]>, reasons: Map<Who, string>): Promise<void> {
  try {
    const found = await measureOne(browser, site, who, cards);
    samples.set(who, [...(samples.get(who) ?? []), found]);
    say(`${cards} ${who}: interactive ${found.interactive.toFixed(0)} ms, moves ${found.moves.map((each) => each.toFixed(0)).join(' ')} ms, ${found.elements} elements`);
  } catch (error) {
    const text = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    reasons.set(who, text);
    failures.push(`${who} with ${cards} cards: ${text}`);
    say(`${cards} ${who}: ${text}${error instanceof WrongWork ? '' : ' (error)'}`);
  }
}
