import type { Adapter, Hint } from '../adapter/index.ts';
import type { AnyRow } from '../schema/index.ts';
import { catchUp } from './catch-up.ts';
import type { SyncParts } from './sync-context.ts';

/** Backends without live hints are asked this often, in milliseconds. */
const pollEvery = 30_000;

/** How long the first readings wait for the hints to flow, in milliseconds. */
const longestHearing = 250;

/** A tab that ended between writing a change to disk and telling of it left it there for the leader to find. It looks this often, in milliseconds. */
const lookEvery = 30_000;

const endedWhileSending = 'The page ended while this was being sent; it may have arrived. Look before you send it again.';

/** What a page does while it leads: it hears the backend's hints, pulls and pushes. */
export class Leading {
  readonly #parts: SyncParts;
  readonly #hinted: (hint: Hint) => void;
  /** Counts the times of leading, so that one that is over does nothing any more. */
  #term = 0;
  #leads = false;
  #unsubscribe: (() => void) | undefined;
  #callOffPoll: (() => void) | undefined;
  #callOffLook: (() => void) | undefined;

  constructor(parts: SyncParts, hinted: (hint: Hint) => void) {
    this.#parts = parts;
    this.#hinted = hinted;
  }

  get leads(): boolean {
    return this.#leads;
  }

  /**
   * Fulfilled when hints flow and what the last leader left is known.
   * @param pulls whether tables are looked at already that nobody brings now
   */
  async lead(pulls: boolean): Promise<void> {
    const { context, outbox, reading, puller, pusher, uploads } = this.#parts;
    const { adapter } = context;
    const term = ++this.#term;
    const isOver = (): boolean => term !== this.#term;
    const hearing = adapter.subscribe && adapter.capabilities.live ? this.#listen(adapter.subscribe.bind(adapter)) : this.#poll();
    if (context.mode === 'disk' && !context.storageBroken()) {
      try {
        await context.cache().takeLead();
      } catch (error) {
        context.storageFailed(error);
      }
      if (isOver()) return;
      await catchUp(this.#parts);
      if (isOver()) return;
      // An earlier time of leading may have ended between memory and disk.
      if (pulls) puller.rehydrate();
    }
    adapter.attach?.({
      rows: async (table) => {
        const rows: AnyRow[] = [];
        await context.cache().loadTable(table, (some) => void rows.push(...some));
        return rows;
      },
    });
    // What the last leader was sending may have arrived.
    await pusher.doubt(outbox.entries.filter((e) => e.state === 'sending'), endedWhileSending);
    await hearing;
    if (isOver()) return;
    this.#leads = true;
    context.tell({ type: 'leads' });
    if (pulls) for (const table of reading.wanted) void puller.pull(table);
    context.push();
    if (context.mode !== 'disk') return;
    this.#look();
    void uploads.forgetOld();
  }

  /** Another tab leads, or the page ends. */
  end(): void {
    this.#term++;
    this.#leads = false;
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#callOffPoll?.();
    this.#callOffLook?.();
  }

  #look(): void {
    this.#callOffLook = this.#parts.context.host.after(lookEvery, () => {
      void catchUp(this.#parts);
      this.#look();
    });
  }

  #poll(): void {
    this.#callOffPoll = this.#parts.context.host.after(pollEvery, () => {
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
      const callOff = this.#parts.context.host.after(longestHearing, goOn);
      this.#unsubscribe = subscribe((hint) => this.#hinted(hint), (state) => {
        if (state !== 'connected') this.#parts.context.connection.probe();
        else if (!waiting) this.#hinted({});
        goOn();
      });
    });
  }
}
