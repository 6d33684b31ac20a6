import type { Adapter } from '../adapter/index.ts';
import { AuthError, BackendError, BadAnswerError, ClosedError, OfflineError, VinculoError } from '../errors.ts';
import type { Host } from './host.ts';

export type ConnectionState = 'connecting' | 'online' | 'offline' | 'signed-out' | 'refused';

/**
 * First wait after a failure and the longest one, in milliseconds, from the beginning of the try that failed. Each wait doubles, with a random part so that
 * clients do not come back together. No longer: a person whose line is well again must not sit before a page that says otherwise.
 */
const firstWait = 1000;
const longestWait = 6_000;
/** A try that took long to fail is repeated within so many milliseconds: a line that lost everything is often well when that shows. */
const spread = 250;

/** Whether the backend answers. Every call of the adapter goes through `call`, so that the state is what the last call saw. */
export class Connection {
  state: ConnectionState = 'connecting';
  error: VinculoError | undefined;
  syncedAt: string | undefined;
  readonly #probe: (signal: AbortSignal) => Promise<unknown>;
  readonly #changed: () => void;
  readonly #up: () => void;
  readonly #host: Host;
  readonly #abort = new AbortController();
  #wait = firstWait;
  #failedAt = 0;
  /** Kinds of calls that failed and did not go through since. */
  readonly #failing = new Set<string>();
  #upAt = 0;
  #callOffUp: (() => void) | undefined;
  #callOff: (() => void) | undefined;
  #probing = false;
  #askedAgain = false;

  /** @param changed told on every change of the state @param up told when calls go through again that did not */
  constructor(adapter: Adapter, host: Host, changed: () => void, up: () => void) {
    this.#host = host;
    this.#probe = (signal) => adapter.describe(signal);
    this.#changed = changed;
    this.#up = up;
  }

  /** Ends when the client is closed, with a ClosedError. */
  get closed(): AbortSignal {
    return this.#abort.signal;
  }

  /** @param kind what may go through where others fail: `push`, `pull contact` */
  call<T>(kind: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#call(kind, work, false);
  }

  async #call<T>(kind: string, work: (signal: AbortSignal) => Promise<T>, isProbe: boolean): Promise<T> {
    if (this.#abort.signal.aborted) throw new ClosedError();
    const began = this.#host.now();
    try {
      const answer = await work(this.#abort.signal);
      this.#abort.signal.throwIfAborted();
      this.#answered(kind, isProbe);
      return answer;
    } catch (error) {
      if (this.#abort.signal.aborted) throw new ClosedError();
      this.failed(error, kind, began);
      throw error;
    }
  }

  #answered(kind: string, isProbe: boolean): void {
    this.syncedAt = new Date(this.#host.now()).toISOString();
    if (Math.abs(this.#host.now() - this.#failedAt) > longestWait) this.#failing.clear();
    this.#failing.delete(kind);
    // One success among failures is no recovery: the waits grow until what failed goes through, or there was quiet.
    if (this.#failing.size === 0) this.#wait = firstWait;
    this.#callOff?.();
    this.#callOff = undefined;
    if (this.state === 'online') return;
    // The first answer of all brings nothing up again: what asked for it is under way.
    const wasDown = this.state !== 'connecting';
    this.#set('online', undefined);
    if (wasDown) this.#comeUp(isProbe);
  }

  /** Where calls of one kind go through and others fail, coming up again and again must not become a storm. A try that was waited for is none. */
  #comeUp(isProbe: boolean): void {
    this.#callOffUp?.();
    const up = (): void => {
      if (this.state !== 'online') return;
      this.#upAt = this.#host.now();
      this.#up();
    };
    // A clock that was set back must not make it wait for what it lost.
    const due = isProbe ? 0 : Math.min(this.#wait, this.#upAt + this.#wait - this.#host.now());
    if (due <= 0) up();
    else this.#callOffUp = this.#host.after(due, up);
  }

  /** Takes note of a failure that was seen elsewhere too (a stream that ended). */
  failed(error: unknown, kind = 'describe', began: number = this.#host.now()): void {
    if (this.#abort.signal.aborted || !(error instanceof VinculoError)) return;
    if (error.retryable || error instanceof AuthError) {
      this.#failedAt = this.#host.now();
      this.#failing.add(kind);
    }
    if (error instanceof OfflineError || error instanceof BackendError) this.#set('offline', error);
    else if (error instanceof AuthError) this.#set('signed-out', error);
    else if (error instanceof BadAnswerError) this.#set('refused', error);
    else return;
    this.#plan(error instanceof BackendError ? error.retryAfter : undefined, began);
  }

  #set(state: ConnectionState, error: VinculoError | undefined): void {
    if (this.state === state && this.error?.message === error?.message) return;
    this.state = state;
    this.error = error;
    this.#changed();
  }

  #plan(after: number | undefined, began: number): void {
    if (this.#callOff) return;
    const random = this.#host.random();
    const passed = Math.max(0, this.#host.now() - began);
    const wait = after ?? Math.max(spread * random, this.#wait * (0.5 + random / 2) - passed);
    this.#wait = Math.min(longestWait, this.#wait * 2);
    this.#callOff = this.#host.after(wait, () => this.probe());
  }

  /** A person, or the browser, says that it is worth trying: waits begin anew. */
  retry(): void {
    this.#wait = firstWait;
    this.#upAt = 0;
    this.probe();
  }

  /** Tries now; while a try is under way, once more when that one failed. */
  probe(): void {
    if (this.#probing) this.#askedAgain = true;
    if (this.#probing || this.#abort.signal.aborted) return;
    this.#callOff?.();
    this.#callOff = undefined;
    this.#probing = true;
    // The failure is in `error` by then, and the next try is planned.
    this.#call('describe', this.#probe, true).catch(() => {}).finally(() => {
      this.#probing = false;
      const again = this.#askedAgain && this.state !== 'online';
      this.#askedAgain = false;
      if (again) this.probe();
    });
  }

  close(): void {
    this.#callOff?.();
    this.#callOffUp?.();
    this.#abort.abort(new ClosedError());
  }
}
