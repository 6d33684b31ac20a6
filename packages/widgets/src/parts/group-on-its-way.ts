import type { AnyRow, Change, OutboxEntry, PendingChange, Vinculo, VinculoError } from '@vinculo/sdk';

/** What becomes of something that was handed over. */
export type Fate = 'sending' | 'stored' | 'refused' | 'unknown' | 'gone';

/** The reason of a change that was held back only because another of its group was refused. */
const groupFailed = 'group_failed';

/** What somebody sends by a form: a new record with all that belongs to it, written as one group, and followed until it is stored. */
export class GroupOnItsWay {
  readonly table: string;
  readonly id: string;
  readonly group: string | undefined;
  /** On disk: it survives the page. */
  durable = false;
  /** The record as the backend confirmed it. */
  row: AnyRow | undefined;
  /** Its refusal was taken into the form. */
  isSeen = false;
  /** The page knows that it was stored. */
  isTold = false;
  #gone = false;

  private constructor(table: string, id: string, group: string | undefined) {
    this.table = table;
    this.id = id;
    this.group = group;
  }

  /**
   * Hands it over. `write` makes the record first, then what belongs to it. `changed` is told when it is on disk, stored or refused.
   * @throws ValidationError; nothing was written then
   */
  static send(crm: Vinculo, table: string, write: () => void, changed: () => void, failed: (error: VinculoError) => void): GroupOnItsWay {
    const pending = crm.batch(write);
    const first = pending[0]!;
    const entry = crm.outbox.snapshot.find(({ change }) => change.op === 'create' && change.id === first.id);
    const sent = new GroupOnItsWay(table, first.id, entry?.change.group);
    sent.#follow(pending, changed, failed);
    return sent;
  }

  /** One of an earlier life of the page that waits for a person. */
  static parked(outbox: readonly OutboxEntry[], table: string, isOurs: (patch: Change['patch']) => boolean): GroupOnItsWay | undefined {
    const entry = outbox.find(({ change, state }) => change.op === 'create' && change.table === table && isOurs(change.patch) && state !== 'waiting' && state !== 'sending');
    return entry && new GroupOnItsWay(table, entry.change.id, entry.change.group);
  }

  #follow(pending: readonly PendingChange[], changed: () => void, failed: (error: VinculoError) => void): void {
    const [first] = pending;
    const kept = async (): Promise<void> => {
      await first!.durable;
      this.durable = true;
      changed();
    };
    const stored = async (): Promise<void> => {
      this.row = (await first!.synced) ?? undefined;
      changed();
    };
    // Why it was not is told below.
    kept().catch(() => {});
    stored().catch(() => {});
    for (const each of pending) {
      each.synced.catch((error: VinculoError) => {
        if (error.code === 'discarded') this.#gone = each === first || this.#gone;
        // The others of the group were only held back; the one that was judged says why.
        else if (error.code !== groupFailed) failed(error);
        changed();
      });
    }
  }

  entries(outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
    return outbox.filter(({ change }) => change.id === this.id || (this.group !== undefined && change.group === this.group));
  }

  fate(outbox: readonly OutboxEntry[]): Fate {
    if (this.row) return 'stored';
    if (this.#gone) return 'gone';
    // While a part is under way, the reason of another may still come, and none can be taken out.
    if (this.isMoving(outbox)) return 'sending';
    const state = this.#recordEntry(outbox)?.state;
    return state === 'refused' || state === 'conflict' ? 'refused' : state === 'unknown' ? 'unknown' : 'sending';
  }

  /** Whether a part of it is being sent at this moment. */
  isMoving(outbox: readonly OutboxEntry[]): boolean {
    return this.entries(outbox).some(({ state }) => state === 'sending');
  }

  /** Of a refused one, or of parts of a stored one: the entries that were judged, the deciding one first. */
  refusals(outbox: readonly OutboxEntry[]): readonly OutboxEntry[] {
    const parked = this.entries(outbox).filter(({ state }) => state !== 'waiting' && state !== 'sending');
    return [...parked].sort((a, b) => Number(a.reason?.code === groupFailed) - Number(b.reason?.code === groupFailed));
  }

  #recordEntry(outbox: readonly OutboxEntry[]): OutboxEntry | undefined {
    return this.entries(outbox).find(({ change }) => change.table === this.table && change.op === 'create');
  }

  /** The record's fields as they wait in the outbox. */
  values(outbox: readonly OutboxEntry[]): Change['patch'] {
    return this.#recordEntry(outbox)?.change.patch ?? {};
  }

  /** Takes it out of the outbox, unless it is being sent right now. What builds on the record goes with it. */
  discard(outbox: readonly OutboxEntry[]): void {
    this.#gone = true;
    for (const entry of this.entries(outbox)) entry.discard();
  }
}
