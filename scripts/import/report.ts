/** `refused`: the row was not imported. `value`: it was, without this value, whose text is kept under `custom`. `link`: it was, and the link waits as a pending externalId. `kept`: a person's value was left as it is. */
type ProblemKind = 'refused' | 'value' | 'link' | 'kept';

export interface Problem {
  readonly kind: ProblemKind;
  readonly file: string;
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

export interface ColumnReport {
  readonly header: string;
  readonly sample: string;
  /** Where it goes, in words: `amount`, `link to deal`, `custom`, `not taken`. */
  readonly to: string;
  /** 1 where a map says so; less where it was guessed. */
  readonly confidence: number;
}

export interface FileReport {
  readonly file: string;
  readonly encoding: string;
  readonly delimiter: string;
  readonly table: string | null;
  /** Why the file is not mapped. */
  readonly why?: string;
  readonly key?: string;
  readonly columns: readonly ColumnReport[];
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  notMapped: number;
}

export interface ImportReport {
  readonly system: string;
  /** Which map was used: `crm-sales`, `zoho-crm`, a file's name, or `guessed`. */
  readonly map: string;
  readonly dryRun: boolean;
  readonly startedAt: string;
  readonly seconds: number;
  readonly files: readonly FileReport[];
  /** Rows made beside those of the files: pipelines, stages, activity links ... */
  readonly made: Readonly<Record<string, number>>;
  /** Links whose target the source lacks. */
  readonly pendingLinks: number;
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
  /** Empty, or what does not add up. */
  readonly mismatches: readonly string[];
  /** Why writing ended before its end: the server went away, for one. The rows that were not finished are among the refused. */
  readonly stopped?: string;
}

/** read = created + updated + unchanged + refused + not mapped, file by file. */
export function findMismatches(files: readonly FileReport[]): string[] {
  return files
    .filter((f) => f.read !== f.created + f.updated + f.unchanged + f.refused + f.notMapped)
    .map(
      (f) =>
        `${f.file}: ${f.read} rows were read, but ${f.created} created + ${f.updated} updated + ${f.unchanged} unchanged + ${f.refused} refused + ${f.notMapped} not mapped do not make ${f.read}`,
    );
}

/** The report for reading: counts by file, then what was noted, then problems by kind with a few examples of each. */
export function reportText(report: ImportReport): string {
  const lines = [
    ...(report.stopped === undefined
      ? []
      : [
          `Stopped early: ${report.stopped}`,
          'Run the same command again to go on; what was written is not written twice.',
          '',
        ]),
    `Import of ${report.system} (map: ${report.map})${report.dryRun ? ', dry run: nothing was written' : ''}, ${report.seconds.toFixed(1)} s`,
    '',
  ];
  const total = (pick: (f: FileReport) => number): number => report.files.reduce((sum, f) => sum + pick(f), 0);
  const counts = (
    f: Pick<FileReport, 'read' | 'created' | 'updated' | 'unchanged' | 'refused' | 'notMapped'>,
  ): string[] => [f.read, f.created, f.updated, f.unchanged, f.refused, f.notMapped].map((n) => n.toLocaleString('en'));
  lines.push(
    ...table(
      [
        ['file', 'to', 'read', 'created', 'updated', 'unchanged', 'refused', 'not mapped'],
        ...report.files.map((f) => [f.file, f.table ?? '-', ...counts(f)]),
        [
          'total',
          '',
          ...counts({
            read: total((f) => f.read),
            created: total((f) => f.created),
            updated: total((f) => f.updated),
            unchanged: total((f) => f.unchanged),
            refused: total((f) => f.refused),
            notMapped: total((f) => f.notMapped),
          }),
        ],
      ],
      2,
    ),
  );
  const unmapped = report.files.filter((f) => f.table === null);
  if (unmapped.length > 0)
    lines.push(
      '',
      `Not mapped: ${unmapped.length} of ${report.files.length} files`,
      ...unmapped.map((f) => `  ${f.file}: ${f.why ?? ''}`),
    );
  const made = Object.entries(report.made);
  if (made.length > 0)
    lines.push(
      '',
      `Made beside the rows: ${made.map(([table, n]) => `${table} ${n.toLocaleString('en')}`).join(', ')}`,
    );
  if (report.pendingLinks > 0)
    lines.push(
      '',
      `Links whose target is not in the source: ${report.pendingLinks.toLocaleString('en')}, kept as external ids (pending)`,
    );
  if (report.notes.length > 0) lines.push('', 'Notes', ...report.notes.map((n) => `  ${n}`));
  for (const [kind, title] of [
    ['refused', 'Refused rows'],
    ['value', 'Values that could not be read: the rows are imported, the texts kept under “custom”'],
    ['link', 'Links that point nowhere'],
    ['kept', 'Left as a person wrote it here'],
  ] as const) {
    lines.push(
      ...problemLines(
        report.problems.filter((p) => p.kind === kind),
        title,
      ),
    );
  }
  lines.push(
    '',
    report.mismatches.length === 0
      ? 'The counts add up in every file.'
      : `The counts do not add up:\n  ${report.mismatches.join('\n  ')}`,
  );
  return `${lines.join('\n')}\n`;
}

function problemLines(problems: readonly Problem[], title: string): string[] {
  if (problems.length === 0) return [];
  const groups = new Map<string, Problem[]>();
  for (const p of problems) {
    const name = `${p.file}, ${p.column || 'row'}`;
    const group = groups.get(name);
    if (group) group.push(p);
    else groups.set(name, [p]);
  }
  const lines = ['', `${title}: ${problems.length.toLocaleString('en')}`];
  for (const [name, list] of groups) {
    lines.push(`  ${name}: ${list.length.toLocaleString('en')}`);
    for (const p of list.slice(0, 3))
      lines.push(`    line ${p.line}: ${p.value === '' ? '' : `“${shorten(p.value, 60)}” `}${p.reason}`);
  }
  return lines;
}

/** All problems as CSV. A cell that a spreadsheet would run as a formula gets an apostrophe before it. */
export function problemsCsv(problems: readonly Problem[]): string {
  const cell = (value: string | number): string => {
    const text = String(value);
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = problems.map((p) => [p.kind, p.file, p.line, p.column, p.value, p.reason].map(cell).join(','));
  return `\ufeff${['kind,file,line,column,value,reason', ...rows].join('\r\n')}\r\n`;
}

/** The mapping of one file for a person to check. */
export function mappingText(file: FileReport): string {
  const head =
    file.table === null
      ? `${file.file}: not mapped. ${file.why ?? ''}`
      : `${file.file} -> ${file.table} (${file.encoding}, ${file.read.toLocaleString('en')} rows, key: ${file.key ?? 'content of the row'})`;
  if (file.table === null) return `${head}\n`;
  return `${head}\n${table(
    file.columns.map((c) => [
      `  ${c.header}`,
      c.to,
      c.confidence === 1 ? '' : `${Math.round(c.confidence * 100)} %`,
      shorten(c.sample, 50),
    ]),
    4,
  ).join('\n')}\n`;
}

function table(rows: readonly (readonly string[])[], leftColumns: number): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((r) => r[i]!.length)));
  return rows.map((r) =>
    r
      .map((c, i) => (i < leftColumns ? c.padEnd(widths[i]!) : c.padStart(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}

function shorten(text: string, length: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length > length ? `${flat.slice(0, length - 1)}…` : flat;
}
