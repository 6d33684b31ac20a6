import type { Adapter } from '@vinculo/sdk/adapter';
import { type AnyRow, type Entity, type PushOutcome, RefusedError, entityNamed, sameValue } from '@vinculo/sdk/schema';
import { ChangeSender, type Write } from './change-sender.ts';
import type { MadeRow } from './pipelines.ts';
import type { StagedRow } from './stage-rows.ts';
import type { Problem } from './report.ts';

/** What an import remembers of a row it brought, in `custom` of the row's externalId: the values it set, and the rows it made beside it. */
export interface Memory {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly rows: readonly string[];
}

/** A staged row with all that is known about it: ready to be compared and written. */
export interface ReadyRow {
  readonly staged: StagedRow;
  readonly id: string;
  readonly externalRowId: string;
  /** What the last import left, where there was one. */
  readonly before: AnyRow | undefined;
  /** References to tables that are written later; set once those are there. */
  readonly later: Readonly<Record<string, unknown>>;
  readonly beside: readonly MadeRow[];
}

export type Outcome = 'created' | 'updated' | 'unchanged' | 'refused';

export interface WriteReport {
  /** One outcome per row, and for a refused one why. */
  settle(row: ReadyRow, outcome: Outcome, problem?: Omit<Problem, 'kind' | 'file' | 'line'>): void;
  /** A value that a person changed here stays. */
  kept(row: ReadyRow, field: string, value: unknown, reason: string): void;
  made(table: string): void;
  /** Told once per row, as its turn comes. */
  wrote(row: ReadyRow): void;
}

export function memoryOf(row: AnyRow | undefined): Memory {
  const custom = (row?.custom ?? {}) as { imported?: Memory };
  return custom.imported ?? { fields: {}, rows: [] };
}

/** Rows an import makes for itself, where they are not there yet. */
export async function writeMade(
  adapter: Adapter,
  rows: readonly MadeRow[],
  dryRun: boolean,
  report: WriteReport,
): Promise<void> {
  const sender = new ChangeSender(adapter);
  const there = await idsThere(adapter, rows);
  for (const row of rows) {
    if (there.has(row.id)) continue;
    if (dryRun) {
      report.made(row.table);
      continue;
    }
    await sender.send([{ op: 'create', table: row.table, id: row.id, patch: row.values }], ([outcome]) => {
      const problem = refusal(outcome);
      if (problem)
        throw new RefusedError(
          row.table,
          row.id,
          'import_needs',
          `The ${row.table} “${String(row.values['name'])}” that this import needs was refused: ${problem}`,
        );
      report.made(row.table);
    });
  }
  await sender.flush();
}

async function idsThere(adapter: Adapter, rows: readonly MadeRow[]): Promise<ReadonlySet<string>> {
  const there = new Set<string>();
  for (const table of new Set(rows.map((r) => r.table))) {
    const ids = rows.filter((r) => r.table === table).map((r) => r.id);
    for (const row of await readByIds(adapter, table, ids)) there.add(row.id);
  }
  return there;
}

export async function readByIds(adapter: Adapter, table: string, ids: readonly string[]): Promise<AnyRow[]> {
  const rows: AnyRow[] = [];
  for (let i = 0; i < ids.length; i += 200) {
    const some = ids.slice(i, i + 200);
    rows.push(
      ...(adapter.get
        ? await adapter.get(table, some)
        : (await adapter.query!({ table, where: { id: { in: some } }, limit: some.length })).rows),
    );
  }
  return rows;
}

/** Writes the rows of one table: creates what is new, updates what the source changed, leaves the rest alone. */
export async function writeRows(
  adapter: Adapter,
  rows: readonly ReadyRow[],
  system: string,
  dryRun: boolean,
  report: WriteReport,
): Promise<void> {
  const sender = new ChangeSender(adapter);
  const changed = rows.filter((r) => r.before !== undefined && hasChanged(r));
  const current = new Map<string, AnyRow>();
  if (changed.length > 0)
    for (const row of await readByIds(
      adapter,
      changed[0]!.staged.table,
      changed.map((r) => r.id),
    ))
      current.set(row.id, row);
  for (const row of rows) {
    report.wrote(row);
    if (row.before === undefined) {
      if (dryRun) {
        for (const b of row.beside) report.made(b.table);
        report.settle(row, 'created');
      } else await create(sender, row, system, report);
    } else if (!hasChanged(row)) report.settle(row, 'unchanged');
    else await update(sender, row, current.get(row.id), dryRun, report);
  }
  await sender.flush();
}

/** Sets the references that had to wait until their targets were written, and then notes the rows as imported. */
export async function writeLater(
  adapter: Adapter,
  rows: readonly ReadyRow[],
  system: string,
  report: WriteReport,
): Promise<void> {
  const sender = new ChangeSender(adapter);
  for (const row of rows) {
    const base = Object.fromEntries(Object.keys(row.later).map((k) => [k, null]));
    const writes: Write[] = [
      { op: 'update', table: row.staged.table, id: row.id, patch: row.later, base },
      externalIdOf(row, system),
      ...creates(row.beside),
    ];
    await sender.send(writes, (outcomes) => {
      const problem = firstRefusal(writes, outcomes);
      if (problem) report.kept(row, Object.keys(row.later).join(', '), '', problem);
      else for (const b of row.beside) report.made(b.table);
    });
  }
  await sender.flush();
}

function allFields(row: ReadyRow): Record<string, unknown> {
  return { ...row.staged.fields, ...row.later };
}

function hasChanged(row: ReadyRow): boolean {
  const memory = memoryOf(row.before);
  const fields = allFields(row);
  if (
    ![...new Set([...Object.keys(fields), ...Object.keys(memory.fields)])].every((k) =>
      sameValue(fields[k], memory.fields[k]),
    )
  )
    return true;
  return !sameValue(besideNames(row).sort(), [...memory.rows].sort());
}

