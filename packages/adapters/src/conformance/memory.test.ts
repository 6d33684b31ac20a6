import type { Capabilities } from '@vinculo/sdk/adapter';
import { type MemoryBackendOptions, memoryBackend } from '@vinculo/sdk/testing';
import { describe, it } from 'vitest';
import { localAdapter } from '../local/index.ts';
import { type ConformanceHost, accountSubject, runConformance } from './index.ts';

function memoryHost(name: string, options: MemoryBackendOptions = {}): ConformanceHost {
  return {
    name: `a backend in memory, ${name}`,
    capabilities: memoryBackend(options).adapter().capabilities,
    hooks: ['loseNextAnswer', 'writeUnknown', 'ask', 'child', 'activities'],
    start() {
      const backend = memoryBackend(options);
      return Promise.resolve({
        adapter: backend.adapter('one'), other: backend.adapter('two'), subject: accountSubject,
        loseNextAnswer: () => backend.faults.loseNextAnswer(),
        writeUnknown: (id) => {
          backend.write('account', { ...backend.row('account', id)!, creditHold: 'yes' });
          return Promise.resolve((row) => row['creditHold']);
        },
      });
    },
  };
}

const limited: readonly [string, Partial<Capabilities>, MemoryBackendOptions?][] = [
  ['able to do everything', {}],
  ['that mints ids', { ids: 'server', idempotency: false }],
  ['without tombstones', { tombstones: false }],
  ['with a clock of one second', { pull: 'since', tombstones: false }],
  ['with a clock of one minute and ids of its own', { pull: 'since', tombstones: false, ids: 'server', versions: false }, { grain: 60_000 }],
  ['that gives whole tables only', { pull: 'page', tombstones: false, live: false }],
  ['that compares versions', { ids: 'server', pull: 'since', push: 'single', atomic: false, tombstones: false, idempotency: false, live: false, query: false, aggregate: false, commands: [], blobs: false }, { conflicts: 'compare' }],
  ['without versions', { versions: false }],
  ['that takes one change at a time', { push: 'single', atomic: false }],
  ['that is read-only', { push: 'none', commands: [] }],
];
for (const [name, capabilities, options] of limited) runConformance(memoryHost(name, { ...options, capabilities }), { describe, it });

runConformance({
  name: 'local',
  capabilities: localAdapter().capabilities,
  hooks: ['ask', 'child', 'activities'],
  start() {
    const adapter = localAdapter();
    return Promise.resolve({ adapter, other: adapter, subject: accountSubject });
  },
}, { describe, it });
