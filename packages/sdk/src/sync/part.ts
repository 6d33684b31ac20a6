import { ClosedError, NotLoadedError } from '../errors.ts';
import type { Host } from './host.ts';

/** First wait after a failure and the longest one, in milliseconds. */
const firstWait = 1000;
const longestWait = 30_000;

/** A part of this software that comes apart from the rest. What could not be loaded is tried again until it comes: what waits for it waits. */
export class Part<T> {
  /** The part, once it is here. */
  value: T | undefined;
  /** Why it is not here yet, after a try that failed. */
  error: NotLoadedError | undefined;
  readonly #host: Host;
  readonly #bring: () => Promise<T>;
  readonly #changed: () => void;
  #loading: Promise<T> | undefined;
  #goOn: (() => void) | undefined;
  #closed = false;

  /** @param changed told when it came, and when it could not be loaded */
  constructor(host: Host, bring: () => Promise<T>, changed: () => void) {
    this.#host = host;
    this.#bring = bring;
    this.#changed = changed;
  }

  /** Asks for it. Fulfilled when it is here; rejects with ClosedError alone. */
  load(): Promise<T> {
    if (!this.#loading) {
      this.#loading = this.#load();
      // Most who ask do not wait.
      this.#loading.catch(() => {});
    }
    return this.#loading;
  }

  async #load(): Promise<T> {
    for (let wait = firstWait; ; wait = Math.min(longestWait, wait * 2)) {
      let came: T | undefined;
      try {
        came = await this.#bring();
      } catch (error) {
        this.error = new NotLoadedError(error);
      }
      if (this.#closed) throw new ClosedError();
      if (came !== undefined) {
        this.error = undefined;
        this.value = came;
        this.#changed();
        return came;
      }
      this.#changed();
      await new Promise<void>((goOn) => {
        const callOff = this.#host.after(wait, goOn);
        this.#goOn = () => {
          callOff();
          goOn();
        };
      });
    }
  }

  /** Tries now instead of at the next planned time. */
  retry(): void {
    this.#goOn?.();
  }

  close(): void {
    this.#closed = true;
    this.#goOn?.();
  }
}