function besideNames(row: ReadyRow): string[] {
  return row.beside.map((b) => `${b.table}/${b.id}`);
}

function externalIdOf(row: ReadyRow, system: string): Write {
  const imported: Memory = { fields: allFields(row), rows: besideNames(row) };
  const { table, type, key } = row.staged;
  return {
    op: 'create',
    table: 'externalId',
    id: row.externalRowId,
    patch: { table, recordId: row.id, system, type, externalId: key, custom: { imported } },
  };
}

async function create(sender: ChangeSender, row: ReadyRow, system: string, report: WriteReport): Promise<void> {
  const waits = Object.keys(row.later).length > 0;
  const record: Write = { op: 'create', table: row.staged.table, id: row.id, patch: row.staged.fields };
  // The external id says that all of the row is there, so it comes with the last of its writes.
  const writes: Write[] = waits ? [record] : [record, externalIdOf(row, system), ...creates(row.beside)];
  await sender.send(writes, (outcomes) => {
    const problem = firstRefusal(writes, outcomes);
    if (problem) {
      report.settle(row, 'refused', { column: '', value: '', reason: `the server refused it: ${problem}` });
      return;
    }
    if (!waits) for (const b of row.beside) report.made(b.table);
    report.settle(row, 'created');
  });
}

function creates(rows: readonly MadeRow[]): Write[] {
  return rows.map((b) => ({ op: 'create', table: b.table, id: b.id, patch: b.values }));
}

async function update(
  sender: ChangeSender,
  row: ReadyRow,
  current: AnyRow | undefined,
  dryRun: boolean,
  report: WriteReport,
): Promise<void> {
  if (!current) {
    report.settle(row, 'refused', {
      column: '',
      value: '',
      reason: 'the source changed it, but the record was removed here; remove its external id to bring it back',
    });
    return;
  }
  const memory = memoryOf(row.before);
  const entity = entityNamed(row.staged.table)!;
  const { patch, base } = patchOf(entity, row, memory, current, report);
  const gone = memory.rows.filter((name) => !besideNames(row).includes(name));
  const added = row.beside.filter((b) => !memory.rows.includes(`${b.table}/${b.id}`));
  if (dryRun) {
    report.settle(row, 'updated');
    return;
  }
  const imported: Memory = { fields: allFields(row), rows: besideNames(row) };
  const writes: Write[] = [
    ...(Object.keys(patch).length > 0
      ? [{ op: 'update' as const, table: row.staged.table, id: row.id, patch, base }]
      : []),
    ...creates(added),
    ...gone.map((name): Write => ({
      op: 'remove',
      table: name.slice(0, name.indexOf('/')),
      id: name.slice(name.indexOf('/') + 1),
      patch: {},
    })),
    {
      op: 'update',
      table: 'externalId',
      id: row.externalRowId,
      patch: { custom: { imported } },
      base: { custom: { imported: memory } },
    },
  ];
  await sender.send(writes, (outcomes) => {
    const problem = firstRefusal(writes, outcomes);
    if (problem) {
      report.settle(row, 'refused', { column: '', value: '', reason: `the server refused the change: ${problem}` });
      return;
    }
    for (const b of added) report.made(b.table);
    report.settle(row, 'updated');
  });
}

/** The fields the source changed since the last import, with what it said then. A field that a person changed too stays as the person wrote it, unless both can be kept. */
function patchOf(
  entity: Entity,
  row: ReadyRow,
  memory: Memory,
  current: AnyRow,
  report: WriteReport,
): { patch: Record<string, unknown>; base: Record<string, unknown> } {
  const fields = allFields(row);
  const patch: Record<string, unknown> = {};
  const base: Record<string, unknown> = {};
  for (const name of new Set([...Object.keys(fields), ...Object.keys(memory.fields)])) {
    const [mine, was, theirs] = [fields[name] ?? null, memory.fields[name] ?? null, current[name] ?? null];
    if (sameValue(mine, was) || sameValue(mine, theirs)) continue;
    const merge = name === 'custom' ? 'set' : entity.fields[name]?.merge;
    if (!sameValue(theirs, was) && merge !== 'set' && merge !== 'items') {
      report.kept(
        row,
        name,
        mine,
        'the source and a person here both changed this field since the last import; the person’s value stays',
      );
      continue;
    }
    patch[name] = mine === null && entity.fields[name]?.presence === 'default' ? entity.fields[name].default : mine;
    base[name] = was;
  }
  return { patch, base };
}

/** Why a write was not stored; undefined where it was, also when an earlier run that was cut short had already stored it. */
function refusal(outcome: PushOutcome | undefined): string | undefined {
  if (!outcome) return 'the backend gave no answer for it';
  if (outcome.status === 'ok') return undefined;
  if (outcome.status === 'rejected') return outcome.code === 'exists' ? undefined : outcome.message;
  return outcome.status === 'conflict'
    ? `someone else changed ${outcome.fields.map((f) => f.field).join(', ')}`
    : outcome.message;
}

/** The first refusal that is not only the echo of another one of the same group. */
function firstRefusal(writes: readonly Write[], outcomes: readonly PushOutcome[]): string | undefined {
  const problems = writes.flatMap((write, i) => {
    const outcome = outcomes[i];
    const problem = refusal(outcome);
    return problem === undefined
      ? []
      : [{ write, problem, echo: outcome?.status === 'rejected' && outcome.code === 'group' }];
  });
  const first = problems.find((p) => !p.echo) ?? problems[0];
  return first && (first.write.table === 'externalId' ? `external id: ${first.problem}` : first.problem);
}
