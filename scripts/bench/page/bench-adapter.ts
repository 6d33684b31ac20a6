// A backend in memory that does nothing but answer: the client is timed, not a network. It cannot query or aggregate, so
// that every answer comes from the client itself.

import type { Adapter, Capabilities, Hint, PullPage } from '@vinculo/sdk/adapter';
import { type AnyRow, type Change, type Description, entities, type PushOutcome } from '@vinculo/sdk/schema';
import { pageOf, type Source } from './contestant.ts';
import { numberOf, type Row } from './rows.ts';

const capabilities: Capabilities = {
  ids: 'client',
  pull: 'delta',
  push: 'batch',
  atomic: true,
  tombstones: true,
  versions: true,
  idempotency: true,
  live: true,
  partial: false,
  query: false,
  aggregate: false,
  commands: [],
  blobs: false,
  presence: false,
};

/** How long a push takes to be answered, in milliseconds: about a round trip over the internet. Between samples it is answered at once. */
const answeredAfter = 50;

interface Waiting {
  readonly rows: readonly Row[];
  /** Called with the number of this page. */
  readonly begin: (page: number) => void;
}

/** How many pages of changes a cursor is behind. */
export function pageBehind(cursor: string | null | undefined): number {
  return Number(cursor?.split(' ')[1] ?? 0);
}

export interface BenchBackend {
  readonly adapter: Adapter;
  serve(source: Source): void;
  /** Rows that someone else changed; `begin` is called when the client is given them. Answers with the number of the page they are. */
  change(table: string, rows: readonly Row[], begin: () => void): Promise<number>;
  /** Answers pushes at once while `work` goes on, also those that wait for their answer. */
  hurried(work: () => Promise<void>): Promise<void>;
}

/** @param name names the disk cache: two clients of one name share it. */
export function benchBackend(name: string): BenchBackend {
  const sources = new Map<string, Source>();
  /** Rows by id, where someone may write them. */
  const written = new Map<string, Row>();
  const waiting = new Map<string, Waiting[]>();
  let hint: ((hint: Hint) => void) | undefined;
  let version = 1;
  /** Pages of changes that were given. */
  let given = 0;
  let hurry = false;
  /** Ends the wait of a push. */
  const onTheWay = new Set<() => void>();

  const rowOf = (table: string, id: string): Row | undefined => {
    const known = written.get(id);
    if (known) return known;
    const row = sources.get(table)?.row(numberOf(id));
    return row?.id === id ? row : undefined;
  };

  const take = (change: Change): PushOutcome => {
    const before = rowOf(change.table, change.id);
    if (!before || change.op !== 'update')
      return { status: 'rejected', code: 'not_found', message: `The bench holds no ${change.table} ${change.id}.` };
    const row: Row = { ...before, ...change.patch, version: String(++version), updatedAt: new Date().toISOString() };
    written.set(row.id, row);
    return { status: 'ok', row };
  };

  const roundTrip = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => answer(), answeredAfter);
      const answer = (): void => {
        clearTimeout(timer);
        onTheWay.delete(answer);
        resolve();
      };
      onTheWay.add(answer);
    });

  const pull = (table: string, cursor: string | null): PullPage => {
    const page = (rows: readonly AnyRow[], next: string, more: boolean): PullPage => ({
      rows,
      deleted: [],
      movedOut: [],
      cursor: next,
      more,
    });
    if (!cursor?.startsWith('all')) {
      const source = sources.get(table);
      const first = Number(cursor ?? 0);
      if (source && first < source.count) {
        const rows = pageOf(source, first);
        const more = first + rows.length < source.count;
        return page(rows, more ? String(first + rows.length) : 'all', more);
      }
      return page([], 'all', false);
    }
    const list = waiting.get(table) ?? [];
    const next = list.shift();
    if (!next) return page([], cursor, false);
    next.begin(++given);
    return page(next.rows, `all ${given}`, list.length > 0);
  };

  const description: Description = {
    hash: 'bench',
    tenant: 'bench',
    user: { id: 'me', name: 'Bench', role: 'sales' },
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    tables: Object.fromEntries(
      Object.keys(entities).map((table) => [table, { create: true, update: true, remove: true }]),
    ),
  };

  return {
    serve: (source) => void sources.set(source.table, source),
    change(table, rows, begin) {
      for (const row of rows) written.set(row.id, row);
      const list = waiting.get(table) ?? [];
      const taken = new Promise<number>((resolve) => {
        const given = (page: number): void => {
          begin();
          resolve(page);
        };
        list.push({ rows, begin: given });
      });
      waiting.set(table, list);
      hint?.({ tables: [table] });
      return taken;
    },
    async hurried(work) {
      hurry = true;
      for (const answer of onTheWay) answer();
      await work();
      hurry = false;
    },
    adapter: {
      name: 'bench',
      source: name,
      capabilities,
      identity: () => Promise.resolve('bench/me'),
      describe: () => Promise.resolve(description),
      pull: ({ table }, cursor) => Promise.resolve(pull(table, cursor)),
      push: async (changes) => {
        if (!hurry) await roundTrip();
        return changes.map(take);
      },
      get: (table, ids) => Promise.resolve(ids.map((id) => rowOf(table, id)).filter((row) => row !== undefined)),
      subscribe(listener, state) {
        hint = listener;
        state('connected');
        return () => (hint = undefined);
      },
    },
  };
}
