import type { Capabilities } from '@vinculo/sdk/adapter';
import type { MemoryBackend, MemoryBackendOptions } from '@vinculo/sdk/testing';
import { describe, it } from 'vitest';
import { localAdapter } from '../local/index.ts';
import { accountSubject, runConformance } from './index.ts';
import { memoryHost } from './memory-host.fixture.ts';

const none = { live: false, query: false, aggregate: false, commands: [], blobs: false, presence: false } as const;
const single = { push: 'single', atomic: false } as const;
const narrow = (backend: MemoryBackend): void => backend.restrict('account', { fields: { yearFounded: 'read', status: 'masked', lastContactAt: 'hidden', socials: 'hidden' }, without: ['roles'] });

const seed = { user: [{ id: 'one', name: 'One' }, { id: 'two', name: 'Two' }], account: [1, 2, 3, 4, 5].map((i) => ({ id: `a${i}`, name: `Account ${i}` })) };

type Level = readonly [name: string, capabilities: Partial<Capabilities>, options?: MemoryBackendOptions, prepare?: (backend: MemoryBackend) => void];

/** Each way in which a backend may do less, alone and in the combinations that real systems show. */
const levels: readonly Level[] = [
  ['able to do everything', {}],
  ['that mints ids', { ids: 'server' }],
  ['that mints ids and knows no keys', { ids: 'server', idempotency: false }],
  ['without tombstones', { tombstones: false }],
  ['without versions', { versions: false }],
  ['without idempotency', { idempotency: false }],
  ['without versions and idempotency', { versions: false, idempotency: false }],
  ['whose groups are not atomic', { atomic: false }],
  ['that takes one change at a time', single],
  ['that is read-only', { push: 'none', commands: [] }, { seed }],
  ['that gives whole tables, and is read-only', { pull: 'page', push: 'none', tombstones: false, ...none }, { seed }],
  ['with a clock of one second', { pull: 'since', tombstones: false }],
  ['with a clock of one minute', { pull: 'since', tombstones: false }, { grain: 60_000 }],
  ['with a clock of one day and ids of its own', { pull: 'since', tombstones: false, ids: 'server', versions: false }, { grain: 86_400_000 }],
  ['that gives whole tables only', { pull: 'page', tombstones: false, live: false }],
  ['that gives whole tables, with hints', { pull: 'page', tombstones: false }],
  ['that compares versions', { ids: 'server', pull: 'since', ...single, tombstones: false, idempotency: false, ...none }, { conflicts: 'compare' }],
  ['that compares versions and takes batches', {}, { conflicts: 'compare' }],
  ['that cannot be asked', { query: false, aggregate: false }],
  ['that answers queries but does not count', { aggregate: false }],
  ['without hints', { live: false }],
  ['without commands', { commands: [] }],
  ['with one command', { commands: ['merge'] }],
  ['without files', { blobs: false }],
  ['where nobody learns who else is there', { presence: false }],
  ['that gives no part of a table', { partial: false }],
  ['that gives rows twice and in no order', {}, { limits: { untidy: true } }],
  ['that gives rows twice and in no order, by time', { pull: 'since', tombstones: false }, { limits: { untidy: true, pageSize: 3 } }],
  ['with pages of one row', {}, { limits: { pageSize: 1 } }],
  ['that answers two rows to a query at the most', {}, { limits: { queryRows: 2 } }],
  ['without get()', { query: false, aggregate: false }, { limits: { without: ['get'] } }],
  ['that cannot say who is signed in', {}, { limits: { without: ['identity'] } }],
  ['that hides fields', {}, {}, narrow],
  ['that hides fields and compares versions', { ids: 'server' }, { conflicts: 'compare' }, narrow],
  ['like an old ERP', { ids: 'server', pull: 'page', ...single, tombstones: false, versions: false, idempotency: false, ...none }, { limits: { pageSize: 2, without: ['get', 'identity'] } }],
  ['like a table over HTTP', { pull: 'since', ...single, tombstones: false, versions: false, idempotency: false, ...none }, { grain: 1000, limits: { pageSize: 5 } }],
  ['like a log', { tombstones: true, ...none }, { limits: { untidy: true, without: ['get'] } }],
];
for (const [name, capabilities, options, prepare] of levels) runConformance(memoryHost(name, { ...options, capabilities }, prepare), { describe, it });

runConformance({
  name: 'local',
  capabilities: localAdapter().capabilities,
  hooks: ['ask', 'child', 'tags', 'items', 'figures', 'samples', 'activities', 'leads', 'custom', 'users', 'attached'],
  start() {
    const adapter = localAdapter({ seed: { user: [{ id: 'one', name: 'One' }, { id: 'two', name: 'Two' }] } });
    return Promise.resolve({ adapter, other: adapter, subject: accountSubject, users: ['one', 'two'] });
  },
}, { describe, it });
