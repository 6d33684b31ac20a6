import { parse } from 'csv-parse/sync';

interface CsvRow {
  /** Where the row begins in the file; the first line is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row that cannot be read, and why. */
interface BadRow {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export interface CsvTable {
  readonly delimiter: string;
  /** Unique names: an empty one becomes `column 7`, a repeated one `Name (2)`. */
  readonly headers: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly bad: readonly BadRow[];
}

interface RawRecord {
  readonly line: number;
  readonly text: string;
}

/** A field that spans more lines than this was opened by a stray quote. */
const longestRecord = 1000;
const batchSize = 1000;

/**
 * Reads CSV text. A row that cannot be read (broken quotes, more or fewer cells than the header, a NUL character) is listed in `bad`
 * with its line and does not disturb the rows after it.
 */
export function parseCsv(text: string): CsvTable {
  const delimiter = findDelimiter(text);
  const records: CsvRow[] = [];
  const bad: BadRow[] = [];
  const lines = physicalLines(text);
  for (let next = 0; next < lines.length;) {
    const batch: RawRecord[] = [];
    while (next < lines.length && batch.length < batchSize) {
      const taken = joinRecord(lines, next);
      if (taken.text.trim() !== '') batch.push({ line: next + 1, text: taken.text });
      next += taken.count;
    }
    readBatch(batch, delimiter, records, bad);
  }
  const [head, ...rest] = records;
  const headers = uniqueNames(trimEnd(head?.cells ?? []));
  const rows: CsvRow[] = [];
  for (const row of rest) {
    const cells = row.cells.length > headers.length ? trimEnd(row.cells, headers.length) : row.cells;
    const reason = problemOf(cells, headers.length);
    if (reason) bad.push({ line: row.line, text: row.cells.join(delimiter), reason });
    else rows.push({ line: row.line, cells });
  }
  return { delimiter, headers, rows, bad: bad.sort((a, b) => a.line - b.line) };
}

function problemOf(cells: readonly string[], width: number): string | undefined {
  if (cells.length !== width) return `the row has ${cells.length} cells, the header ${width}`;
  if (cells.some((c) => c.includes('\0'))) return 'the row holds a NUL character, which no text may contain';
  return undefined;
}

/** Lines with their line ends, so that a line break inside a quoted cell stays as it was. */
function physicalLines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

/** The record that begins at a line: as many lines as it takes to close its quotes. Where they never close, the one line. */
function joinRecord(lines: readonly string[], start: number): { text: string; count: number } {
  let quotes = 0;
  for (let i = start; i < lines.length && i < start + longestRecord; i++) {
    quotes += countQuotes(lines[i]!);
    if (quotes % 2 === 0) return { text: lines.slice(start, i + 1).join(''), count: i + 1 - start };
  }
  return { text: lines[start]!, count: 1 };
}

function countQuotes(line: string): number {
  let count = 0;
  for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) count++;
  return count;
}

function readBatch(batch: readonly RawRecord[], delimiter: string, records: CsvRow[], bad: BadRow[]): void {
  const together = tryParse(batch.map((r) => (/[\r\n]$/.test(r.text) ? r.text : `${r.text}\n`)).join(''), delimiter);
  if (Array.isArray(together) && together.length === batch.length) {
    together.forEach((cells, i) => records.push({ line: batch[i]!.line, cells }));
    return;
  }
  for (const record of batch) readAlone(record, delimiter, records, bad);
}

/** A record by itself. One that spans lines and cannot be read was joined by a stray quote: its first line is bad, the others get their own chance. */
function readAlone(record: RawRecord, delimiter: string, records: CsvRow[], bad: BadRow[]): void {
  const parsed = tryParse(record.text, delimiter);
  if (Array.isArray(parsed) && parsed.length === 1) {
    records.push({ line: record.line, cells: parsed[0]! });
    return;
  }
  const lines = physicalLines(record.text);
  const reason = Array.isArray(parsed) ? 'the quotes of this row do not match' : parsed;
  bad.push({ line: record.line, text: lines[0]!.trimEnd(), reason });
  for (let next = 1; next < lines.length;) {
    const taken = joinRecord(lines, next);
    if (taken.text.trim() !== '') readAlone({ line: record.line + next, text: taken.text }, delimiter, records, bad);
    next += taken.count;
  }
}

/** The rows of a piece of CSV, or what is wrong with it. */
function tryParse(text: string, delimiter: string): string[][] | string {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      skip_empty_lines: true,
    });
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed';
    if (code === 'INVALID_OPENING_QUOTE') return 'a quote stands inside a cell that does not begin with one';
    if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'text follows a closing quote';
    if (code !== undefined) return (error as Error).message;
    throw error;
  }
}

/** The separator that the first lines agree on: of those that occur outside quotes, the one that splits them into the most cells. */
function findDelimiter(text: string): string {
  const lines = text
    .slice(0, 20_000)
    .split(/\r\n|\n|\r/)
    .filter((l) => l.trim() !== '')
    .slice(0, 5)
    .map((l) => l.replace(/"[^"]*"?/g, ''));
  const score = (d: string): number => {
    const counts = lines.map((l) => l.split(d).length);
    return counts[0]! > 1 ? counts[0]! * counts.filter((n) => n === counts[0]).length : 0;
  };
  return [',', ';', '\t', '|'].reduce((best, d) => (lines.length > 0 && score(d) > score(best) ? d : best), ',');
}

/** Spreadsheets append empty columns; they are no data. */
function trimEnd(cells: readonly string[], atLeast = 0): readonly string[] {
  let end = cells.length;
  while (end > atLeast && cells[end - 1]!.trim() === '') end--;
  return cells.slice(0, end);
}

function uniqueNames(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((raw, i) => {
    const name = raw.trim() || `column ${i + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
