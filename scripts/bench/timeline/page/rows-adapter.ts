// One customer with many activities among very many of others, as a backend gives them page by page. Rows are made when they are asked for.

import type { Adapter } from '@vinculo/sdk/adapter';
import { type AnyRow, type Description, entities } from '@vinculo/sdk/schema';

const kinds = ['call', 'email', 'note', 'message', 'meeting'];
const begin = Date.UTC(2026, 0, 1);
/** Between two activities of the customer: about three a day. */
const apart = 8 * 3_600_000;

/** @param own activities of the customer that is shown @param others of five thousand other customers */
export function rowsAdapter(own: number, others: number): Adapter {
  const at = new Date(begin).toISOString();
  const row = (id: string, values: Readonly<Record<string, unknown>>): AnyRow => ({ id, version: '1', createdAt: at, updatedAt: at, ...values });
  const small = new Map<string, readonly AnyRow[]>([
    ['user', [row('user-0', { name: 'Katarzyna Wójcik', active: true }), row('user-1', { name: 'João Pedro', active: true })]],
    ['contact', [row('own', { name: 'Amina Okonkwo-Bauer', givenName: 'Amina' })]],
  ]);
  // Ids grow, as those of a backend do.
  const idOf = (n: number): string => `a${String(n).padStart(8, '0')}`;
  const when = (n: number): string => new Date(begin - (n % (own + 1)) * apart).toISOString();
  const activity = (n: number): AnyRow => row(idOf(n), {
    kind: kinds[n % kinds.length], subject: `Exchange ${n}`, at: when(n), done: true, direction: n % 2 ? 'in' : 'out', ownerId: `user-${n % 2}`, ...(n % kinds.length === 3 ? { channel: 'wechat' } : {}),
    body: n % 3 ? `What was said in exchange ${n}: two units in March, the third after Easter, and the price of the extended warranty, which is still to be confirmed by the plant.` : null,
  });
  const link = (n: number): AnyRow => row(`l${idOf(n)}`, { activityId: idOf(n), table: 'contact', recordId: n < own ? 'own' : `other-${n % 5000}`, role: n % 2 ? 'from' : 'to', at: when(n), kind: kinds[n % kinds.length], open: false });
  const rowsOf = (table: string, from: number, limit: number): AnyRow[] => {
    if (table !== 'activity' && table !== 'activityLink') return [...(small.get(table) ?? [])].slice(from, from + limit);
    return Array.from({ length: Math.max(0, Math.min(limit, own + others - from)) }, (_, i) => (table === 'activity' ? activity : link)(from + i));
  };
  const description: Description = {
    hash: 'bench', tenant: 'bench', user: { id: 'user-0', name: 'Katarzyna Wójcik', role: 'sales' }, currency: 'EUR', timeZone: 'UTC',
    tables: Object.fromEntries(Object.keys(entities).map((table) => [table, { create: true, update: true, remove: true }])),
  };
  return {
    name: 'bench', source: `timeline-${own}-${others}`,
    capabilities: { ids: 'client', pull: 'delta', push: 'batch', atomic: true, tombstones: true, versions: true, idempotency: true, live: true, partial: false, query: false, aggregate: false, commands: [], blobs: false, presence: false },
    identity: () => Promise.resolve('bench/me'),
    describe: () => Promise.resolve(description),
    pull: ({ table }, cursor, limit) => {
      const from = Number(cursor ?? 0);
      const rows = rowsOf(table, from, Math.max(limit, 5000));
      return Promise.resolve({ rows, deleted: [], movedOut: [], cursor: String(from + rows.length), more: (table === 'activity' || table === 'activityLink') && from + rows.length < own + others });
    },
    push: (changes) => Promise.resolve(changes.map(() => ({ status: 'rejected', code: 'bench', message: 'The bench writes nothing.' }))),
    get: (table, ids) => Promise.resolve(ids.flatMap((id) => (table === 'activity' ? [activity(Number(id.slice(1)))] : table === 'activityLink' ? [link(Number(id.slice(2)))] : (small.get(table) ?? []).filter((each) => each.id === id)))),
    subscribe(_listener, state) {
      state('connected');
      return () => {};
    },
  };
}
