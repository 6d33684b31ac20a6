import type { Adapter } from '@vinculo/sdk/adapter';
import { type AnyRow, OfflineError, VinculoError, entities, entityNamed } from '@vinculo/sdk/schema';
import { stageRanks } from '../stage-ranks.ts';
import { changeSender } from './change-sender.ts';
import { Directory, type Lookup } from './directory.ts';
import type { Progress } from './import-into.ts';
import type { MadeRow } from './pipelines.ts';
import { idFrom } from './record-id.ts';
import type { FileReport, Problem } from './report.ts';
import type { Reference, StagedRow } from './stage-rows.ts';
import {
  type Outcome,
  type ReadyRow,
  type WriteReport,
  type Writing,
  writeLater,
  writeMade,
  writeRows,
} from './write-rows.ts';

/** Tables in the order in which rows may name each other; users name teams. */
const order: readonly string[] = ['team', ...Object.keys(entities).filter((t) => t !== 'team')];
const placeOf = new Map(order.map((table, i) => [table, i]));

/** What one import knows and counts while it goes over its rows. */
export class ImportRun implements WriteReport {
  readonly problems: Problem[] = [];
  readonly notes: string[] = [];
  readonly countsMade = new Map<string, number>();
  readonly #adapter: Adapter;
  readonly #system: string;
  readonly #dryRun: boolean;
  readonly #files: ReadonlyMap<string, FileReport>;
  readonly #onProgress: (progress: Progress) => void;
  readonly #directory = new Directory();
  readonly #madeForReferences = new Map<string, MadeRow>();
  readonly #similar = new Map<string, number>();
  #before: ReadonlyMap<string, AnyRow> = new Map();
  #ready: ReadyRow[] = [];
  readonly #settled = new Map<ReadyRow, Outcome>();

  constructor(
    adapter: Adapter,
    system: string,
    dryRun: boolean,
    files: readonly FileReport[],
    onProgress: (progress: Progress) => void,
  ) {
    this.#adapter = adapter;
    this.#system = system;
    this.#dryRun = dryRun;
    this.#files = new Map(files.map((f) => [f.file, f]));
    this.#onProgress = onProgress;
  }

