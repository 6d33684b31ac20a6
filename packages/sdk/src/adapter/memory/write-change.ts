import { NotFoundError, RefusedError } from '../../errors.ts';
import { type AnyRow, type Change, type PushOutcome, type StageRules, type Verdict, activityLinkPatch, activityLinkValues, applyChange, changesActivityLinks, entities, entityNamed, newId, referencesTo, repeatsActivity, tablesWithRecordId } from '../../schema/index.ts';
import type { MemoryTables } from './memory-tables.ts';

/** Who writes, and what for. */
export interface Author {
  readonly userId: string | null;
  readonly app: string;
  /** The command that writes. */
  readonly cause?: string;
}

/** How a backend in memory keeps its rows. */
export interface Keeping {
  /** Rows carry a version. */
  readonly versions: boolean;
  /** Deals with a stale change by its base, or only by comparing versions. */
  readonly conflicts: 'merge' | 'compare' | 'overwrite';
  /** A new id for a row, where the backend mints its own. */
  readonly mint?: (table: string) => string;
}

/** Tables that have to be in memory before a change of this table is judged. */
export function tablesNeededFor(table: string, op: Change['op']): string[] {
  if (op === 'remove') return Object.keys(entities);
  return [table, 'stage', 'historyEntry', 'stageChange', ...(table === 'activity' ? ['activityLink'] : table === 'activityLink' ? ['activity'] : [])];
}

/** Judges one change and stores what it says. */
export function writeChange(tables: MemoryTables, change: Change, author: Author, keeping: Keeping): PushOutcome {
  const e = entityNamed(change.table);
  if (!e) return { status: 'rejected', code: 'unknown_table', message: `This backend holds no ${change.table} rows.` };
  const current = change.op === 'create' && keeping.mint ? undefined : tables.row(change.table, change.id);
  if (keeping.conflicts === 'compare' && current && change.baseVersion !== undefined && change.baseVersion !== current.version) {
    return { status: 'conflict', row: current, fields: [] };
  }
  const seen = keeping.conflicts === 'merge' ? change : { ...change, base: {} };
  const now = tables.isoNow();
  const verdict = applyChange(e, seen, { current, stage: (id) => tables.row('stage', id) as StageRules | undefined, now, byCommand: author.cause !== undefined });
  if (verdict.outcome === 'stop') return verdict.answer;
  try {
    return tables.transaction(() => store(tables, change, verdict, current, author, keeping, now));
  } catch (error) {
    if (error instanceof RefusedError) return { status: 'rejected', code: error.code, message: error.message, problems: error.problems };
    throw error;
  }
}

type Write = Exclude<Verdict, { readonly outcome: 'stop' }>;

function store(tables: MemoryTables, change: Change, verdict: Write, current: AnyRow | undefined, author: Author, keeping: Keeping, now: string): PushOutcome {
  const { table } = change;
  if (verdict.outcome === 'nothing') return { status: 'ok', row: current ?? null };
  if (verdict.outcome === 'remove') {
    removeRow(tables, table, change.id, author, keeping, now);
    return { status: 'ok', row: null };
  }
  const id = current?.id ?? keeping.mint?.(table) ?? change.id;
  // A copy: the author may go on changing the objects it handed over.
  const set = { ...structuredClone(verdict.set), ...repeated(tables, table, current, verdict.set) };
  const number = table === 'ticket' && !current && !set['number'] ? { number: nextTicketNumber(tables) } : {};
  const made = current ? {} : { createdAt: now, createdBy: author.userId };
  const row = tables.put(table, { ...current, ...set, ...number, ...made, id, updatedAt: now, updatedBy: author.userId }, keeping.versions);
  writeHistory(tables, table, id, verdict.outcome, verdict.before, set, author, keeping, now);
  if (table === 'activity' && current && changesActivityLinks(current, row)) followActivity(tables, row, author, keeping, now);
  if (verdict.moved) {
    const { from, to, at, seconds } = verdict.moved;
    log(tables, 'stageChange', { table, recordId: id, fromStageId: from, toStageId: to, at, seconds, byId: author.userId }, keeping);
  }
  return { status: 'ok', row, ...(keeping.mint && !current ? { id } : {}), ...(verdict.overwrote.length > 0 ? { overwrote: verdict.overwrote } : {}) };
}

/** A link says of its activity what the activity says, whatever it was given. */
function repeated(tables: MemoryTables, table: string, current: AnyRow | undefined, set: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (table !== 'activityLink' || !repeatsActivity(set)) return {};
  const activity = tables.row('activity', String(set['activityId'] ?? current?.['activityId']));
  return activity ? { ...activityLinkValues(activity) } : {};
}

