import {
  type Entity,
  type Field,
  ValidationError,
  entityNamed,
  isOpenCategory,
  validateNew,
} from '@vinculo/sdk/schema';
import { dateReader } from './convert/dates.ts';
import { currencyPlace } from './convert/row-currency.ts';
import { type ColumnReader, addItems, columnReader, convertValue, isListKind, saysNothing } from './convert/values.ts';
import { type MappedFile, type Target, targetsOf } from './import-map.ts';
import type { ImportedPipeline } from './pipelines.ts';
import type { SourceFile } from './read-source.ts';
import { hashOf } from './record-id.ts';
import type { Problem } from './report.ts';

/** A cell that names another record. */
export interface Reference {
  /** The field that is to hold the id, or `link` for an activity's link. */
  readonly field: string;
  readonly table: string;
  readonly text: string;
  readonly column: string;
  readonly target: Target;
}

/** A row of a file on its way to becoming a record. References are resolved when all files are staged. */
export interface StagedRow {
  readonly file: string;
  readonly line: number;
  readonly table: string;
  /** Where its key comes from, and the key. */
  readonly type: string;
  readonly key: string;
  readonly fields: Record<string, unknown>;
  readonly references: Reference[];
  /** By header, as they stand in the file. */
  readonly cells: ReadonlyMap<string, string>;
}

export interface StagedFile {
  readonly rows: readonly StagedRow[];
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

interface Column {
  readonly header: string;
  readonly index: number;
  readonly targets: readonly Target[];
  readonly reader: ColumnReader;
  /** Where the currency of the column's amounts stands; -1 for nowhere. */
  readonly currencyAt: number;
}

export interface StageOptions {
  readonly currency: string;
  readonly country: string;
  readonly timeZone: string;
  readonly pipeline: ImportedPipeline | undefined;
}

/** Reads the rows of a file by its map. A row that cannot become a record is in `problems` as refused, and nowhere else. */
export function stageFile(file: SourceFile, map: MappedFile, options: StageOptions): StagedFile {
  const entity = entityNamed(map.table)!;
  const columns = file.headers.map((header, index): Column => ({
    header,
    index,
    targets: Object.hasOwn(map.columns, header) ? targetsOf(map.columns[header]!) : [{ custom: header }],
    reader: columnReader(
      file.rows.map((r) => r.cells[index] ?? ''),
      options,
    ),
    currencyAt: currencyPlace(file.headers, header),
  }));
  const type = map.type ?? file.name.replace(/\.[^.]+$/, '');
  const problems: Problem[] = file.bad.map((b) => ({
    kind: 'refused',
    file: file.name,
    line: b.line,
    column: '',
    value: b.text,
    reason: b.reason,
  }));
  const rows: StagedRow[] = [];
  const seen = new Map<string, { count: number; readonly line: number; readonly cells: readonly string[] }>();
  for (const { line, cells } of file.rows) {
    const named = new Map(file.headers.map((h, i) => [h, cells[i] ?? '']));
    const sourceKey = (map.key ?? []).map((k) => (named.get(k) ?? '').trim());
    const own = sourceKey.length > 0 && sourceKey.every((k) => k !== '');
    const word = own ? sourceKey.join('/') : hashOf(cells);
    const first = seen.get(word) ?? { count: 0, line, cells };
    const count = ++first.count;
    seen.set(word, first);
    const refuse = (column: string, value: string, reason: string): void =>
      void problems.push({ kind: 'refused', file: file.name, line, column, value, reason });
    if (own && count > 1) {
      const same = cells.every((c, i) => c === first.cells[i]);
      const reason = same
        ? `the same row has come before, in line ${first.line}`
        : `this id has come before, in line ${first.line}, with other values; the first row counts`;
      refuse(map.key!.join(', '), word, reason);
      continue;
    }
    if (map.key && !own) {
      refuse(map.key.join(', '), '', 'the row has no id, so a second import could not find it again');
      continue;
    }
    const key = (own ? word : `${word}:${count}`).slice(0, 400);
    const row: StagedRow = {
      file: file.name,
      line,
      table: entity.name,
      type,
      key,
      fields: { ...map.set },
      references: [],
      cells: named,
    };
    const found = readCells(row, entity, columns, cells, map, options);
    const refused = settleFields(row, entity, map, options, found);
    if (refused) refuse(refused.column, refused.value, refused.reason);
    else {
      problems.push(...found);
      rows.push(row);
    }
  }
  return { rows, problems, notes: dateNotes(file, columns, entity) };
}

/** Fills the row's fields from its cells; answers the cells that could not be read. */
function readCells(
  row: StagedRow,
  entity: Entity,
  columns: readonly Column[],
  cells: readonly string[],
  map: MappedFile,
  options: StageOptions,
): Problem[] {
  const problems: Problem[] = [];
  const keep: Record<string, unknown> = {};
  for (const { header, index, targets, reader, currencyAt } of columns) {
    const cell = cells[index]!;
    const currency = cells[currencyAt] ?? '';
    for (const target of targets) {
      const field = target.field === undefined ? undefined : entity.fields[target.field];
      const reason = takeCell(row, field, cell, header, target, reader, currency, keep, options);
      if (reason === undefined) continue;
      keep[header] = cell;
      problems.push({ kind: 'value', file: row.file, line: row.line, column: header, value: cell, reason });
    }
  }
  for (const [name, template] of Object.entries(map.template ?? {})) {
    if (row.fields[name] === undefined)
      row.fields[name] = template
        .replace(/\{([^}]+)\}/g, (_, header: string) => (row.cells.get(header) ?? '').trim())
        .trim();
  }
  if (Object.keys(keep).length > 0) row.fields['custom'] = keep;
  return problems;
}