  /** Finds each row's record where an earlier import brought it, and what its references name. */
  async compare(rows: readonly StagedRow[]): Promise<void> {
    this.#before = await this.#readExternalIds();
    for (const row of this.#before.values())
      this.#directory.add(
        String(row['table']),
        String(row['recordId']),
        String(row['type']),
        String(row['externalId']),
      );
    const ids = new Map<StagedRow, { id: string; externalRowId: string }>();
    for (const row of rows) {
      const externalRowId = idFrom('externalId', this.#system, row.type, row.key);
      // A record that was merged into another has taken its external id along.
      const id = String(this.#before.get(externalRowId)?.['recordId'] ?? idFrom(this.#system, row.type, row.key));
      ids.set(row, { id, externalRowId });
      this.#directory.add(row.table, id, row.type, row.key);
      const title = row.fields[entityNamed(row.table)!.title];
      if (typeof title === 'string') this.#directory.addName(row.table, id, title);
    }
    await this.#learnNames(rows);
    const ranks = stageRanks(rows, (row) => (row.fields['rank'] === undefined ? row.fields['stageId'] : undefined));
    this.#ready = rows.map((row) => this.#resolve(row, ids.get(row)!, ranks.get(row)));
    for (const [text, count] of this.#similar) this.notes.push(`${text} (${count.toLocaleString('en')} rows).`);
  }

  /**
   * Writes what compare() found: rows made for others first, then table by table. Answers why it stopped where it could not go on; what was not
   * finished then counts as refused.
   */
  async write(made: readonly MadeRow[]): Promise<string | undefined> {
    try {
      await this.#writeAll(made);
      return undefined;
    } catch (error) {
      if (!(error instanceof VinculoError)) throw error;
      const reason = error instanceof OfflineError ? 'the server cannot be reached any more' : error.message;
      for (const row of this.#ready) {
        if (!this.#settled.has(row))
          this.settle(row, 'refused', { column: '', value: '', reason: `not finished: ${reason}` });
      }
      return reason;
    }
  }

  async #writeAll(made: readonly MadeRow[]): Promise<void> {
    const send = this.#dryRun ? undefined : changeSender(this.#adapter);
    const writing: Writing = { adapter: this.#adapter, send, system: this.#system, report: this };
    await writeMade([...made, ...this.#madeForReferences.values()], writing);
    let written = 0;
    for (const table of order) {
      const rows = parentsFirst(this.#ready.filter((r) => r.staged.table === table));
      await writeRows(rows, writing, ({ staged }) =>
        this.#onProgress({ file: staged.file, done: ++written, total: this.#ready.length }),
      );
    }
    const waiting = this.#ready.filter(
      (r) => r.before === undefined && Object.keys(r.later).length > 0 && this.#settled.get(r) === 'created',
    );
    if (send) await writeLater(waiting, writing);
    else for (const row of waiting) for (const b of row.beside) this.made(b.table);
  }

  settle(row: ReadyRow, outcome: Outcome, problem?: Omit<Problem, 'kind' | 'file' | 'line'>): void {
    const report = this.#files.get(row.staged.file)!;
    report[outcome]++;
    this.#settled.set(row, outcome);
    if (problem) this.problems.push({ kind: 'refused', file: row.staged.file, line: row.staged.line, ...problem });
  }

  kept(row: ReadyRow, field: string, value: unknown, reason: string): void {
    this.problems.push({
      kind: 'kept',
      file: row.staged.file,
      line: row.staged.line,
      column: field,
      value: typeof value === 'string' ? value : JSON.stringify(value),
      reason,
    });
  }

  made(table: string): void {
    this.countsMade.set(table, (this.countsMade.get(table) ?? 0) + 1);
  }

  async #readExternalIds(): Promise<Map<string, AnyRow>> {
    const found = new Map<string, AnyRow>();
    for (let after = ''; ;) {
      const { rows } = await this.#adapter.query!({
        table: 'externalId',
        where: { system: this.#system, pending: null, id: { gt: after } },
        orderBy: ['id'],
        limit: 1000,
      });
      for (const row of rows) found.set(row.id, row);
      if (rows.length === 0) return found;
      after = rows.at(-1)!.id;
    }
  }

  /** Names that no row of the files has may be those of records that are here already. */
  async #learnNames(rows: readonly StagedRow[]): Promise<void> {
    const unknown = new Map<string, Set<string>>();
    for (const row of rows) {
      for (const ref of row.references) {
        if (ref.target.from !== undefined || this.#find(ref).status !== 'missing') continue;
        const names = unknown.get(ref.table);
        if (names) names.add(ref.text);
        else unknown.set(ref.table, new Set([ref.text]));
      }
    }
    for (const [table, names] of unknown)
      await this.#directory.learnNames(
        this.#adapter,
        table,
        entityNamed(table)!.title,
        [...names].filter((t) => t.length <= 500),
      );
  }

  #find(ref: Reference): Lookup {
    return this.#directory.find(ref.table, ref.text, ref.target.from?.replace(/\.csv$/i, ''));
  }

  /** Puts ids in place of names. What names nothing becomes a pending external id. */
  #resolve(
    row: StagedRow,
    { id, externalRowId }: { id: string; externalRowId: string },
    rank: string | undefined,
  ): ReadyRow {
    const later: Record<string, unknown> = {};
    const beside: MadeRow[] = [];
    for (const ref of row.references) {
      const target = this.#targetOf(row, ref);
      if (typeof target === 'object') {
        this.problems.push({
          kind: 'link',
          file: row.file,
          line: row.line,
          column: ref.column,
          value: ref.text,
          reason: target.reason,
        });
        beside.push(this.#pending(row, ref, id));
        // A name says something to people before its record is there; an id does not.
        if (ref.target.from === undefined && ref.field !== 'link') keepText(row, ref);
      } else if (ref.field === 'link') {
        if (!beside.some((b) => b.values['recordId'] === target)) beside.push(activityLink(row, ref, id, target));
      } else if (placeOf.get(ref.table)! > placeOf.get(row.table)!) later[ref.field] = target;
      else row.fields[ref.field] = target;
    }
    return { staged: row, id, externalRowId, before: this.#before.get(externalRowId), rank, later, beside };
  }

  /** The id a reference names, or why it names none. */
  #targetOf(row: StagedRow, ref: Reference): string | { readonly reason: string } {
    const found = this.#find(ref);
    const noun = entityNamed(ref.table)!.label.en.toLowerCase();
    if (found.status === 'found') {
      if (found.similar !== undefined) {
        const text = `${row.file}, ${ref.column}: “${ref.text}” is taken for the ${noun} “${found.similar}”`;
        this.#similar.set(text, (this.#similar.get(text) ?? 0) + 1);
      }
      return found.id;
    }
    if (found.status === 'ambiguous')
      return { reason: `${found.count} records are called so; nothing says which ${noun} is meant` };
    if (ref.target.create) return this.#make(row, ref);
    return {
      reason: `there is no ${noun} with this ${ref.target.from === undefined ? 'id or name' : `id in ${ref.target.from}`}`,
    };
  }

  #make(row: StagedRow, ref: Reference): string {
    const id = idFrom('made', this.#system, ref.table, ref.text);
    const fields = Object.entries(ref.target.create!).map(
      ([field, column]) => [field, (row.cells.get(column) ?? '').trim()] as const,
    );
    this.#madeForReferences.set(id, {
      table: ref.table,
      id,
      values: { [entityNamed(ref.table)!.title]: ref.text, ...Object.fromEntries(fields.filter(([, v]) => v !== '')) },
    });
    this.#directory.addName(ref.table, id, ref.text);
    return id;
  }

