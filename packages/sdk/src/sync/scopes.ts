import type { Adapter, PullPage } from '../adapter/index.ts';
import type { TableWrite } from '../cache/cache.ts';
import { type AnyRow, compileFilter, type Entity, type Filter, parseWhere, type Where } from '../schema/index.ts';
import { implies } from '../schema/implies.ts';
import { momentsOf, momentText, resolveNow, walk } from '../schema/now.ts';
import type { SyncContext } from './sync-context.ts';

/** The part of one table that a client holds. */
export class HeldScope {
  /** Plain values, as backends understand them. */
  readonly where: Where;
  /** Whether a row belongs to it. */
  readonly holds: (row: AnyRow) => boolean;
  readonly #entity: Entity;
  readonly #filter: Filter;
  readonly #now: () => number;
  /** What was found of filters that do not change with the time. */
  readonly #covered = new WeakMap<object, boolean>();

  constructor(e: Entity, where: Where, now: () => number) {
    this.#entity = e;
    this.#now = now;
    this.where = resolveWidely(e, where, now());
    this.#filter = parseWhere(e, this.where);
    this.holds = compileFilter(e, this.#filter);
  }

  /** Whether all rows that a question is about belong to it, as of now. */
  covers(where: object | undefined): boolean {
    const known = where && this.#covered.get(where);
    if (known !== undefined) return known;
    // What was asked was checked to be a filter.
    const asked = where as Where | undefined;
    const covers = implies(this.#entity, parseWhere(this.#entity, resolveNow(this.#entity, asked, this.#now())), this.#filter);
    if (where && momentsOf(asked).length === 0) this.#covered.set(where, covers);
    return covers;
  }
}

/** The parts of tables that a client holds, as they stand for as long as it lives. */
export class Scopes {
  readonly #context: SyncContext;
  readonly #held = new Map<string, HeldScope>();

  constructor(context: SyncContext) {
    this.#context = context;
    for (const [name, where] of context.scopes) {
      const e = context.entityOf(name);
      if (e) this.#held.set(name, new HeldScope(e, where, () => context.host.now()));
    }
  }

  /** Undefined where all rows are held. */
  of(table: string): HeldScope | undefined {
    return this.#held.get(table);
  }

  /** What is written to disk of a table: rows outside of its scope are taken out there. */
  kept(write: TableWrite): TableWrite {
    const scope = this.of(write.table);
    const { left = [], ...rest } = write;
    const beside = scope ? write.rows.filter((row) => !scope.holds(row)) : [];
    if (left.length + beside.length === 0) return rest;
    return { ...rest, rows: scope ? write.rows.filter(scope.holds) : write.rows, removed: [...write.removed, ...left, ...beside.map((row) => row.id)] };
  }

  /** A page of a table, or of its scope where the backend can. A cursor of another scope begins anew. */
  async pull(table: string, cursor: string | null, limit: number, signal: AbortSignal): Promise<PullPage> {
    const { adapter } = this.#context;
    const scope = this.of(table);
    const isKnown = cursor === null || scopeOf(cursor) === keyOf(scope);
    const page = await adapter.pull(asked(adapter, table, scope), cursor === null || !isKnown ? null : cursor.slice(keyOf(scope).length), limit, signal);
    return { ...page, cursor: keyOf(scope) + page.cursor, ...(isKnown ? {} : { reset: true }) };
  }

  /** Ids of all rows of a table, or of its scope where the backend can. */
  async digest(table: string, signal: AbortSignal): Promise<readonly string[]> {
    const { adapter } = this.#context;
    return adapter.digest?.(asked(adapter, table, this.of(table)), signal) ?? [];
  }

  /** Whether rows that were read up to this cursor are those of the table's scope. */
  isOwn(table: string, cursor: string): boolean {
    return scopeOf(cursor) === keyOf(this.of(table));
  }
}

function asked({ capabilities }: Adapter, table: string, scope: HeldScope | undefined): { readonly table: string; readonly where?: Where } {
  return scope && capabilities.partial ? { table, where: scope.where } : { table };
}

/**
 * The filter with every `now()` as the beginning of a month that lies further out: it matches whatever the filter itself matches now and for at least a month,
 * and reads the same for a month.
 */
function resolveWidely(e: Entity, where: Where, at: number): Where {
  // The shape stays; only values of conditions are replaced.
  return walk(where, (field, offset, isUpper) => {
    const moment = new Date(at + offset);
    return momentText(e, field, Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + (isUpper ? 2 : 0), 1));
  }) as Where;
}

// Before a cursor stands the scope that it is of, so that whoever finds it on disk knows which rows stand there.
const mark = 'scope ';

function keyOf(scope: HeldScope | undefined): string {
  return scope ? `${mark}${JSON.stringify(scope.where)}\n` : '';
}

/** A cursor as the backend gave it. */
export function withoutScope(cursor: string): string {
  return cursor.slice(scopeOf(cursor).length);
}

function scopeOf(cursor: string): string {
  return cursor.startsWith(mark) ? cursor.slice(0, cursor.indexOf('\n') + 1) : '';
}