function followActivity(tables: MemoryTables, activity: AnyRow, author: Author, keeping: Keeping, now: string): void {
  for (const link of [...tables.rows('activityLink')]) {
    const patch = link['activityId'] === activity.id ? activityLinkPatch(link, activity) : undefined;
    if (patch) tables.put('activityLink', { ...link, ...patch, updatedAt: now, updatedBy: author.userId }, keeping.versions);
  }
}

function log(tables: MemoryTables, table: string, values: Readonly<Record<string, unknown>>, keeping: Keeping): void {
  tables.put(table, { id: keeping.mint?.(table) ?? newId(tables.now()), ...values }, keeping.versions);
}

function writeHistory(tables: MemoryTables, table: string, recordId: string, op: string, before: Readonly<Record<string, unknown>>, set: Readonly<Record<string, unknown>>, author: Author, keeping: Keeping, at: string): void {
  const e = entityNamed(table);
  if (!e || e.unlogged) return;
  const after = Object.fromEntries(Object.keys(before).filter((k) => k in set).map((k) => [k, set[k]]));
  log(tables, 'historyEntry', { table, recordId, op, before: op === 'create' ? {} : before, after, byId: author.userId, app: author.app, cause: author.cause ?? null, at }, keeping);
}

function nextTicketNumber(tables: MemoryTables): string {
  let last = 1000;
  for (const row of tables.rows('ticket')) last = Math.max(last, Number(/^T-(\d+)$/.exec(String(row['number']))?.[1] ?? 0));
  return `T-${last + 1}`;
}

/** Removes a row with all that its going asks of others. @throws RefusedError when a row that names it may not lose it */
function removeRow(tables: MemoryTables, table: string, id: string, author: Author, keeping: Keeping, now: string): void {
  const row = tables.row(table, id);
  if (!row) return;
  tables.drop(table, id);
  for (const { table: holder, field } of referencesTo(table)) {
    const onDelete = entityNamed(holder)?.fields[field]?.ref?.onDelete;
    for (const other of [...tables.rows(holder)]) {
      if (other[field] !== id) continue;
      if (onDelete === 'refuse') throw new RefusedError(table, id, 'referenced', `The ${table} is still used by ${holder} ${String(other['name'] ?? other.id)}. Move or remove those first.`);
      if (onDelete === 'remove') removeRow(tables, holder, other.id, author, keeping, now);
      else {
        tables.put(holder, { ...other, [field]: null, updatedAt: now, updatedBy: author.userId }, keeping.versions);
        writeHistory(tables, holder, other.id, 'update', { [field]: id }, { [field]: null }, { ...author, cause: `remove ${table}` }, keeping, now);
      }
    }
  }
  for (const holder of tablesWithRecordId()) {
    for (const other of [...tables.rows(holder)]) if (other['table'] === table && other['recordId'] === id) removeRow(tables, holder, other.id, author, keeping, now);
  }
  for (const other of [...tables.rows('relationship')]) {
    if ((['from', 'to'] as const).some((side) => other[`${side}Table`] === table && other[`${side}Id`] === id)) removeRow(tables, 'relationship', other.id, author, keeping, now);
  }
  const { id: _id, version: _version, ...before } = row;
  writeHistory(tables, table, id, 'remove', before, {}, author, keeping, now);
}

/** Brings a removed row back as it was. @throws RefusedError where its id is in use */
export function restoreRow(tables: MemoryTables, table: string, row: AnyRow, author: Author, keeping: Keeping): void {
  if (tables.row(table, row.id)) throw new RefusedError(table, row.id, 'exists', `There is a ${table} with id ${row.id} again. Remove it first.`);
  const now = tables.isoNow();
  tables.put(table, { ...structuredClone(row), updatedAt: now, updatedBy: author.userId }, keeping.versions);
  writeHistory(tables, table, row.id, 'create', {}, {}, author, keeping, now);
}

/** Writes for a command, which has seen what it writes over. @throws NotFoundError, RefusedError */
export function writeOrThrow(tables: MemoryTables, change: Change, author: Author, keeping: Keeping): AnyRow | null {
  const outcome = writeChange(tables, change, author, { ...keeping, conflicts: 'overwrite' });
  if (outcome.status === 'ok') return outcome.row;
  if (outcome.status === 'rejected') {
    if (outcome.code === 'not_found') throw new NotFoundError(change.table, change.id);
    throw new RefusedError(change.table, change.id, outcome.code, outcome.message, outcome.problems);
  }
  throw new RefusedError(change.table, change.id, outcome.status, `The ${change.table} could not be written.`);
}
