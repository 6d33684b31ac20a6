import type { Adapter } from '../adapter/index.ts';
import { AuthError, OfflineError } from '../errors.ts';
import type { Change, PushOutcome } from '../schema/index.ts';
import type { Process } from './simulated-time.fixture.ts';

/** How well the network between one page, or one browser, and the backend works. */
export class Line {
  #up = true;
  /** How likely a question gets lost, an answer gets lost, a question arrives twice. */
  lossOut = 0;
  lossBack = 0;
  twice = 0;
  /** Longest way of a message, in milliseconds. */
  latency = 20;
  readonly watchers: Set<() => void> = new Set<() => void>();

  get up(): boolean {
    return this.#up;
  }

  set up(up: boolean) {
    this.#up = up;
    for (const watcher of this.watchers) watcher();
  }
}

/**
 * The adapter at the end of a line. What arrived at the backend takes effect whatever becomes of the page.
 * @param revoked whether the backend admits this sign-in no more
 */
export function throughLine(adapter: Adapter, process: Process, line: Line, revoked: () => boolean = () => false): Adapter {
  const { world } = process;
  const way = (): number => world.random() * line.latency;

  function ask<T>(what: string, signal: AbortSignal | undefined, work: () => Promise<T>, lost: () => T | Error, twice = line.twice): Promise<T> {
    return process.hear<T>((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason));
      const end = (given: T | Error): void => (given instanceof Error ? reject(given) : resolve(given));
      world.after(way(), () => {
        if (!line.up || world.random() < line.lossOut) {
          world.after(way(), () => reject(new OfflineError(what)));
          return;
        }
        if (revoked()) {
          world.after(way(), () => reject(new AuthError('Access was revoked.', undefined, 'revoked')));
          return;
        }
        if (world.random() < twice) world.after(way(), () => void work().catch(() => {}));
        work().then(
          (answer) => world.after(way(), () => (!line.up || world.random() < line.lossBack ? end(lost()) : resolve(answer))),
          (error: unknown) => world.after(way(), () => reject(error)),
        );
      });
    });
  }

  const offline = (what: string) => (): Error => new OfflineError(what);
  const unheard = (changes: readonly Change[]) => (): readonly PushOutcome[] | Error =>
    adapter.capabilities.idempotency ? new OfflineError('push') : changes.map(() => ({ status: 'unknown', message: 'The answer was lost.' }));
  const { get, query, aggregate, digest, subscribe, upload, download } = adapter;
  return {
    name: adapter.name,
    source: adapter.source,
    capabilities: adapter.capabilities,
    ...(adapter.identity ? { identity: () => adapter.identity!() } : {}),
    describe: (signal) => ask('describe', signal, () => adapter.describe(), offline('describe')),
    pull: (scope, cursor, limit, signal) => ask('pull', signal, () => adapter.pull(scope, cursor, Math.min(limit, 3)), offline('pull')),
    // A network does not double what a backend would apply twice; a line that did would be the adapter's fault.
    push: (changes, signal) => ask('push', signal, () => adapter.push(changes), unheard(changes), adapter.capabilities.idempotency ? line.twice : 0),
    ...(get ? { get: (table, ids, signal) => ask('get', signal, () => get(table, ids), offline('get')) } : {}),
    ...(query ? { query: (request, signal) => ask('query', signal, () => query(request), offline('query')) } : {}),
    ...(aggregate ? { aggregate: (request, signal) => ask('aggregate', signal, () => aggregate(request), offline('aggregate')) } : {}),
    ...(digest ? { digest: (scope, signal) => ask('digest', signal, () => digest(scope), offline('digest')) } : {}),
    ...(upload ? { upload: (blob, name, signal) => ask('upload', signal, () => upload(blob, name), offline('upload')) } : {}),
    ...(download ? { download: (id, signal) => ask('download', signal, () => download(id), offline('download')) } : {}),
    ...(subscribe ? { subscribe: (hint, state) => {
      let open = true;
      const stop = subscribe((given) => void (line.up && world.after(way(), () => process.deliver(() => open && line.up && !revoked() && hint(given)))), () => {});
      // A stream says of itself when it breaks, and when it stands again.
      const look = (): void => void process.after(way(), () => open && state(line.up && !revoked() ? 'connected' : 'disconnected'));
      line.watchers.add(look);
      look();
      return () => {
        open = false;
        line.watchers.delete(look);
        stop();
      };
    } } : {}),
  };
}
