import type { Adapter, Hint } from '../adapter/index.ts';
import type { SyncContext } from './sync-context.ts';

/** Backends without live hints are asked this often, in milliseconds. */
const pollEvery = 30_000;

/** How long the first readings wait for the hints to flow, in milliseconds. */
const longestHearing = 250;

/** What a page does while it leads: it hears the backend's hints, pulls and pushes. */
export class Leading {
  readonly #context: SyncContext;
  readonly #hinted: (hint: Hint) => void;
  /** Counts the times of leading, so that one that is over does nothing any more. */
  #term = 0;
  #leads = false;
  #unsubscribe: (() => void) | undefined;
  #callOffPoll: (() => void) | undefined;

  constructor(context: SyncContext, hinted: (hint: Hint) => void) {
    this.#context = context;
    this.#hinted = hinted;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /**
   * Answers whether it leads, when hints flow and what the last leader left is known.
   * @param takeOver what else is to be done before, with a way to ask whether this time is over already
   */
  async lead(takeOver: (isOver: () => boolean) => Promise<void>): Promise<boolean> {
    const { adapter } = this.#context;
    const term = ++this.#term;
    const isOver = (): boolean => term !== this.#term;
    const hearing = adapter.subscribe && adapter.capabilities.live ? this.#listen(adapter.subscribe.bind(adapter)) : this.#poll();
    await takeOver(isOver);
    await hearing;
    if (isOver()) return false;
    return (this.#leads = true);
  }

  /** Another tab leads, or the page ends. */
  end(): void {
    this.#term++;
    this.#leads = false;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#callOffPoll?.();
  }

  #poll(): void {
    this.#callOffPoll = this.#context.host.after(pollEvery, () => {
      this.#hinted({});
      this.#poll();
    });
  }

  /**
   * Listens to hints. Fulfilled when they flow, or when waiting for them would hold up the page: what is read from then on needs no second reading
   * to be sure that no change fell between the reading and the first hint.
   */
  #listen(subscribe: NonNullable<Adapter['subscribe']>): Promise<void> {
    return new Promise((resolve) => {
      let waiting = true;
      const goOn = (): void => {
        waiting = false;
        callOff();
        resolve();
      };
      const callOff = this.#context.host.after(longestHearing, goOn);
      this.#unsubscribe = subscribe((hint) => this.#hinted(hint), (state) => {
        if (state !== 'connected') this.#context.connection.probe();
        else if (!waiting) this.#hinted({});
        goOn();
      });
    });
  }
}
