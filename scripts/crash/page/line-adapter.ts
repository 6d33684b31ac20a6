import { AuthError, BackendError, OfflineError, RefusedError } from '@vinculo/sdk';
import { type Adapter, fullCapabilities, type Hint } from '@vinculo/sdk/adapter';

/** The backend at the other end of the line: what it answers, or the error it failed with. */
export interface LineAnswer {
  readonly value?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

/** Calls a backend in another process, one request per call. @param tab named in each request */
export function lineAdapter(tab: string, idempotency: boolean): Adapter {
  const call = async (method: string, args: readonly unknown[], signal: AbortSignal | undefined): Promise<unknown> => {
    let response: Response;
    let answer: LineAnswer;
    try {
      response = await fetch('/call', { method: 'POST', cache: 'no-store', headers: { 'x-tab': tab }, body: JSON.stringify({ method, args }), ...(signal ? { signal } : {}) });
      if (response.status === 503) throw new BackendError('The backend is busy.', { retryAfter: 100 });
      answer = (await response.json()) as LineAnswer;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw error instanceof BackendError ? error : new OfflineError(method, error);
    }
    const { error, value } = answer;
    if (error?.name === 'AuthError') throw new AuthError(error.message);
    if (error) throw new RefusedError('', '', error.name, error.message);
    return value;
  };
  // What comes over the line is what the methods of the other end answer.
  const method = <M extends 'pull' | 'get' | 'query' | 'aggregate'>(name: M, count: number): NonNullable<Adapter[M]> =>
    ((...args: readonly unknown[]) => call(name, args.slice(0, count), args[count] as AbortSignal | undefined)) as unknown as NonNullable<Adapter[M]>;
  return {
    name: 'line', source: 'line',
    capabilities: { ...fullCapabilities, idempotency, commands: [], blobs: false, presence: false },
    identity: () => Promise.resolve('line/one'),
    describe: (signal) => call('describe', [], signal) as ReturnType<Adapter['describe']>,
    pull: method('pull', 3),
    push: async (changes, signal) => {
      try {
        return (await call('push', [changes], signal)) as Awaited<ReturnType<Adapter['push']>>;
      } catch (error) {
        if (idempotency || !(error instanceof OfflineError)) throw error;
        return changes.map(() => ({ status: 'unknown', message: 'The answer was lost.' }));
      }
    },
    get: method('get', 2),
    query: method('query', 1),
    aggregate: method('aggregate', 1),
    subscribe(hint, state) {
      const stream = new EventSource(`/hints?tab=${tab}`);
      stream.addEventListener('open', () => state('connected'));
      stream.addEventListener('error', () => state('disconnected'));
      stream.addEventListener('message', ({ data }) => hint(JSON.parse(String(data)) as Hint));
      return () => stream.close();
    },
  };
}
