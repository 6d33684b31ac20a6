import type { ImportMap } from './import-map.ts';
import type { ImportedPipeline } from './pipelines.ts';
import type { Source, SourceFile } from './read-source.ts';
import type { StagedRow } from './stage-rows.ts';

/** What a ready map sees when all its files are staged. */
export interface Staging {
  readonly source: Source;
  rows(file: string): readonly StagedRow[];
  file(name: string): SourceFile | undefined;
  pipeline(table: string): ImportedPipeline | undefined;
}

/** A map for an export whose shape is known, with what no column says by itself. */
export interface ReadyMap extends ImportMap {
  /** Sets what follows from several files; answers notes for the report. */
  readonly finish?: (staging: Staging) => string[];
}

/** A ready map fits a folder that has most of its files with their columns, or a single file that is one of them. */
export function fits(map: ReadyMap, source: Source): boolean {
  const present = source.files.filter((f) => {
    const mapped = Object.hasOwn(map.files, f.name) ? map.files[f.name]! : undefined;
    return mapped !== undefined && 'table' in mapped && Object.keys(mapped.columns).every((c) => f.headers.includes(c));
  });
  if (source.files.length === 1)
    return (
      present.length === 1 && Object.keys((map.files[present[0]!.name] as { columns: object }).columns).length >= 3
    );
  return present.length >= Object.values(map.files).filter((f) => 'table' in f).length * 0.6;
}
