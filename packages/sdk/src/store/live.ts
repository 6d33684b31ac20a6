import { Observable, type Subscriber } from 'rxjs';
import type { VinculoError } from '../errors.ts';
import type { AnyRow } from '../schema/index.ts';
import type { RowsResult } from './rows-result.ts';
import { type RowStep, stepsBetween } from './steps.ts';

export interface Hooks<T> {
  /** The value as it is now. Must answer the same object until something changed. */
  read(): T;
  /** Called when the first subscriber comes; answers what to do when the last one goes. */
  start(): () => void;
  /** Nothing worth telling yet. */
  pending(value: T): boolean;
  /** Still growing: told to listeners, but no answer for `once`. */
  partial(value: T): boolean;
  /** Why `once` should reject. */
  failure(value: T): VinculoError | undefined;
}

/** A value kept up to date while somebody listens: an Observable that can also be read at any time. */
export class LiveValue<T> extends Observable<T> {
  #hooks: Hooks<T>;
  readonly #listeners = new Set<Subscriber<T>>();
  #stop: (() => void) | undefined;
  #until: AbortSignal | undefined;
  /** How often listeners were told of a change. */
  told = 0;

  constructor(hooks: Hooks<T>) {
    super((subscriber) => {
      this.#listeners.add(subscriber);
      this.#stop ??= this.#hooks.start();
      const value = this.#hooks.read();
      if (!this.#hooks.pending(value)) subscriber.next(value);
      return () => {
        this.#listeners.delete(subscriber);
        if (this.#listeners.size > 0) return;
        const stop = this.#stop;
        this.#stop = undefined;
        stop?.();
      };
    });
    this.#hooks = hooks;
  }

  get snapshot(): T {
    return this.#hooks.read();
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** What answers was loaded only now, or answers otherwise: from now on values come from there. */
  become(hooks: Hooks<T>): void {
    this.#hooks = hooks;
    if (!this.#stop) return;
    this.#stop();
    this.#stop = hooks.start();
    this.tell();
  }

  /** From its end on nobody answers any more. */
  endWith(until: AbortSignal): void {
    this.#until = until;
  }

  /** Tells all listeners that the value changed. */
  tell(): void {
    if (this.#listeners.size === 0) return;
    const value = this.#hooks.read();
    if (this.#hooks.pending(value)) return;
    this.told++;
    if (this.#listeners.size === 1) {
      for (const only of this.#listeners) {
        only.next(value);
        return;
      }
    }
    // A listener may unsubscribe itself or others while it is told.
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener.next(value);
  }

  once(): Promise<T> {
    return new Promise((resolve, reject) => {
      const until = this.#until;
      if (until?.aborted) {
        reject(until.reason);
        return;
      }
      let done = false;
      const ends = (settle: () => void): void => {
        if (done) return;
        done = true;
        until?.removeEventListener('abort', ended);
        settle();
        // The first value may come before subscribe() has returned, so the subscription ends itself afterwards.
        queueMicrotask(() => subscription.unsubscribe());
      };
      const ended = (): void => ends(() => reject(until?.reason));
      until?.addEventListener('abort', ended);
      const subscription = this.subscribe((value) => {
        if (this.#hooks.partial(value)) return;
        const failure = this.#hooks.failure(value);
        ends(() => (failure ? reject(failure) : resolve(value)));
      });
    });
  }
}

export interface RowsHooks extends Hooks<RowsResult> {
  /** Tells what is due before somebody new follows the steps. */
  catchUp?(): void;
}

/** Live rows: besides whole answers it tells the steps from each to the next. */
export class LiveRows extends LiveValue<RowsResult> {
  readonly #followers = new Set<Subscriber<readonly RowStep<AnyRow>[]>>();
  #given: RowsHooks;
  /** The rows told last, where steps are found by comparing. */
  #rows: readonly AnyRow[] | undefined;
  /** Tells first all rows as inserts, then every change as the steps that lead to it. Applied in order they give the rows of `snapshot`. */
  readonly steps: Observable<readonly RowStep<AnyRow>[]>;

  constructor(hooks: RowsHooks) {
    super(hooks);
    this.#given = hooks;
    this.steps = new Observable((follower) => {
      // Whole answers must be kept up for as long as somebody follows the steps to them.
      const kept = this.subscribe();
      this.#given.catchUp?.();
      // Who gives the steps himself has told all of them by now; else what was told last is what the next are compared with.
      const first = stepsBetween([], this.#given.catchUp ? this.snapshot.rows : (this.#rows ??= this.snapshot.rows));
      // Before it is told anything: it may write in turn.
      this.#followers.add(follower);
      follower.next(first);
      return () => {
        this.#followers.delete(follower);
        if (this.#followers.size === 0) this.#rows = undefined;
        kept.unsubscribe();
      };
    });
  }

  override become(hooks: RowsHooks): void {
    if (this.followed && this.#given.catchUp) {
      this.#given.catchUp();
      this.#rows = this.snapshot.rows;
    }
    this.#given = hooks;
    super.become(hooks);
  }

  /** Whether steps are worth keeping. */
  get followed(): boolean {
    return this.#followers.size > 0;
  }

  /** @param steps from the answer told last to the one that is told now; found by comparing the two where they are not given */
  override tell(steps?: readonly RowStep<AnyRow>[]): void {
    if (this.followed) {
      let own = steps;
      if (!own) {
        const rows = this.snapshot.rows;
        own = stepsBetween(this.#rows ?? [], rows);
        this.#rows = rows;
      }
      if (own.length > 0) for (const follower of [...this.#followers]) if (this.#followers.has(follower)) follower.next(own);
    }
    super.tell();
  }
}

/** A live value that is simply set. */
export class LiveCell<T> extends LiveValue<T> {
  #value: T;

  constructor(value: T, pending: (value: T) => boolean = () => false) {
    super({ read: () => this.#value, start: () => () => {}, pending, partial: () => false, failure: () => undefined });
    this.#value = value;
  }

  set(value: T): void {
    if (value === this.#value) return;
    this.#value = value;
    this.tell();
  }
}
