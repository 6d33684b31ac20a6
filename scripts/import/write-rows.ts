import type { Adapter } from '@vinculo/sdk/adapter';
import { type AnyRow, type Entity, RefusedError, entityNamed, sameValue } from '@vinculo/sdk/schema';
import { type Send, type Write, batchSize, isThere, refusal } from './change-sender.ts';
import type { MadeRow } from './pipelines.ts';
import type { Problem } from './report.ts';
import type { StagedRow } from './stage-rows.ts';

/** What an import remembers of a row it brought, in `custom` of the row's externalId: the values it set, and the rows it made beside it. */
interface Memory {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly rows: readonly string[];
}

/** A staged row with all that is known about it: ready to be compared and written. */
export interface ReadyRow {
  readonly staged: StagedRow;
  readonly id: string;
  readonly externalRowId: string;
  /** The external id that the last import left, where there was one. */
  readonly before: AnyRow | undefined;
  /** Its first place in its stage, in the order of the source. Set once: from then on people move the card. */
  readonly rank: string | undefined;
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
}

/** What writing needs beside the rows. `send` undefined: a dry run. */
export interface Writing {
  readonly adapter: Adapter;
  readonly send: Send | undefined;
  readonly system: string;
  readonly report: WriteReport;
}

/** Rows an import makes for itself, where they are not there yet. @throws RefusedError */
export async function writeMade(rows: readonly MadeRow[], { adapter, send, report }: Writing): Promise<void> {
  const there = new Set<string>();
  for (const table of new Set(rows.map((r) => r.table))) {
    const ids = rows.filter((r) => r.table === table).map((r) => r.id);
    for (const row of await readByIds(adapter, table, ids)) there.add(row.id);
  }
  const missing = rows.filter((r) => !there.has(r.id));
  const outcomes = send ? await send(creates(missing)) : [];
  missing.forEach((row, i) => {
    const problem = send && refusal(outcomes[i]);
    if (problem !== undefined) {
      const message = `The ${row.table} “${String(row.values['name'])}” that this import needs was refused: ${problem}`;
      throw new RefusedError(row.table, row.id, 'import_needs', message);
    }
    report.made(row.table);
  });
}

async function readByIds(adapter: Adapter, table: string, ids: readonly string[]): Promise<AnyRow[]> {
  const rows: AnyRow[] = [];
  for (let i = 0; i < ids.length; i += 200) {
    const some = ids.slice(i, i + 200);
    const answer = adapter.get
      ? await adapter.get(table, some)
      : (await adapter.query!({ table, where: { id: { in: some } }, limit: some.length })).rows;
    rows.push(...answer);
  }
  return rows;
}

/** One row's writes. The record comes first; what is beside it, and the external id that says all is there, only once the record is stored. */
interface Step {
  readonly row: ReadyRow;
  readonly outcome: Outcome;
  readonly record?: Write;
  readonly rest: readonly Write[];
  readonly made: readonly MadeRow[];
}

/** Writes rows of one table: creates what is new, updates what the source changed, leaves the rest alone. */
export async function writeRows(
  rows: readonly ReadyRow[],
  writing: Writing,
  onProgress: (row: ReadyRow) => void,
): Promise<void> {
  const { adapter, report } = writing;
  for (let i = 0; i < rows.length; i += batchSize) {
    const some = rows.slice(i, i + batchSize);
    const changed = some.filter((r) => r.before !== undefined && hasChanged(r));
    const current = new Map<string, AnyRow>();
    for (const row of await readByIds(
      adapter,
      some[0]!.staged.table,
      changed.map((r) => r.id),
    ))
      current.set(row.id, row);
    const steps: Step[] = [];
    for (const row of some) {
      if (row.before === undefined) steps.push(creation(row, writing.system));
      else if (!hasChanged(row)) report.settle(row, 'unchanged');
      else if (current.has(row.id)) steps.push(update(row, current.get(row.id)!, report));
      else
        report.settle(row, 'refused', {
          column: '',
          value: '',
          reason: 'the source changed it, but the record was removed here; remove its external id to bring it back',
        });
    }
    await take(steps, writing, (step, problem) => {
      if (problem === undefined) report.settle(step.row, step.outcome);
      else report.settle(step.row, 'refused', { column: '', value: '', reason: `the server refused it: ${problem}` });
    });
    for (const row of some) onProgress(row);
  }
}

/** Sets the references that had to wait until their targets were written. */
export async function writeLater(rows: readonly ReadyRow[], writing: Writing): Promise<void> {
  const steps = rows.map((row): Step => {
    const base = Object.fromEntries(Object.keys(row.later).map((k) => [k, null]));
    const record: Write = { op: 'update', table: row.staged.table, id: row.id, patch: row.later, base };
    return {
      row,
      outcome: 'created',
      record,
      rest: [...creates(row.beside), externalIdOf(row, writing.system)],
      made: row.beside,
    };
  });
  for (let i = 0; i < steps.length; i += batchSize) {
    await take(steps.slice(i, i + batchSize), writing, ({ row }, problem) => {
      if (problem !== undefined) writing.report.kept(row, Object.keys(row.later).join(', '), '', problem);
    });
  }
}

