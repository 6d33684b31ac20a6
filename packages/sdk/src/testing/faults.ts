import { AuthError, BadAnswerError, ForbiddenError, OfflineError, type VinculoError } from '../errors.ts';
import type { Adapter } from '../adapter/index.ts';
import type { Change, PushOutcome } from '../schema/index.ts';

export type Method = 'describe' | 'pull' | 'push' | 'get' | 'query' | 'aggregate' | 'run' | 'upload' | 'download' | 'presence' | 'digest';

const methods: readonly Method[] = ['describe', 'pull', 'push', 'get', 'query', 'aggregate', 'run', 'upload', 'download', 'presence', 'digest'];

/** Holds calls back until released. */
export interface Gate {
  /** How many calls stand at it now. */
  readonly waiting: number;
  /** Fulfilled when `count` calls have come to it, those let through included. Default 1. */
  arrived(count?: number): Promise<void>;
  /** Lets the calls that wait go on; later ones still stop. */
  step(): void;
  /** Lets everything through from now on. */
  release(): void;
}

/** What can go wrong between a client and its backend, at will. Nothing here waits for a timer. */
export interface Faults {
  /** No call reaches the backend, and live hints break off. */
  offline(): void;
  online(): void;
  /** Holds calls of one method, or of all, before they take effect; with `answers` after they took effect. */
  hold(method?: Method, options?: { readonly answers?: boolean }): Gate;
  /** The next push or run takes effect, but its answer never comes back. */
  loseNextAnswer(): void;
  /** Changes of a table (or of one row) are refused until the returned function is called. */
  refuse(target: { readonly table: string; readonly id?: string }, code: string, message: string): () => void;
  /** Nothing of a table may be seen or written until the returned function is called. */
  forbid(table: string): () => void;
  /** The next call (of one method) fails with this error, before it takes effect. */
  failNext(error: VinculoError, method?: Method): void;
  /** The next `count` calls are answered with something that is no protocol. */
  badAnswer(count?: number): void;
  /** The token is refused until signIn(). */
  authFail(): void;
  signIn(): void;
  /** This sign-in may hold nothing any more: all calls say so from now on. */
  revoke(): void;
  /** All cursors given out are too old: the next pull of each scope begins anew. */
  expire(): void;
  /** Calls that reached the backend or failed on the way, oldest first. */
  readonly calls: readonly { readonly method: Method; readonly table?: string; readonly changes?: readonly Change[] }[];
}

class CallGate implements Gate {
  readonly method: Method | undefined;
  readonly answers: boolean;
  #open = false;
  #came = 0;
  #held: (() => void)[] = [];
  #expecting: { readonly count: number; readonly tell: () => void }[] = [];

  constructor(method: Method | undefined, answers: boolean) {
    this.method = method;
    this.answers = answers;
  }

  get waiting(): number {
    return this.#held.length;
  }

