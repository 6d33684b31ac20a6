import { readFileSync, writeFileSync } from 'node:fs';

/** Rewrites what stands between `<!-- NAME -->` and `<!-- /NAME -->` of a file. */
export function writeBetween(file: string, name: string, results: string): void {
  const text = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  if (!text.includes(begin) || !text.includes(end)) throw new Error(`${file} has lost its markers ${begin} and ${end}.`);
  writeFileSync(file, `${text.slice(0, text.indexOf(begin) + begin.length)}\n${results}\n${text.slice(text.indexOf(end))}`);
}
