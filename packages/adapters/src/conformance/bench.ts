import type { Adapter, PullPage } from '@vinculo/sdk/adapter';
import { type AnyRow, type Change, type PushOutcome, type Where, entityNamed, mergeFields, newId } from '@vinculo/sdk/schema';
import { check } from './check.ts';
import type { ConformanceBackend } from './host.ts';

/** All pages from a cursor on. */
export interface Reading {
  readonly rows: ReadonlyMap<string, AnyRow>;
  readonly gone: ReadonlySet<string>;
  readonly cursor: string;
  readonly pages: number;
  /** It began anew. */
  readonly reset: boolean;
}

export async function readAll(adapter: Adapter, table: string, cursor: string | null = null, limit = 500, where?: Where): Promise<Reading> {
  const rows = new Map<string, AnyRow>();
  const gone = new Set<string>();
  let at = cursor;
  let reset = false;
  for (let pages = 1; ; pages++) {
    check(pages < 10_000, 'pull() must come to an end: 10,000 pages still said “more”');
    const page = await onePage(adapter, table, at, limit, where);
    if (page.reset) {
      check(!reset || pages === 1, 'only the first page of a whole new reading says “reset”: what came before it is dropped');
      rows.clear();
      gone.clear();
      reset = true;
    }
    apply(page, rows, gone);
    at = page.cursor;
    if (!page.more) return { rows, gone, cursor: at, pages, reset };
  }
}

export async function onePage(adapter: Adapter, table: string, cursor: string | null, limit: number, where?: Where): Promise<PullPage> {
  const page = await adapter.pull({ table, ...(where ? { where } : {}) }, cursor, limit);
  check(typeof page.cursor === 'string' && page.cursor !== '', 'every page carries a cursor', page.cursor);
  check(!page.more || page.cursor !== cursor, 'a page with more to come must move the cursor on', page.cursor);
  for (const row of page.rows) check(typeof row.id === 'string' && row.id !== '', 'every row has an id that is a text', row);
  return page;
}

/** Takes a page up as the client does. */
export function apply(page: PullPage, rows: Map<string, AnyRow>, gone: Set<string> = new Set()): void {
  for (const row of page.rows) {
    rows.set(row.id, row);
    gone.delete(row.id);
  }
  for (const id of [...page.deleted, ...page.movedOut]) {
    rows.delete(id);
    gone.add(id);
  }
}

let client = 0;

/** Writes as a client would: keys of its own, bases from what it saw. */
export class Bench {
  readonly backend: ConformanceBackend;
  readonly #client: string;
  #counter = 0;

  constructor(backend: ConformanceBackend) {
    this.backend = backend;
    this.#client = backend.run ?? `conformance-${Date.now().toString(36)}-${++client}`;
  }

  get patience(): number {
    return this.backend.patience ?? 5000;
  }

  /** A text that no other run uses. */
  label(what: string): string {
    return `${what} ${this.#client}`;
  }

  change(op: Change['op'], table: string, id: string, patch: Change['patch'] = {}, seen?: AnyRow, group?: string): Change {
    const base = Object.fromEntries(Object.keys(patch).filter(() => seen !== undefined).map((k) => [k, seen?.[k] ?? null]));
    return {
      key: [this.#client, ++this.#counter], op, table, id, patch, base, at: new Date().toISOString(),
      ...(seen?.version === undefined ? {} : { baseVersion: seen.version }), ...(group === undefined ? {} : { group }),
    };
  }

  /** A create of a row of the subject's table. */
  creation(what: string, group?: string): Change {
    const { subject } = this.backend;
    return this.change('create', subject.table, newId(), subject.make(this.label(what)), undefined, group);
  }

  /** An edit of a row of the subject's table, by someone who saw it like this. */
  update(seen: AnyRow, patch: Change['patch']): Change {
    return this.change('update', this.backend.subject.table, seen.id, patch, seen);
  }

  async send(change: Change, adapter: Adapter = this.backend.adapter): Promise<PushOutcome> {
    const outcomes = await adapter.push([change]);
    check(outcomes.length === 1, 'push() answers one outcome per change', outcomes);
    return outcomes[0]!;
  }

  /** Sends what must be stored, and answers the row (null after a remove). */
  async stored(change: Change, adapter?: Adapter): Promise<AnyRow> {
    const outcome = await this.send(change, adapter);
    check(outcome.status === 'ok', `a ${change.op} of a ${change.table} must be stored`, outcome);
    return outcome.row ?? { id: change.id };
  }

  /** Sends an edit as a client does: where only versions are compared, it is merged by its base and sent again over what others left, under the same key. */
  async edit(seen: AnyRow, patch: Change['patch'], adapter?: Adapter): Promise<PushOutcome> {
    let change = this.update(seen, patch);
    for (let tries = 1; ; tries++) {
      const outcome = await this.send(change, adapter);
      if (outcome.status !== 'conflict' || outcome.fields.length > 0 || tries === 3) return outcome;
      const merged = mergeFields(entityNamed(change.table)!, change.patch, change.base, outcome.row);
      if (merged.conflicts.length > 0) return { ...outcome, fields: merged.conflicts };
      const base = Object.fromEntries(Object.keys(merged.patch).map((f) => [f, outcome.row[f] ?? null]));
      change = Object.assign(this.change('update', change.table, change.id, merged.patch), { key: change.key, base, baseVersion: outcome.row.version });
    }
  }

  /** A new row of the subject's table. */
  async create(what: string, adapter?: Adapter): Promise<AnyRow> {
    return this.stored(this.creation(what), adapter);
  }

  /** The row as the backend now gives it, by whatever way it offers; undefined when it is gone. */
  async now(id: string, table: string = this.backend.subject.table, from: Adapter = this.backend.other): Promise<AnyRow | undefined> {
    if (from.get) return (await from.get(table, [id]))[0];
    return (await readAll(from, table)).rows.get(id);
  }

  /** Rows of the subject's table that carry a label. */
  async labelled(what: string): Promise<AnyRow[]> {
    const { other, subject } = this.backend;
    return [...(await readAll(other, subject.table)).rows.values()].filter((row) => row[subject.title] === this.label(what));
  }
}
