import type { VinculoError } from '../errors.ts';
import type { AnyRow, Change } from '../schema/index.ts';
import type { Author } from '../sync/authors.ts';
import type { PendingChange } from './vinculo.ts';

interface Asked<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

function asked<T>(): Asked<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Who does not wait for an outcome sees it in the outbox; it is no unhandled rejection.
  promise.catch(() => {});
  return { promise, resolve, reject };
}

/** A change that was written. Most outcomes are never asked for: a promise is made when it is, before or after it is known. */
export class Pending implements PendingChange, Author {
  #change: Change;
  readonly #takeBack: (pending: Pending) => PendingChange | undefined;
  /** Of a batch: all its changes. */
  #together: readonly Pending[] | undefined;
  #durable: Asked<void> | undefined;
  #synced: Asked<AnyRow | null> | undefined;
  #onDisk: boolean | undefined;
  #row: AnyRow | null | undefined;
  #error: VinculoError | undefined;
  #undone = false;

  constructor(change: Change, takeBack: (pending: Pending) => PendingChange | undefined) {
    this.#change = change;
    this.#takeBack = takeBack;
  }

  get change(): Change {
    return this.#change;
  }

  get id(): string {
    return this.#change.id;
  }

  get durable(): Promise<void> {
    if (!this.#durable) {
      this.#durable = asked();
      this.#answerDurable();
    }
    return this.#durable.promise;
  }

  get synced(): Promise<AnyRow | null> {
    if (!this.#synced) {
      this.#synced = asked();
      // Sent again after it was refused, it is there.
      if (this.#row !== undefined) this.#synced.resolve(this.#row);
      else if (this.#error) this.#synced.reject(this.#error);
    }
    return this.#synced.promise;
  }

  /** It was refused and not sent again since, taken back, or nobody will hear of it. */
  get lost(): boolean {
    return this.#error !== undefined && this.#row === undefined;
  }

  /** Says with which others it was written. */
  join(together: readonly Pending[]): void {
    this.#together = together;
  }

  kept(onDisk: boolean): void {
    this.#onDisk = onDisk;
    this.#answerDurable();
  }

  confirmed(row: AnyRow | null): void {
    this.#row = row;
    this.#synced?.resolve(row);
  }

  becomes(change: Change): void {
    this.#change = change;
  }

  failed(error: VinculoError): void {
    this.#error ??= error;
    this.#synced?.reject(error);
  }

  /** Without a disk a change outlives the page when the backend has it. */
  #answerDurable(): void {
    const durable = this.#durable;
    if (!durable || this.#onDisk === undefined) return;
    if (this.#onDisk) durable.resolve();
    else Promise.all((this.#together ?? [this]).map((p) => p.synced)).then(() => durable.resolve(), durable.reject);
  }

  /** Undone once; and what never came to be has no opposite. */
  undo(): PendingChange | undefined {
    if (this.#undone) return undefined;
    this.#undone = true;
    return this.#takeBack(this);
  }
}
