// The picture of the results: for each line how far ours and each peer are from the limit, on a scale of powers of ten.

import type { Entry } from './report.ts';
import { short } from './report.ts';

const width = 960;
const left = 250;
const right = 40;
const rowHeight = 26;
const top = 92;

// Colours that stay apart for people who see few of them; ours is the strong one.
const colours: Readonly<Record<string, string>> = {
  vinculo: '#0b57d0',
  dexie: '#b3261e',
  'tanstack-db': '#e8710a',
  'rxdb-memory': '#8430ce',
  'rxdb-dexie': '#c26cd6',
  tinybase: '#188038',
  zero: '#5f6368',
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A static SVG: no script, no style sheet. */
export function picture(entries: readonly Entry[], caption: string): string {
  const shown = entries.filter((entry) => entry.limit && entry.rows > 0 && !entry.id.startsWith('growth'));
  const timesOf = (entry: Entry): (readonly [string, number])[] => [
    ...[...entry.peers].flatMap(([name, times]): (readonly [string, number])[] =>
      typeof times === 'string' ? [] : [[name, times.p50 / entry.limit!.p50]],
    ),
    ['vinculo', entry.ours.p50 / entry.limit!.p50],
  ];
  const ratios = shown.flatMap((entry) => timesOf(entry).map(([, value]) => value));
  const lowest = Math.floor(Math.log10(Math.min(1, ...ratios)));
  const highest = Math.ceil(Math.log10(Math.max(10, ...ratios)));
  const x = (value: number): number =>
    left + ((Math.log10(value) - lowest) / (highest - lowest)) * (width - left - right);
  const height = top + shown.length * rowHeight + 44;
  const text = (at: number, y: number, said: string, more = ''): string =>
    `<text x="${at.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(said)}</text>`;

  const legend = Object.entries(colours).map(([name, colour], i) => {
    const at = 20 + i * 128;
    return `<circle cx="${at}" cy="60" r="${name === 'vinculo' ? 6 : 4.5}" fill="${colour}"/>${text(at + 11, 64, name)}`;
  });
  const scale: string[] = [];
  for (let power = lowest; power <= highest; power++) {
    const at = x(10 ** power);
    scale.push(
      `<line x1="${at.toFixed(1)}" y1="${top - 10}" x2="${at.toFixed(1)}" y2="${height - 38}" stroke="${power === 0 ? '#202124' : '#dadce0'}"/>`,
    );
    scale.push(text(at, height - 20, power === 0 ? 'the limit' : `${short(10 ** power)}x`, 'text-anchor="middle"'));
  }
  const rows = shown.map((entry, i) => {
    const y = top + i * rowHeight + rowHeight / 2;
    const dots = timesOf(entry).map(
      ([name, value]) =>
        `<circle cx="${x(value).toFixed(1)}" cy="${y}" r="${name === 'vinculo' ? 6 : 4.5}" fill="${colours[name] ?? '#9aa0a6'}" fill-opacity="${name === 'vinculo' ? 1 : 0.85}"><title>${escaped(`${entry.id} ${name}: ${short(value)}x the limit`)}</title></circle>`,
    );
    const stripe =
      i % 2 === 0 ? `<rect x="0" y="${y - rowHeight / 2}" width="${width}" height="${rowHeight}" fill="#f8f9fa"/>` : '';
    return `${stripe}${text(20, y + 4, entry.id, 'font-weight="600"')}${text(left - 20, y + 4, entry.rows.toLocaleString('en-US'), 'text-anchor="end" fill="#5f6368"')}${dots.join('')}`;
  });
  // Stripes lie under the scale.
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" fill="#202124" role="img" aria-label="${escaped(caption)}">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${text(20, 30, caption, 'font-size="17" font-weight="600"')}
${legend.join('\n')}
${rows.map((row) => row.match(/^<rect[^>]*>/)?.[0] ?? '').join('')}
${scale.join('\n')}
${rows.map((row) => row.replace(/^<rect[^>]*>/, '')).join('\n')}
</svg>
`;
}
