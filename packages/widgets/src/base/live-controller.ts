import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What a live query of the sdk offers: the present result, and a call for every later one. */
export interface LiveSource<T> {
  readonly snapshot: T;
  subscribe(next: (value: T) => void): { unsubscribe(): void };
}

/**
 * Holds one live query for an element. Call `watch(key, make)` in `willUpdate` or `render`: the query is made when the key
 * changes, dropped when the key is undefined, and left while the element is out of the page.
 * @example
 * readonly #deals = new LiveController<DealRows>(this);
 * override willUpdate() { this.#deals.watch(this.crm && this.pipeline, () => this.crm!.deals.query({ where: { pipelineId: this.pipeline } })); }
 * render() { return this.#deals.value ? ... : skeleton(this, 'card'); }
 */
export class LiveController<T> implements ReactiveController {
  #host: ReactiveControllerHost;
  #changed: ((value: T) => void) | undefined;
  #keys: readonly unknown[] = [];
  #source: LiveSource<T> | undefined;
  #subscription: { unsubscribe(): void } | undefined;
  #connected = false;
  #told: T | undefined;

  /** `changed` is told every result, for instance to announce it; the host redraws by itself. */
  constructor(host: ReactiveControllerHost, changed?: (value: T) => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  /**
   * The present result; undefined while there is no query or no client. It is what the source holds now, also before it has told of it: a drawing
   * never shows an own change in one result and lacks it in another.
   */
  get value(): T | undefined { return this.#connected && this.#source ? this.#source.snapshot : this.#told; }

  /** Equal keys (compared by identity, arrays item by item) keep the query. An undefined key, or an array that holds one, drops it. */
  watch(key: unknown, make: () => LiveSource<T>): void {
    const keys = Array.isArray(key) ? key : [key];
    if (keys.length === this.#keys.length && keys.every((each, i) => Object.is(each, this.#keys[i]))) return;
    this.#leave();
    this.#keys = keys;
    this.#source = keys.includes(undefined) ? undefined : make();
    // Followed first: what nobody follows is made for each reading anew.
    this.#enter();
    this.#told = this.#source?.snapshot;
  }

  hostConnected(): void {
    this.#connected = true;
    this.#enter();
    if (this.#source) this.#take(this.#source.snapshot);
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#leave();
  }

  #enter(): void {
    if (!this.#connected || !this.#source || this.#subscription) return;
    const source = this.#source;
    let isPresent = true;
    // What it is told at once is the snapshot, which is read next.
    this.#subscription = source.subscribe((value) => { if (!isPresent && source === this.#source) this.#take(value); });
    isPresent = false;
  }

  #leave(): void {
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
  }

  #take(value: T): void {
    if (Object.is(value, this.#told)) return;
    this.#told = value;
    this.#changed?.(value);
    this.#host.requestUpdate();
  }
}
