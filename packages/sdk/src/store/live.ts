import { Observable, type Subscriber } from 'rxjs';
import type { VinculoError } from '../errors.ts';

interface Hooks<T> {
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
  readonly #hooks: Hooks<T>;
  readonly #listeners = new Set<Subscriber<T>>();
  #stop: (() => void) | undefined;

  constructor(hooks: Hooks<T>) {
    super((subscriber) => {
      this.#listeners.add(subscriber);
      this.#stop ??= hooks.start();
      const value = hooks.read();
      if (!hooks.pending(value)) subscriber.next(value);
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

  /** Tells all listeners that the value changed. */
  tell(): void {
    if (this.#listeners.size === 0) return;
    const value = this.#hooks.read();
    if (this.#hooks.pending(value)) return;
    // A listener may unsubscribe itself or others while it is told.
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener.next(value);
  }

  once(): Promise<T> {
    return new Promise((resolve, reject) => {
      // The first value may come before subscribe() has returned, so the subscription ends itself afterwards.
      let done = false;
      const subscription = this.subscribe((value) => {
        if (done || this.#hooks.partial(value)) return;
        done = true;
        const failure = this.#hooks.failure(value);
        if (failure) reject(failure);
        else resolve(value);
        queueMicrotask(() => subscription.unsubscribe());
      });
    });
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
