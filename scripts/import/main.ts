// npm run import -- DIR|FILE [--map FILE] [--dry-run] ...: see docs/import.md.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { VinculoError } from '@vinculo/sdk/schema';
import { SingleBar } from 'cli-progress';
import { connect, reasonOf } from './connect.ts';
import { MapError, isTimeZone, readMapFile } from './import-map.ts';
import { type ImportOptions, type Progress, importInto } from './import-into.ts';
import { SourceError, readSource } from './read-source.ts';
import { mappingText, problemsCsv, reportText } from './report.ts';

const usage = `npm run import -- DIR|FILE [options]

  --map FILE         What each file and column becomes (JSON; docs/import.md). Stands over what is guessed.
  --dry-run          Read, compare and report; write nothing.
  --to URL           The server. Default http://127.0.0.1:8787, where “npm run demo” runs it.
  --token TOKEN      Or VINCULO_TOKEN. A development server on this machine needs none.
  --currency CODE    Of amounts that name none: EUR
  --country CODE     Of phone numbers without a country code, and of dates that can be read two ways: DE
  --time-zone ZONE   Of times that name none: Europe/Berlin
  --report DIR       Where the reports go. Default .cache/import
`;

/** The command line says something that cannot be done. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return void process.stdout.write(usage);
  const path = positionals[0];
  if (path === undefined || positionals.length > 1) throw new UsageError(`Name one folder or file.\n\n${usage}`);
  const { currency, country, 'time-zone': timeZone } = values;
  if (currency !== undefined && !Intl.supportedValuesOf('currency').includes(currency))
    throw new UsageError(`“${currency}” is not an ISO 4217 code like EUR.`);
  if (country !== undefined && !/^[A-Z]{2}$/.test(country))
    throw new UsageError(`“${country}” is not an ISO 3166 code like DE.`);
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new UsageError(`“${timeZone}” is not a time zone like Europe/Berlin.`);

  const map = values.map === undefined ? undefined : readMapFile(values.map);
  const source = readSource(path);
  const adapter = connect(values.to ?? 'http://127.0.0.1:8787', values.token ?? process.env['VINCULO_TOKEN']);
  const show = progress();
  const options: ImportOptions = {
    adapter,
    source,
    dryRun: values['dry-run'],
    ...(map ? { map } : {}),
    ...(currency === undefined ? {} : { currency }),
    ...(country === undefined ? {} : { country }),
    ...(timeZone === undefined ? {} : { timeZone }),
    onMapping: (files, name) => process.stdout.write(`Map: ${name}\n\n${files.map(mappingText).join('\n')}\n`),
    onProgress: show.update,
  };
  const report = await importInto(options).finally(show.stop);

  const folder = resolve(
    values.report ?? join('.cache', 'import'),
    `${report.system.replace(/[^\p{L}\p{N}._-]/gu, '_')}-${report.startedAt.replace(/[:.]/g, '-')}`,
  );
  mkdirSync(folder, { recursive: true });
  const text = reportText(report);
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(join(folder, 'report.txt'), text);
  writeFileSync(join(folder, 'problems.csv'), problemsCsv(report.problems));
  process.stdout.write(`${text}\nReport: ${folder} (report.txt, report.json, problems.csv)\n`);
  if (report.mismatches.length > 0 || report.stopped !== undefined) process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        map: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        to: { type: 'string' },
        token: { type: 'string' },
        currency: { type: 'string' },
        country: { type: 'string' },
        'time-zone': { type: 'string' },
        report: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** A bar on a terminal, else a line per file. */
function progress(): { update: (p: Progress) => void; stop: () => void } {
  if (!process.stdout.isTTY) {
    let last = '';
    return {
      update: ({ file }) => {
        if (file !== last) process.stdout.write(`writing ${file}\n`);
        last = file;
      },
      stop: () => process.stdout.write('\n'),
    };
  }
  const bar = new SingleBar({ format: '{bar} {value} of {total} rows, {eta} s left, {file}', hideCursor: true });
  let started = false;
  return {
    update: ({ file, done, total }) => {
      if (!started) bar.start(total, 0, { file });
      started = true;
      bar.update(done, { file });
    },
    stop: () => bar.stop(),
  };
}

main().catch((error: unknown) => {
  process.stderr.write(`import: ${messageOf(error)}\n`);
  process.exitCode = 1;
});

function messageOf(error: unknown): string {
  if (error instanceof VinculoError) return reasonOf(error);
  const ours = error instanceof UsageError || error instanceof SourceError || error instanceof MapError;
  if (ours) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
