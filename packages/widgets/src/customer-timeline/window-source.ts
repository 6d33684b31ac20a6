import type { Result } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController, type LiveSource } from '../base/live-controller.ts';

const none: readonly never[] = [];

/**
 * One live query whose window grows. While a wider window is being asked for, the rows of the narrower one stay,
 * so that the list does not empty itself on "show earlier".
 */
export class WindowSource<R extends { readonly id: string }> {
  readonly #live: LiveController<Result<R>>;
  #subject: readonly unknown[] = [];
  #held: Result<R> | undefined;
  #joined: { readonly of: Result<R>; readonly held: Result<R>; readonly value: Result<R> } | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#live = new LiveController<Result<R>>(host);
  }

  /** `subject`: what the rows are about; rows of another subject are never shown. `window`: how much of it. An undefined part drops the query. */
  watch(subject: readonly unknown[], window: readonly unknown[], make: () => LiveSource<Result<R>>): void {
    if (subject.length !== this.#subject.length || subject.some((part, i) => !Object.is(part, this.#subject[i]))) {
      this.#subject = subject;
      this.#held = undefined;
    }
    this.#live.watch([...subject, ...window], make);
  }

  /** The present result, the same object until something changed; undefined without a query. `loading` only where there is nothing to show yet. */
  get value(): Result<R> | undefined {
    const value = this.#live.value;
    if (!value) return undefined;
    // What was never answered hides no failure.
    if (!this.#held || !unanswered(value) || (value.status === 'error' && unanswered(this.#held))) return (this.#held = value);
    if (value.rows.length === 0 && value.status !== 'error') return this.#held;
    if (this.#joined?.of !== value || this.#joined.held !== this.#held) {
      // Own new rows are there before the backend has answered for the wider window, or while it cannot.
      const rows = new Map([...this.#held.rows, ...value.rows].map((row) => [row.id, row]));
      this.#joined = { of: value, held: this.#held, value: { ...this.#held, status: value.status === 'loading' ? this.#held.status : 'stale', rows: [...rows.values()] } };
    }
    return this.#joined.value;
  }

  /** A wider window is on its way. */
  get growing(): boolean {
    const value = this.#live.value;
    return value?.status === 'loading' && this.#held !== undefined && this.#held !== value;
  }

  get rows(): readonly R[] { return this.value?.rows ?? none; }

  /** Still without a first answer. */
  get loading(): boolean { return this.value?.status === 'loading'; }

  /** Older rows than these are there, as far as anybody can tell. */
  hasMore(limit: number): boolean {
    const { rows, total, status } = this.value ?? { rows: [], total: 0, status: 'ready' };
    if (status === 'forbidden' || status === 'unsupported' || status === 'error') return false;
    return total === undefined ? rows.length >= limit : total > rows.length;
  }
}

function unanswered<R>({ status, total }: Result<R>): boolean {
  return status === 'loading' || ((status === 'stale' || status === 'error') && total === undefined);
}
