import type { Clock } from '../store/clock.ts';

/** The part of `navigator.locks` that an election takes. */
export interface Locks {
  request(name: string, options: { readonly ifAvailable?: boolean; readonly steal?: boolean; readonly signal?: AbortSignal }, hold: (lock: unknown) => Promise<void> | undefined): Promise<unknown>;
}

/** What an election takes from its surroundings. */
export interface ElectionHost {
  readonly clock: Clock;
  /** Absent where the browser has none: then the tab that came last leads, and the cache fences the others off. */
  readonly locks: Locks | undefined;
  /** The page is in front. The timers of those that are not are slowed down to one call a minute, so they judge nobody. */
  visible(): boolean;
  onVisible(listener: () => void): () => void;
  /** The browser is about to stop the page, or lets it go on. */
  onFrozen(listener: (frozen: boolean) => void): () => void;
}

export interface ElectionEvents {
  /** This tab leads from now on. */
  lead(): void;
  /** Another tab leads from now on. */
  lost(): void;
  /** Asks whether the leader is there. Its answer comes to `heard`. */
  ask(): void;
}

/** A visible tab asks after the leader so often, in milliseconds. A leader that left two questions unanswered is taken for stopped: 10.5 s after it stopped at the latest. */
const askEvery = 3500;
const mostUnanswered = 2;

/**
 * Who leads among the tabs of one cache. A queued Web Lock decides: when the leading tab ends or crashes, the browser gives it to the tab that waited
 * longest. A leader that hangs keeps its lock; a visible tab then steals it. (Stealing rather than a second lock: the name stays one, so whoever waits
 * goes on waiting for the right one, and the browser itself tells the old leader when it wakes.) What an old leader does before it is told is refused by the cache.
 */
export class Election {
  readonly #name: string;
  readonly #host: ElectionHost;
  readonly #events: ElectionEvents;
  #leading = false;
  #unanswered = 0;
  #asked = false;
  #callOff: () => void = () => {};
  readonly #unwatch: () => void;
  /** Lets the lock go. */
  #leave: () => void = () => {};
  /** Ends the waiting for the lock. */
  #queue = new AbortController();
  /** Takes no part for the time being. */
  #paused = false;
  #closed = false;

  constructor(name: string, host: ElectionHost, events: ElectionEvents) {
    this.#name = name;
    this.#host = host;
    this.#events = events;
    this.#unwatch = host.onVisible(() => this.#watch());
  }

  get leading(): boolean {
    return this.#leading;
  }

  /** Fulfilled when it is known whether this tab leads at once. */
  async start(): Promise<void> {
    const { locks } = this.#host;
    if (!locks) this.#lead();
    else {
      await new Promise<void>((known, failed) => {
        locks.request(this.#name, { ifAvailable: true }, (lock) => {
          known();
          return lock ? this.#hold() : undefined;
        }).then(() => this.#wait(), (error: unknown) => {
          failed(error);
          this.#stolen();
        });
      });
    }
    this.#watch();
  }

  /** The leader is there. */
  heard(): void {
    this.#asked = false;
    this.#unanswered = 0;
  }

  /** Gives the lead up, or the place in the queue, and queues anew. */
  resign(): void {
    this.#stopLeading();
    this.#leave();
    this.#wait();
    this.#watch();
  }

  /** Gives the lead up, or the place in the queue, until `goOn`. */
  pause(): void {
    this.#paused = true;
    this.#callOff();
    this.#queue.abort();
    this.#stopLeading();
    this.#leave();
  }

  goOn(): void {
    this.#paused = false;
    this.#wait();
    this.#watch();
  }

  close(): void {
    this.#closed = true;
    this.#leading = false;
    this.#unwatch();
    this.#callOff();
    this.#queue.abort();
    this.#leave();
  }

  #hold(): Promise<void> {
    if (this.#closed || this.#paused) return Promise.resolve();
    return new Promise((resolve) => {
      this.#leave = resolve;
      this.#lead();
    });
  }

  #lead(): void {
    if (this.#closed || this.#leading) return;
    this.#leading = true;
    this.#callOff();
    this.#events.lead();
  }

  #stopLeading(): void {
    if (!this.#leading) return;
    this.#leading = false;
    this.#events.lost();
  }

  #wait(): void {
    if (this.#closed || this.#paused || this.#leading || !this.#host.locks) return;
    this.#queue.abort();
    const queue = new AbortController();
    this.#queue = queue;
    this.#host.locks.request(this.#name, { signal: queue.signal }, () => (queue.signal.aborted ? undefined : this.#hold())).catch(() => {
      if (!queue.signal.aborted) this.#stolen();
    });
  }

  /** Another tab took the lock away from this one. */
  #stolen(): void {
    if (this.#closed) return;
    this.#stopLeading();
    this.#wait();
    this.#watch();
  }

  #steal(): void {
    this.heard();
    this.#queue.abort();
    if (!this.#host.locks) this.#lead();
    else this.#host.locks.request(this.#name, { steal: true }, () => this.#hold()).catch(() => this.#stolen());
  }

  /** Asks after the leader from time to time while this tab is visible and does not lead itself. */
  #watch(): void {
    this.#callOff();
    this.#callOff = () => {};
    if (this.#closed || this.#paused || this.#leading || !this.#host.visible()) return this.heard();
    if (this.#asked) this.#unanswered++;
    if (this.#unanswered >= mostUnanswered) return this.#steal();
    this.#asked = true;
    this.#events.ask();
    this.#callOff = this.#host.clock.after(askEvery, () => this.#watch());
  }
}