  #pending(row: StagedRow, ref: Reference, recordId: string): MadeRow {
    const type = ref.target.from ?? entityNamed(ref.table)!.plural;
    const field = ref.field === 'link' ? `link:${ref.table}` : ref.field;
    return {
      table: 'externalId',
      id: idFrom('pending', this.#system, row.type, row.key, field, type, ref.text),
      values: {
        table: row.table,
        recordId,
        system: this.#system,
        type,
        externalId: ref.text.slice(0, 500),
        pending: field,
      },
    };
  }
}

function keepText(row: StagedRow, { column, text }: Reference): void {
  row.fields['custom'] = { ...(row.fields['custom'] as Record<string, unknown> | undefined), [column]: text };
}

function activityLink(row: StagedRow, ref: Reference, activityId: string, recordId: string): MadeRow {
  const { at, kind, done } = row.fields;
  const values = { activityId, table: ref.table, recordId, role: 'regarding', at, kind, open: done === false };
  // What the link repeats of the activity is part of its id: when it changes, the link is made anew.
  return {
    table: 'activityLink',
    id: idFrom('activityLink', activityId, recordId, String(at), String(kind), String(done)),
    values,
  };
}

/** Rows in such an order that one that others of the same table name comes before them. */
function parentsFirst(rows: readonly ReadyRow[]): ReadyRow[] {
  const byId = new Map(rows.map((r) => [r.id, r]));
  const sorted: ReadyRow[] = [];
  const seen = new Set<ReadyRow>();
  const place = (row: ReadyRow): void => {
    if (seen.has(row)) return;
    seen.add(row);
    for (const ref of row.staged.references) {
      const parent = ref.table === row.staged.table ? byId.get(String(row.staged.fields[ref.field])) : undefined;
      if (parent) place(parent);
    }
    sorted.push(row);
  };
  for (const row of rows) place(row);
  return sorted;
}