async function take(
  steps: readonly Step[],
  { adapter, send, report }: Writing,
  done: (step: Step, problem: string | undefined) => void,
): Promise<void> {
  const stored: Step[] = [];
  if (!send) stored.push(...steps);
  else {
    const first = steps.filter((s) => s.record !== undefined);
    const outcomes = await send(first.map((s) => s.record!));
    const problems = new Map(first.map((s, i) => [s, isThere(outcomes[i]) ? undefined : refusal(outcomes[i])]));
    const leftovers = first.filter((_, i) => isThere(outcomes[i]));
    const found = new Map(
      leftovers.length === 0
        ? []
        : (
            await readByIds(
              adapter,
              leftovers[0]!.row.staged.table,
              leftovers.map((s) => s.row.id),
            )
          ).map((r) => [r.id, r]),
    );
    for (const step of steps) {
      const problem = problems.get(step);
      if (problem === undefined)
        stored.push(found.has(step.row.id) ? remembering(step, found.get(step.row.id)!) : step);
      else done(step, problem);
    }
    const rest = stored.flatMap((s) => s.rest);
    const answers = await send(rest);
    let at = 0;
    for (const step of stored) {
      const own = answers.slice(at, at + step.rest.length);
      at += step.rest.length;
      done(
        step,
        own.map((o) => (isThere(o) ? undefined : refusal(o))).find((p) => p !== undefined),
      );
      for (const m of step.made) report.made(m.table);
    }
    return;
  }
  for (const step of stored) {
    done(step, undefined);
    for (const m of step.made) report.made(m.table);
  }
}

/** The record is left over from a run that was cut short. What is remembered is what it holds, so that the next run sees what has changed since. */
function remembering(step: Step, found: AnyRow): Step {
  const rest = step.rest.map((write) => {
    if (write.table !== 'externalId' || write.id !== step.row.externalRowId) return write;
    const fields = Object.fromEntries(Object.keys(allFields(step.row)).map((k) => [k, found[k] ?? null]));
    return {
      ...write,
      patch: { ...write.patch, custom: { imported: { fields, rows: besideNames(step.row) } satisfies Memory } },
    };
  });
  return { ...step, rest };
}

function creation(row: ReadyRow, system: string): Step {
  const patch = row.rank === undefined ? row.staged.fields : { ...row.staged.fields, rank: row.rank };
  const record: Write = { op: 'create', table: row.staged.table, id: row.id, patch };
  if (Object.keys(row.later).length > 0) return { row, outcome: 'created', record, rest: [], made: [] };
  return {
    row,
    outcome: 'created',
    record,
    rest: [...creates(row.beside), externalIdOf(row, system)],
    made: row.beside,
  };
}

function update(row: ReadyRow, current: AnyRow, report: WriteReport): Step {
  const memory = memoryOf(row.before);
  const { patch, base } = patchOf(entityNamed(row.staged.table)!, row, memory, current, report);
  const names = besideNames(row);
  const added = row.beside.filter((b) => !memory.rows.includes(`${b.table}/${b.id}`));
  const gone = memory.rows.filter((name) => !names.includes(name));
  const rest: Write[] = [
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
      patch: { custom: { imported: { fields: allFields(row), rows: names } } },
      base: { custom: { imported: memory } },
    },
  ];
  const record: Write = { op: 'update', table: row.staged.table, id: row.id, patch, base };
  return { row, outcome: 'updated', ...(Object.keys(patch).length > 0 ? { record } : {}), rest, made: added };
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
    const field = entity.fields[name];
    // A new record is given it; from then on nobody writes it from outside.
    if (field?.readonly) continue;
    const merges = name === 'custom' || field?.merge === 'set' || field?.merge === 'items';
    if (!sameValue(theirs, was) && !merges) {
      report.kept(
        row,
        name,
        mine,
        'the source and a person here both changed this field since the last import; the person’s value stays',
      );
      continue;
    }
    if (name === 'custom') patch[name] = mine ?? {};
    else patch[name] = mine === null && field?.presence === 'default' ? field.default : mine;
    base[name] = was;
  }
  return { patch, base };
}

function memoryOf(row: AnyRow | undefined): Memory {
  const { imported } = (row?.custom ?? {}) as { imported?: Memory };
  return imported ?? { fields: {}, rows: [] };
}

function allFields(row: ReadyRow): Record<string, unknown> {
  return { ...row.staged.fields, ...row.later };
}

function hasChanged(row: ReadyRow): boolean {
  const memory = memoryOf(row.before);
  const fields = allFields(row);
  const names = [...new Set([...Object.keys(fields), ...Object.keys(memory.fields)])];
  return (
    !names.every((k) => sameValue(fields[k], memory.fields[k])) ||
    !sameValue(besideNames(row).sort(), [...memory.rows].sort())
  );
}

function besideNames(row: ReadyRow): string[] {
  return row.beside.map((b) => `${b.table}/${b.id}`);
}

function creates(rows: readonly MadeRow[]): Write[] {
  return rows.map((b) => ({ op: 'create', table: b.table, id: b.id, patch: b.values }));
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