/** Puts one cell where its target says; answers why it could not be read. */
function takeCell(
  row: StagedRow,
  field: Field | undefined,
  cell: string,
  header: string,
  target: Target,
  reader: ColumnReader,
  currency: string,
  keep: Record<string, unknown>,
  options: StageOptions,
): string | undefined {
  const text = cell.trim();
  if (target.custom !== undefined) {
    if (text !== '') keep[target.custom] = cell;
    return undefined;
  }
  if (target.link !== undefined) {
    if (text !== '') row.references.push({ field: 'link', table: target.link, text, column: header, target });
    return undefined;
  }
  if (!field || target.field === undefined) return undefined;
  if (target.field === 'stageId' && options.pipeline) {
    const stage = options.pipeline.stage(typeof target.values?.[text] === 'string' ? target.values[text] : text);
    row.fields['stageId'] = stage.id;
    return undefined;
  }
  if (saysNothing(field, cell)) return undefined;
  if (field.ref) {
    row.references.push({ field: target.field, table: field.ref.table, text, column: header, target });
    return undefined;
  }
  if (isListKind(field.kind)) {
    const list = (row.fields[target.field] ?? []) as readonly Record<string, unknown>[];
    const { items, problems } = addItems(field.kind, list, cell, header, target, `${row.type}/${row.key}`, reader);
    if (items.length > 0) row.fields[target.field] = items;
    return problems[0];
  }
  const converted = convertValue(field, cell, target, reader, currency);
  if ('problem' in converted) return converted.problem;
  if (field.kind === 'tags')
    row.fields[target.field] = [
      ...new Set([
        ...((row.fields[target.field] ?? []) as readonly string[]),
        ...(converted.value as readonly string[]),
      ]),
    ];
  // The first column that says something wins: “Email”, then “Secondary Email”.
  else row.fields[target.field] ??= converted.value;
  return undefined;
}

/** Adds what follows from other fields, and checks the row against the declaration. Answers why it must be refused. */
function settleFields(
  row: StagedRow,
  entity: Entity,
  map: MappedFile,
  options: StageOptions,
  problems: readonly Problem[],
): { column: string; value: string; reason: string } | undefined {
  const { fields } = row;
  if (fields['name'] === undefined && Object.hasOwn(entity.fields, 'name')) {
    const name = fullName(fields['givenName'], fields['familyName']);
    if (name !== '') fields['name'] = name;
  }
  if (entity.name === 'activity') {
    if (fields['at'] === undefined && fields['dueAt'] !== undefined) fields['at'] = fields['dueAt'];
    fields['done'] ??= fields['outcome'] === undefined ? fields['kind'] !== 'task' : isDone(String(fields['outcome']));
  }
  if (options.pipeline) settleStage(fields, options.pipeline, options);
  try {
    validateNew(entity, fields);
    return undefined;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const { field, message } = error.problems[0]!;
    const column =
      Object.keys(map.columns).find((h) => targetsOf(map.columns[h]!).some((t) => t.field === field)) ?? '';
    const unread = problems.find((p) => p.column === column);
    return {
      column,
      value: row.cells.get(column) ?? '',
      reason: unread ? `${message}; the value ${unread.reason}` : message,
    };
  }
}

/** A closed record was closed on the day it was expected to close, where nothing better is known. */
function settleStage(fields: Record<string, unknown>, pipeline: ImportedPipeline, options: StageOptions): void {
  fields['pipelineId'] = pipeline.id;
  fields['stageId'] ??= pipeline.stage('').id;
  const category = pipeline.categoryOf(String(fields['stageId']));
  if (isOpenCategory(category)) {
    delete fields['closedAt'];
    return;
  }
  if (fields['closedAt'] === undefined && typeof fields['expectedClose'] === 'string')
    fields['closedAt'] = dateReader([], options).instant(fields['expectedClose']);
  if (fields['closedAt'] !== undefined) fields['stageSince'] = fields['closedAt'];
  if (category !== 'lost') delete fields['lostReason'];
}

/** Chinese, Japanese and Korean names put the family first and no space between. */
function fullName(given: unknown, family: unknown): string {
  const parts = [given, family].filter((p): p is string => typeof p === 'string' && p !== '');
  const eastern =
    parts.length === 2 &&
    parts.every((p) => /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u.test(p));
  return eastern ? parts.reverse().join('') : parts.join(' ');
}

function isDone(outcome: string): boolean {
  return !/not started|in progress|open|waiting|deferred|planned|scheduled|pending|未开始|进行中|待/i.test(outcome);
}

function dateNotes(file: SourceFile, columns: readonly Column[], entity: Entity): string[] {
  return columns.flatMap(({ header, targets, reader }) => {
    const isDate = targets.some(
      (t) => t.field !== undefined && ['date', 'instant'].includes(entity.fields[t.field]?.kind ?? ''),
    );
    if (!isDate || !reader.dates.order) return [];
    const { order, because } = reader.dates.order;
    const way = order === 'mdy' ? 'month/day/year' : 'day/month/year';
    return [
      `${file.name}, ${header}: numbers are read as ${way}, ${because === 'evidence' ? 'as the whole column shows' : 'as is usual in the country; no value of the column shows the order'}.`,
    ];
  });
}
