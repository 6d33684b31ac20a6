import type { StoredEntry } from '../cache/cache.ts';
import { AuthError, ClosedError, VinculoError } from '../errors.ts';
import { type AnyRow, type Change, type Entity, sameValue } from '../schema/index.ts';
import { keyOf } from './entry-key.ts';
import type { Outbox } from './outbox.ts';
import type { PushEvents } from './push-events.ts';
import type { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';

const unheard = 'The page ended, or its storage was emptied, while this was on its way; it may have arrived. Look before you send it again.';

/** A record as the store holds it. */
export interface HeldRow {
  readonly entity: Entity;
  readonly row: AnyRow;
}

export function heldRow({ entityOf, store }: SyncContext, { table, id }: Change): HeldRow | undefined {
  const entity = entityOf(table);
  const row = entity && store.table(entity).confirmed(id);
  return entity && row && { entity, row };
}

/** Changes that were being sent when the answer was lost, to a backend that cannot tell what it has. */
export class Doubts {
  readonly #context: SyncContext;
  readonly #outbox: Outbox;
  readonly #reading: Reading;
  readonly #events: PushEvents;
  /** By key, with what to say of it. */
  readonly #doubtful = new Map<string, string>();
  #looking: Promise<boolean> | undefined;

  constructor(context: SyncContext, outbox: Outbox, reading: Reading, events: PushEvents) {
    this.#context = context;
    this.#outbox = outbox;
    this.#reading = reading;
    this.#events = events;
  }

  get any(): boolean {
    return this.#doubtful.size > 0;
  }

  add(entries: readonly StoredEntry[], message: string = unheard): void {
    for (const e of entries) this.#doubtful.set(keyOf(e.change), message);
  }

  /** Looks at the records of changes that may have arrived. Answers false when the backend cannot be asked now. */
  resolve(): Promise<boolean> {
    return (this.#looking ??= this.#lookBack().finally(() => (this.#looking = undefined)));
  }

  async #lookBack(): Promise<boolean> {
    for (const [key, message] of [...this.#doubtful]) {
      const entry = this.#outbox.find(key);
      if (entry?.state === 'sending') {
        try {
          await this.#lookBackAt(entry, message);
        } catch {
          return false;
        }
      }
      this.#doubtful.delete(key);
    }
    return true;
  }

  /**
   * Where the record says so the change is confirmed, or sent again; else it is parked: a second create would be a second record, and a second update
   * could cover what others wrote since.
   */
  async #lookBackAt(entry: StoredEntry, message: string): Promise<void> {
    const { change } = entry;
    const e = this.#context.entityOf(change.table);
    const unknown: StoredEntry = { ...entry, state: 'unknown', reason: { code: 'outcome_unknown', message, problems: [] } };
    if (!e || (change.op === 'create' && this.#context.adapter.capabilities.ids === 'server')) return this.#events.changed([unknown]);
    const sentOver = heldRow(this.#context, change)?.row;
    let row: AnyRow | undefined;
    try {
      [row] = await this.#reading.read(e, [change.id]);
    } catch (error) {
      if (error instanceof VinculoError && (error.retryable || error instanceof AuthError || error instanceof ClosedError)) throw error;
      return this.#events.changed([unknown]);
    }
    const stands = change.op === 'remove' ? !row : row && Object.entries(change.patch).every(([field, value]) => sameValue(row[field], value));
    const untouched = change.op === 'remove' || (change.op === 'update' && row?.version !== undefined && row.version === change.baseVersion);
    if (stands) await this.#events.confirmed([{ entry, overwrote: [] }], row ?? null, change.id, sentOver);
    else await this.#events.changed([untouched ? { ...entry, state: 'waiting' } : unknown]);
  }
}
