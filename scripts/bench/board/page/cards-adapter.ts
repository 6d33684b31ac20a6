// The cards as a backend gives them: everything in one page, moves confirmed a moment later.

import type { Adapter } from '@vinculo/sdk/adapter';
import { type AnyRow, type Description, entities } from '@vinculo/sdk/schema';
import { type Card, customers, owners, stages } from './cards.ts';

/** About a round trip over the internet. */
const answeredAfter = 50;

export function cardsAdapter(cards: readonly Card[]): Adapter {
  const at = new Date().toISOString();
  let version = 1;
  const row = (id: string, values: Readonly<Record<string, unknown>>): AnyRow => ({ id, version: '1', createdAt: at, updatedAt: at, ...values });
  const tables = new Map<string, Map<string, AnyRow>>();
  const fill = (table: string, rows: readonly AnyRow[]): void => void tables.set(table, new Map(rows.map((each) => [each.id, each])));
  fill('pipeline', [row('pipeline', { name: 'Sales', table: 'deal', currency: 'EUR', active: true })]);
  fill('stage', stages.map((name, n) => row(`stage-${n}`, { name, pipelineId: 'pipeline', category: 'open', rank: `a${n}`, probability: 20 * n })));
  fill('account', customers.map((name, n) => row(`account-${n}`, { name, kind: 'organisation' })));
  fill('user', owners.map((name, n) => row(`user-${n}`, { name, active: true })));
  fill('deal', cards.map(({ id, name, accountId, ownerId, amount, stage, rank, days }) => row(id, {
    name, accountId, ownerId, rank, pipelineId: 'pipeline', stageId: stage, amount: { minor: amount * 100, currency: 'EUR' }, stageSince: new Date(Date.now() - days * 86_400_000).toISOString(),
  })));

  const description: Description = {
    hash: 'bench', tenant: 'bench', user: { id: 'user-0', name: owners[0]!, role: 'sales' }, currency: 'EUR', timeZone: 'Europe/Warsaw',
    tables: Object.fromEntries(Object.keys(entities).map((table) => [table, { create: true, update: true, remove: true }])),
  };
  return {
    name: 'bench', source: 'bench',
    capabilities: { ids: 'client', pull: 'delta', push: 'batch', atomic: true, tombstones: true, versions: true, idempotency: true, live: true, partial: false, query: false, aggregate: false, commands: [], blobs: false, presence: false },
    identity: () => Promise.resolve('bench/me'),
    describe: () => Promise.resolve(description),
    pull: ({ table }, cursor) => Promise.resolve({ rows: cursor === null ? [...(tables.get(table)?.values() ?? [])] : [], deleted: [], movedOut: [], cursor: 'all', more: false }),
    push: async (changes) => {
      await new Promise((resolve) => setTimeout(resolve, answeredAfter));
      return changes.map((change) => {
        const before = tables.get(change.table)?.get(change.id);
        if (!before || change.op !== 'update') return { status: 'rejected', code: 'not_found', message: `The bench holds no ${change.table} ${change.id}.` };
        const after: AnyRow = { ...before, ...change.patch, version: String(++version), updatedAt: new Date().toISOString() };
        tables.get(change.table)!.set(change.id, after);
        return { status: 'ok', row: after };
      });
    },
    get: (table, ids) => Promise.resolve(ids.map((id) => tables.get(table)?.get(id)).filter((each) => each !== undefined)),
    subscribe(_listener, state) {
      state('connected');
      return () => {};
    },
  };
}
