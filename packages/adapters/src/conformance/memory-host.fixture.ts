// How the tests of this kit put it over the backend in memory, at any level.
import { AuthError, BadAnswerError, OfflineError } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type MemoryBackend, type MemoryBackendOptions, memoryBackend } from '@vinculo/sdk/testing';
import { type ConformanceBackend, type ConformanceHost, type Failure, type Hook, accountSubject } from './index.ts';

/** All that the backend in memory offers to the suite. */
export const memoryHooks: readonly Hook[] = [
  'loseNextAnswer', 'fail', 'writeUnknown', 'hide', 'expire', 'reload', 'users', 'ask', 'child', 'tags', 'items', 'figures', 'samples', 'activities', 'leads', 'custom', 'clients',
];

/** Every call of one adapter fails until the returned function is called; the other session goes on. */
function failing(adapter: Adapter, how: () => Failure | undefined): Adapter {
  const error = (): Error | undefined => {
    const failure = how();
    return failure === 'offline' ? new OfflineError('The test') : failure === 'auth' ? new AuthError('The test signed out.') : failure && new BadAnswerError('The test answers nonsense.');
  };
  const wrapped: Record<string, unknown> = { ...adapter };
  for (const method of ['describe', 'pull', 'push', 'get', 'query', 'aggregate', 'digest', 'run', 'upload', 'download', 'presence'] as const) {
    const call = adapter[method] as ((...args: readonly unknown[]) => Promise<unknown>) | undefined;
    if (call) wrapped[method] = (...args: readonly unknown[]): Promise<unknown> => (error() ? Promise.reject(error()!) : call(...args));
  }
  // Only methods were replaced, each by one of its own kind.
  return wrapped as unknown as Adapter;
}

/** The backend in memory as the suite wants it. @param spoil puts a fault into every adapter of it */
export function overMemory(backend: MemoryBackend, spoil: (adapter: Adapter) => Adapter = (adapter) => adapter): ConformanceBackend {
  let failure: Failure | undefined;
  return {
    adapter: spoil(failing(backend.adapter('one'), () => failure)), other: spoil(backend.adapter('two')), subject: accountSubject, users: ['one', 'two'],
    loseNextAnswer: () => backend.faults.loseNextAnswer(),
    fail: (how) => {
      failure = how;
      return () => void (failure = undefined);
    },
    writeUnknown: (id) => {
      backend.write('account', { ...backend.row('account', id)!, creditHold: 'yes' });
      return Promise.resolve((row) => row['creditHold']);
    },
    hide: (id) => {
      backend.hide('one', 'account', { id });
      return Promise.resolve(() => Promise.resolve(backend.hide('one', 'account', null)));
    },
    expire: () => Promise.resolve(backend.faults.expire()),
    reload: () => spoil(backend.adapter('one')),
  };
}

/** A backend in memory of any level, with a fresh one for each case. */
export function memoryHost(name: string, options: MemoryBackendOptions = {}, prepare: (backend: MemoryBackend) => void = () => undefined): ConformanceHost {
  const withUsers: MemoryBackendOptions = { seed: { user: [{ id: 'one', name: 'One' }, { id: 'two', name: 'Two' }] }, ...options };
  return {
    name: `a backend in memory, ${name}`,
    capabilities: memoryBackend(withUsers).adapter().capabilities,
    hooks: memoryHooks,
    start() {
      const backend = memoryBackend(withUsers);
      prepare(backend);
      return Promise.resolve(overMemory(backend));
    },
  };
}
