import type { StoredEntry } from '../cache/cache.ts';
import type { Change } from '../schema/index.ts';
import { keyOf } from './entry-key.ts';
import type { Host } from './host.ts';

/** Before a change over which the backend failed is tried again, at the most, in milliseconds. */
const longestWait = 6_000;

/** How many changes travel together at the most, where the backend takes more than one. */
const batchSize = 200;

/** How many changes are sent together, and when: fewer and later while the backend fails, so that one change that cannot pass is found and holds up no other. */
export class SendPace {
  /** How many changes travel together now: fewer after a failure. */
  size: number = batchSize;
  /** The backend failed, and is left alone until this moment, in milliseconds. */
  pausedUntil: number | undefined;
  readonly #host: Host;
  readonly #goOn: () => void;
  /** How often each change was sent alone in vain. What fails again and again lets others go first. */
  readonly #failures = new Map<string, number>();
  #callOff: (() => void) | undefined;

  /** @param goOn called when a pause is over */
  constructor(host: Host, goOn: () => void) {
    this.#host = host;
    this.#goOn = goOn;
  }

  /** The backend answered. */
  quicken(): void {
    this.size = Math.min(batchSize, this.size * 2);
  }

  /** It said what became of a change. */
  passed(change: Change): void {
    this.#failures.delete(keyOf(change));
  }

  /** Keys of changes that let others go first. */
  get stubborn(): ReadonlySet<string> {
    return new Set([...this.#failures].filter(([, count]) => count >= 3).map(([key]) => key));
  }

  /** How often a change was sent alone in vain. */
  tries(change: Change): number {
    return this.#failures.get(keyOf(change)) ?? 0;
  }

  /** Makes batches smaller. Answers false when they cannot be: these few are meant. */
  divide(sending: readonly StoredEntry[]): boolean {
    const units = new Set(sending.map((e) => e.change.group ?? keyOf(e.change)));
    if (units.size < 2) return false;
    this.size = Math.max(1, Math.floor(sending.length / 2));
    return true;
  }

  /** The backend failed over these: they are tried again later, in smaller batches, and alone in the end. */
  backOff(sending: readonly StoredEntry[], retryAfter: number | undefined): void {
    const alone = !this.divide(sending);
    let most = 1;
    for (const { change } of alone ? sending : []) {
      const count = (this.#failures.get(keyOf(change)) ?? 0) + 1;
      this.#failures.set(keyOf(change), count);
      most = Math.max(most, count);
    }
    const wait = retryAfter ?? Math.min(longestWait, 250 * 2 ** most);
    this.pausedUntil = this.#host.now() + wait;
    this.later(wait);
  }

  /** Goes on after so many milliseconds. */
  later(milliseconds: number): void {
    this.#callOff?.();
    this.#callOff = this.#host.after(milliseconds, () => {
      this.pausedUntil = undefined;
      this.#goOn();
    });
  }

  close(): void {
    this.#callOff?.();
  }
}