  arrived(count = 1): Promise<void> {
    if (this.#came >= count) return Promise.resolve();
    return new Promise((tell) => void this.#expecting.push({ count, tell }));
  }

  step(): void {
    const held = this.#held;
    this.#held = [];
    for (const go of held) go();
  }

  release(): void {
    this.#open = true;
    this.step();
  }

  pass(signal: AbortSignal | undefined): Promise<void> {
    this.#came++;
    for (const waiter of this.#expecting.filter((x) => x.count <= this.#came)) waiter.tell();
    if (this.#open) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      const stop = (): void => {
        this.#held = this.#held.filter((x) => x !== go);
        reject(signal!.reason as Error);
      };
      this.#held.push(go);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }
}

/** The faults of one backend and the wrapping that lets them act on an adapter. */
export class FaultyLine implements Faults {
  readonly calls: { method: Method; table?: string; changes?: readonly Change[] }[] = [];
  readonly #expire: () => void;
  #offline = false;
  #signedOut = false;
  #revoked = false;
  #loseNext = false;
  readonly #gates: CallGate[] = [];
  readonly #next: { readonly error: VinculoError; readonly method: Method | undefined }[] = [];
  readonly #refused = new Set<{ readonly table: string; readonly id: string | undefined; readonly code: string; readonly message: string }>();
  readonly #forbidden = new Map<string, number>();
  readonly #lines = new Set<(up: boolean) => void>();

  constructor(expire: () => void) {
    this.#expire = expire;
  }

  offline(): void {
    this.#offline = true;
    for (const line of this.#lines) line(false);
  }

  online(): void {
    this.#offline = false;
    for (const line of this.#lines) line(true);
  }

  hold(method?: Method, { answers = false }: { readonly answers?: boolean } = {}): Gate {
    const gate = new CallGate(method, answers);
    this.#gates.push(gate);
    return gate;
  }

  loseNextAnswer(): void {
    this.#loseNext = true;
  }

  refuse({ table, id }: { readonly table: string; readonly id?: string }, code: string, message: string): () => void {
    const rule = { table, id, code, message };
    this.#refused.add(rule);
    return () => void this.#refused.delete(rule);
  }

  forbid(table: string): () => void {
    this.#forbidden.set(table, (this.#forbidden.get(table) ?? 0) + 1);
    return () => void this.#forbidden.set(table, (this.#forbidden.get(table) ?? 1) - 1);
  }

  failNext(error: VinculoError, method?: Method): void {
    this.#next.push({ error, method });
  }

  badAnswer(count = 1): void {
    for (let i = 0; i < count; i++) this.failNext(new BadAnswerError('The server answered a web page instead of data. Is the address right?'));
  }

  authFail(): void {
    this.#signedOut = true;
  }

  revoke(): void {
    this.#revoked = true;
  }

  signIn(): void {
    this.#signedOut = false;
  }

  expire(): void {
    this.#expire();
  }

  #isForbidden(table: string | undefined): boolean {
    return table !== undefined && (this.#forbidden.get(table) ?? 0) > 0;
  }

  async #before(method: Method, table: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    for (const gate of this.#gates) if (!gate.answers && (gate.method ?? method) === method) await gate.pass(signal);
    if (this.#offline) throw new OfflineError(method);
    if (this.#revoked) throw new AuthError('Access was revoked.', undefined, 'revoked');
    if (this.#signedOut) throw new AuthError('The token was refused. Sign in again.');
    const planned = this.#next.findIndex((x) => (x.method ?? method) === method);
    if (planned >= 0) throw this.#next.splice(planned, 1)[0]!.error;
    if (method !== 'push' && this.#isForbidden(table)) throw new ForbiddenError(`You may not see ${table} records.`);
  }

  async #after(method: Method, signal: AbortSignal | undefined): Promise<void> {
    for (const gate of this.#gates) if (gate.answers && (gate.method ?? method) === method) await gate.pass(signal);
    signal?.throwIfAborted();
    if (this.#offline) throw new OfflineError(method);
  }

  /** The same adapter, at the end of this line. */
  wrap(adapter: Adapter): Adapter {
    const wrapped: Record<string, unknown> = { ...adapter };
    for (const method of methods) {
      const call = adapter[method] as ((...args: unknown[]) => Promise<unknown>) | undefined;
      if (!call) continue;
      wrapped[method] = async (...args: unknown[]): Promise<unknown> => {
        const signal = args.find((a): a is AbortSignal => a instanceof AbortSignal);
        const first = args[0];
        const table = typeof first === 'string' && method === 'get' ? first : (first as { table?: string } | undefined)?.table;
        this.calls.push({ method, ...(table === undefined ? {} : { table }), ...(method === 'push' ? { changes: first as readonly Change[] } : {}) });
        await this.#before(method, table, signal);
        if (method === 'push') return this.#push(adapter, first as readonly Change[], signal);
        const answer = await call.apply(adapter, args);
        if (method === 'run' && this.#loseNext) {
          this.#loseNext = false;
          throw new OfflineError('run');
        }
        await this.#after(method, signal);
        return answer;
      };
    }
    if (adapter.subscribe) wrapped['subscribe'] = this.#subscribe(adapter);
    return wrapped as unknown as Adapter;
  }

  async #push(adapter: Adapter, changes: readonly Change[], signal: AbortSignal | undefined): Promise<readonly PushOutcome[]> {
    const refusals = changes.map((change): PushOutcome | undefined => {
      if (this.#isForbidden(change.table)) return { status: 'rejected', code: 'forbidden', message: `You may not write ${change.table} records.` };
      const rule = [...this.#refused].find((r) => r.table === change.table && (r.id ?? change.id) === change.id);
      return rule && { status: 'rejected', code: rule.code, message: rule.message };
    });
    // A group with a refused change stays out as a whole.
    const stopped = new Set(changes.filter((c, i) => refusals[i] && c.group !== undefined).map((c) => c.group));
    const passing = changes.filter((c, i) => !refusals[i] && !(c.group !== undefined && stopped.has(c.group)));
    const answers = passing.length > 0 ? await adapter.push(passing, signal) : [];
    if (this.#loseNext) {
      this.#loseNext = false;
      if (adapter.capabilities.idempotency) throw new OfflineError('push');
      // What is only set again does no harm twice; a second create would be a second record.
      return changes.map((c) => (c.op === 'create' ? { status: 'unknown', message: 'The answer was lost.' } : { status: 'retry', message: 'The answer was lost.' }));
    }
    await this.#after('push', signal);
    return changes.map((c, i) => refusals[i] ?? answers[passing.indexOf(c)] ?? { status: 'rejected', code: 'group_failed', message: 'Not stored, because another change of the same group was not.' });
  }

  #subscribe(adapter: Adapter): NonNullable<Adapter['subscribe']> {
    return (hint, state) => {
      const stop = adapter.subscribe!((h) => void (!this.#offline && !this.#signedOut && hint(h)), (s) => state(this.#offline ? 'disconnected' : s));
      const line = (up: boolean): void => state(up ? 'connected' : 'disconnected');
      this.#lines.add(line);
      return () => {
        this.#lines.delete(line);
        stop();
      };
    };
  }
}

