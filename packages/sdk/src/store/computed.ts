import type { Store } from './store.ts';

/** A value computed from the store, the same object until it may be another: while watched until forget() is called, else until anything in the store changed. */
export class Computed<T extends object> {
  readonly #store: Store;
  readonly #compute: () => T;
  #value: T | undefined;
  #revision = 0;
  #watched = false;

  constructor(store: Store, compute: () => T) {
    this.#store = store;
    this.#compute = compute;
  }

  get(): T {
    if (this.#value && (this.#watched || this.#revision === this.#store.revision)) return this.#value;
    this.#revision = this.#store.revision;
    return (this.#value = this.#compute());
  }

  forget(): void {
    this.#value = undefined;
  }

  /** From now on somebody sees to it that changes are followed by forget(). Answers how to say that it ended. */
  watch(): () => void {
    this.#watched = true;
    this.forget();
    return () => {
      this.#watched = false;
      this.forget();
    };
  }
}
