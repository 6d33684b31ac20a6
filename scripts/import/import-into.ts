import type { Adapter } from '@vinculo/sdk/adapter';
import { type EntityName, UnsupportedError, entityNamed } from '@vinculo/sdk/schema';
import type { MapFile } from './import-map.ts';
import { ImportRun } from './import-run.ts';
import { readyMaps } from './maps/ready-maps.ts';
import { ImportedPipeline } from './pipelines.ts';
import { planFiles } from './plan-files.ts';
import { fits } from './ready-map.ts';
import type { Source } from './read-source.ts';
import { type FileReport, type ImportReport, findMismatches } from './report.ts';
import { type StagedRow, stageFile } from './stage-rows.ts';

export interface Progress {
  readonly file: string;
  readonly done: number;
  readonly total: number;
}

export interface ImportOptions {
  readonly adapter: Adapter;
  readonly source: Source;
  /** A person's map: stands over a ready map or what is guessed. */
  readonly map?: MapFile;
  /** ISO 4217: of amounts that name none. Default: the map's, else the backend's. */
  readonly currency?: string;
  /** ISO 3166: of phone numbers without a country code, and of dates that could be read two ways. Default: the map's, else US. */
  readonly country?: string;
  /** IANA: of times that name none. Default: the map's, else the backend's. */
  readonly timeZone?: string;
  readonly dryRun?: boolean;
  /** Told what goes where before anything is written. */
  readonly onMapping?: (files: readonly FileReport[], map: string) => void;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Brings the rows of CSV files into a backend. A row that was brought before is compared with what it was then: unchanged ones are left alone,
 * changed ones updated without covering what people have written here since. A row or a value that cannot be taken is in the report's problems.
 *
 * @throws UnsupportedError when the backend mints its own ids, is read-only or cannot be queried
 * @throws MapError when the map does not fit the files
 * @example
 * const report = await importInto({ adapter, source: readSource('export/') });
 */
export async function importInto(options: ImportOptions): Promise<ImportReport> {
  const started = Date.now();
  const { adapter, source, dryRun = false } = options;
  const { capabilities } = adapter;
  if (capabilities.ids !== 'client' || capabilities.push === 'none' || !capabilities.query || !adapter.query) {
    throw new UnsupportedError(
      `Importing needs a backend that takes ids from the client, can be written and can be queried; “${adapter.name}” cannot.`,
    );
  }
  const ready = readyMaps.find((m) => fits(m, source));
  const system = options.map?.name ?? ready?.name ?? source.name;
  const described = await adapter.describe();
  const settings = {
    currency: options.currency ?? options.map?.currency ?? ready?.currency ?? described.currency,
    country: options.country ?? options.map?.country ?? ready?.country ?? 'US',
    timeZone: options.timeZone ?? options.map?.timeZone ?? ready?.timeZone ?? described.timeZone,
  };
  const plans = planFiles(source, options.map, ready);
  const mapName = options.map ? 'given' : (ready?.name ?? 'guessed');
  options.onMapping?.(
    plans.map((p) => p.report),
    mapName,
  );

  const run = new ImportRun(
    adapter,
    system,
    dryRun,
    plans.map((p) => p.report),
    options.onProgress ?? (() => {}),
  );
  const pipelines = new Map<string, ImportedPipeline>();
  const staged = new Map<string, readonly StagedRow[]>();
  for (const { file, map, report } of plans) {
    if (!('table' in map)) continue;
    if (entityNamed(map.table)?.process && !pipelines.has(map.table)) {
      // The tables with a process are few and declared, so the name is one of theirs.
      pipelines.set(
        map.table,
        new ImportedPipeline(
          system,
          map.table as EntityName,
          options.map?.pipelines?.[map.table] ?? ready?.pipelines?.[map.table],
        ),
      );
    }
    const result = stageFile(file, map, { ...settings, pipeline: pipelines.get(map.table) });
    staged.set(file.name, result.rows);
    run.problems.push(...result.problems);
    run.notes.push(...result.notes);
    report.refused += result.problems.filter((p) => p.kind === 'refused').length;
  }
  if (ready?.finish) {
    run.notes.push(
      ...ready.finish({
        source,
        rows: (f) => staged.get(f) ?? [],
        file: (name) => source.files.find((f) => f.name === name),
        pipeline: (t) => pipelines.get(t),
      }),
    );
  }
  for (const [table, pipeline] of pipelines)
    if (pipeline.added.length > 0)
      run.notes.push(
        `Stages made for ${entityNamed(table)!.pluralLabel.en.toLowerCase()} from what the rows say: ${pipeline.added.join(', ')}.`,
      );

  await run.compare([...staged.values()].flat());
  const stopped = await run.write([...pipelines.values()].flatMap((p) => p.rows(settings.currency)));

  const files = plans.map((p) => p.report);
  return {
    system,
    map: mapName,
    dryRun,
    startedAt: new Date(started).toISOString(),
    seconds: (Date.now() - started) / 1000,
    files,
    made: Object.fromEntries(run.countsMade),
    pendingLinks: run.problems.filter((p) => p.kind === 'link').length,
    notes: run.notes,
    problems: run.problems,
    mismatches: findMismatches(files),
    ...(stopped === undefined ? {} : { stopped }),
  };
}
