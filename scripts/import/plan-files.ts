import { entityNamed } from '@vinculo/sdk/schema';
import { currencyPlace } from './convert/row-currency.ts';
import { guessFile } from './guess-map.ts';
import { type FileMap, type MapFile, type MappedFile, MapError, type Target, targetsOf } from './import-map.ts';
import type { ReadyMap } from './ready-map.ts';
import type { Source, SourceFile } from './read-source.ts';
import type { ColumnReport, FileReport } from './report.ts';

export interface Plan {
  readonly file: SourceFile;
  readonly map: FileMap;
  readonly report: FileReport;
}

/** What becomes of each file: as a person's map says, else a ready map, else as its name and headers suggest. @throws MapError */
export function planFiles(source: Source, given: MapFile | undefined, ready: ReadyMap | undefined): Plan[] {
  for (const name of Object.keys(given?.files ?? {})) {
    if (!source.files.some((f) => f.name === name))
      throw new MapError(
        `The map names the file “${name}”, which is not there. There are: ${source.files.map((f) => f.name).join(', ')}.`,
      );
  }
  return source.files.map((file): Plan => {
    const known = ownValue(given?.files, file.name) ?? ownValue(ready?.files, file.name);
    const guess = known ? undefined : guessFile(file);
    const map = known ?? guess!.map;
    const rows = file.rows.length + file.bad.length;
    const mapped = 'table' in map ? map : undefined;
    if (mapped) checkHeaders(file, mapped);
    const report: FileReport = {
      file: file.name,
      encoding: file.encoding,
      delimiter: file.delimiter,
      table: mapped?.table ?? null,
      ...('skip' in map ? { why: map.skip } : {}),
      ...(mapped?.key ? { key: mapped.key.join(', ') } : {}),
      columns: mapped ? columnReports(file, mapped, guess?.confidence) : [],
      read: rows,
      created: 0,
      updated: 0,
      unchanged: 0,
      refused: 0,
      notMapped: mapped ? 0 : rows,
    };
    return { file, map, report };
  });
}

function ownValue<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}

function checkHeaders(file: SourceFile, map: MappedFile): void {
  for (const name of [...Object.keys(map.columns), ...(map.key ?? [])]) {
    if (!file.headers.includes(name))
      throw new MapError(
        `The map names the column “${name}” of ${file.name}, which is not there. There are: ${file.headers.join(', ')}.`,
      );
  }
}

function columnReports(
  file: SourceFile,
  map: MappedFile,
  confidence: Readonly<Record<string, number>> | undefined,
): ColumnReport[] {
  return file.headers.map((header, i) => ({
    header,
    sample: file.rows.find((r) => (r.cells[i] ?? '').trim() !== '')?.cells[i]?.slice(0, 80) ?? '',
    to: targetWords(header, file, map),
    confidence: confidence?.[header] ?? 1,
  }));
}

function saysCurrency(header: string, file: SourceFile, map: MappedFile): boolean {
  const place = file.headers.indexOf(header);
  return Object.entries(map.columns).some(
    ([amount, raw]) =>
      targetsOf(raw).some((t) => entityNamed(map.table)!.fields[t.field ?? '']?.kind === 'money') &&
      currencyPlace(file.headers, amount) === place,
  );
}

function targetWords(header: string, file: SourceFile, map: MappedFile): string {
  const targets = Object.hasOwn(map.columns, header) ? targetsOf(map.columns[header]!) : [{ custom: header }];
  const word = (t: Target): string =>
    t.link !== undefined
      ? `link to ${t.link}`
      : t.custom !== undefined
        ? 'custom'
        : `${t.field!}${t.part ? ` (${t.part})` : ''}`;
  const words = [
    ...(map.key?.includes(header) ? ['key'] : []),
    ...(saysCurrency(header, file, map) ? ['currency of the amounts'] : []),
    ...targets.map(word),
  ];
  return words.length === 0 ? 'not taken' : words.join(', ');
}
