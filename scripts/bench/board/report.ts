// What came out: medians, what must hold, and the table.

import { percentile } from '../statistics.ts';
import type { Sample } from './measure.ts';
import { contestants, type Who } from './site.ts';

/** One board at one size. */
export interface Line {
  readonly who: Who;
  readonly cards: number;
  /** Medians; undefined with the reason why there are none. */
  readonly found: Found | string;
}

interface Found {
  readonly interactive: number;
  readonly move: number;
  readonly elements: number;
  readonly heap: number;
  readonly kilobytes: number;
  /** Of 100 frames while a column scrolls, those that came later than one and a half sixtieths of a second. */
  readonly lateFrames: number;
}

export function lineOf(who: Who, cards: number, samples: readonly Sample[]): Line {
  const median = (of: (sample: Sample) => number): number => percentile(samples.map(of), 0.5);
  const frames = samples.flatMap((sample) => sample.frames);
  return {
    who, cards,
    found: {
      interactive: median((each) => each.interactive), move: percentile(samples.flatMap((each) => each.moves), 0.5), elements: median((each) => each.elements),
      heap: median((each) => each.heap), kilobytes: Math.max(...samples.map((each) => each.kilobytes)),
      lateFrames: (frames.filter((each) => each > 25).length / frames.length) * 100,
    },
  };
}

export interface Must { readonly text: string; readonly held: boolean }

/** What the board promises. A peer without a figure is none to be ahead of. */
export function musts(lines: readonly Line[]): Must[] {
  const of = (who: Who, cards: number): Found | undefined => {
    const found = lines.find((line) => line.who === who && line.cards === cards)?.found;
    return typeof found === 'object' ? found : undefined;
  };
  const out: Must[] = [];
  const peers = contestants.filter((who) => !who.startsWith('vinculo'));
  const most = Math.max(...lines.map((line) => line.cards));
  const [ours, small] = [of('vinculo', most), of('vinculo', Math.min(...lines.map((line) => line.cards)))];
  if (!ours || !small) return [{ text: 'our own board was not measured', held: false }];
  for (const who of peers) {
    const theirs = of(who, most);
    if (!theirs) continue;
    out.push({ text: `interactive with ${most} cards sooner than ${who}: ${ours.interactive.toFixed(0)} ms, ${theirs.interactive.toFixed(0)} ms`, held: ours.interactive < theirs.interactive });
  }
  out.push({ text: `interactive with ${most} cards in at most twice the time with few: ${ours.interactive.toFixed(0)} ms, ${small.interactive.toFixed(0)} ms`, held: ours.interactive <= 2 * small.interactive });
  for (const who of peers) {
    for (const cards of new Set(lines.map((line) => line.cards))) {
      const [own, theirs] = [of('vinculo', cards), of(who, cards)];
      if (own && theirs) out.push({ text: `main-thread time of a move among ${cards} cards below ${who}: ${own.move.toFixed(1)} ms, ${theirs.move.toFixed(1)} ms`, held: own.move < theirs.move });
    }
  }
  const heavy = of('syncfusion', most);
  if (heavy) out.push({ text: `at most a third of Syncfusion's bytes: ${ours.kilobytes.toFixed(0)} KB of ${heavy.kilobytes.toFixed(0)} KB`, held: ours.kilobytes <= heavy.kilobytes / 3 });
  return out;
}

const head = ['cards', 'board', 'interactive, ms', 'a move, ms', 'elements', 'heap, MB', 'gzip KB', 'late frames, %'] as const;

function rows(lines: readonly Line[]): string[][] {
  const ours = (cards: number): Found | undefined => {
    const found = lines.find((line) => line.who === 'vinculo' && line.cards === cards)?.found;
    return typeof found === 'object' ? found : undefined;
  };
  return lines.map(({ who, cards, found }) => {
    if (typeof found === 'string') return [cards.toLocaleString('en-US'), who, `n/a: ${found}`, '', '', '', '', ''];
    const own = ours(cards);
    const beside = (value: number, of: number | undefined, digits: number): string => `${value.toFixed(digits)}${who === 'vinculo' || !of ? '' : ` (${(value / of).toFixed(value / of < 10 ? 1 : 0)}x)`}`;
    return [
      cards.toLocaleString('en-US'), who, beside(found.interactive, own?.interactive, 0), beside(found.move, own?.move, 1), beside(found.elements, own?.elements, 0),
      beside(found.heap, own?.heap, 1), beside(found.kilobytes, own?.kilobytes, 0), found.lateFrames.toFixed(0),
    ];
  });
}

export function textTable(lines: readonly Line[]): string {
  const all = [[...head], ...rows(lines)];
  const widths = head.map((_, n) => Math.max(...all.map((row) => row[n]!.length)));
  return all.map((row) => row.map((cell, n) => (n < 2 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!))).join('  ')).join('\n');
}

export function markdownTable(lines: readonly Line[]): string {
  return [`| ${head.join(' | ')} |`, `|${head.map((_, n) => (n === 1 ? '---' : '---:')).join('|')}|`, ...rows(lines).map((row) => `| ${row.join(' | ')} |`)].join('\n');
}
