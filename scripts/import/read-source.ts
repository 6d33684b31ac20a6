import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { decode } from './decode.ts';
import { type CsvTable, parseCsv } from './parse-csv.ts';

export interface SourceFile extends CsvTable {
  readonly name: string;
  readonly encoding: string;
}

export interface Source {
  /** The folder's name: names the source where no map does. */
  readonly name: string;
  readonly files: readonly SourceFile[];
}

/** There is nothing to import at this path; the message says what was looked for. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

const endings = /\.(csv|tsv|txt)$/i;

/** Reads a CSV file, or all of a folder's. @throws SourceError */
export function readSource(path: string): Source {
  const full = resolve(path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (!stat) throw new SourceError(`${path}: there is no such file or folder.`);
  if (stat.isFile()) return { name: basename(dirname(full)), files: [readFile(full)] };
  const names = readdirSync(full)
    .filter((n) => endings.test(n) && statSync(join(full, n)).isFile())
    .sort();
  if (names.length === 0) throw new SourceError(`${path}: no .csv, .tsv or .txt file in this folder.`);
  return { name: basename(full), files: names.map((n) => readFile(join(full, n))) };
}

function readFile(path: string): SourceFile {
  const { text, encoding } = decode(readFileSync(path));
  return { name: basename(path), encoding, ...parseCsv(text) };
}
