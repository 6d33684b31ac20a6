import type { Holding } from './holding.ts';
import type { Scopes } from './scopes.ts';
import type { SyncContext } from './sync-context.ts';
import { applyPage, type TableReading } from './take-page.ts';

/** Backends that do not tell of removals are asked for all ids this often, in milliseconds. */
const sweepEvery = 60_000;

/**
 * Ids that stand in the store, or may stand in the cache alone, and are not among those of the backend.
 * @param ofScope only those that are held are named
 */
export function missing(holding: Holding, ids: { has(id: string): boolean }, ofScope: boolean): Set<string> {
  const { table } = holding;
  return new Set([...table.confirmedIds(), ...table.unwritten].filter((id) => !ids.has(id) && (!ofScope || table.unwritten.has(id) || !holding.isBeside(id))));
}

/** Finds what went of a table of a backend that does not tell of removals. */
export class Sweep {
  readonly #context: SyncContext;
  readonly #scopes: Scopes;
  readonly #reading: TableReading;
  readonly #pull: () => void;
  #at: number;
  /** A look at all ids is planned. */
  #callOff: (() => void) | undefined;

  /** @param pull called when it is time to look again, although nothing else changed */
  constructor(context: SyncContext, scopes: Scopes, reading: TableReading, pull: () => void) {
    this.#context = context;
    this.#scopes = scopes;
    this.#reading = reading;
    this.#pull = pull;
    this.#at = context.host.now();
  }

  /** Asks for all ids, if that is due, and takes out what is not among them. */
  async look(): Promise<void> {
    const { adapter, connection, store, host, cache } = this.#context;
    const { table, holding } = this.#reading;
    const { tombstones, pull, partial } = adapter.capabilities;
    if (tombstones || pull === 'page' || !adapter.digest) return;
    const due = holding.kept ? this.#at + sweepEvery - host.now() : 0;
    // A clock may be set back meanwhile.
    if (due > 0 && due <= sweepEvery) {
      this.#callOff ??= host.after(due, () => {
        this.#callOff = undefined;
        this.#pull();
      });
      return;
    }
    const asked = store.tick;
    const ids = new Set(await connection.call('digest', (signal) => this.#scopes.digest(table.entity.name, signal)));
    this.#at = host.now();
    const gone = missing(holding, ids, partial);
    if (!holding.everything) for (const id of await cache().ids(table.entity.name)) if (!ids.has(id)) gone.add(id);
    const taken = await applyPage(this.#context, this.#reading, { rows: [], deleted: partial ? [] : [...gone], movedOut: partial ? [...gone] : [] }, () => asked, { cursor: holding.cursor });
    if (taken) return;
    this.#at = 0;
    if (this.#reading.on === undefined) this.#pull();
  }

  close(): void {
    this.#callOff?.();
  }
}
