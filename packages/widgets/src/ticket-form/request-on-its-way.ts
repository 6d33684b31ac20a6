import type { AnyRow, OutboxEntry, PendingChange, Vinculo, VinculoError } from '@vinculo/sdk';
import type { ChosenFile, StoredContent } from '../parts/chosen-files.ts';

/** What becomes of a request after it was handed over. */
export type Fate = 'sending' | 'stored' | 'refused' | 'unknown' | 'gone';

/** The reason of a change that was held back only because another of its group was refused. */
const groupFailed = 'group_failed';

export interface RequestValues extends Record<string, unknown> {
  id?: string;
}

export interface Sent {
  /** Fields of the ticket. */
  readonly values: RequestValues;
  readonly files: readonly ChosenFile[];
  /** The tables that this sign-in may add rows to, beside tickets. */
  readonly withMessage: boolean;
  readonly fromContactId: string | undefined;
}

/** One request: ticket, first message and attachments, written as one group. */
export class RequestOnItsWay {
  readonly id: string;
  readonly group: string | undefined;
  /** On disk: it survives the page. */
  durable = false;
  /** The ticket as the backend confirmed it. */
  row: AnyRow | undefined;
  /** Its refusal was taken into the form. */
  isSeen = false;
  /** The page knows that it was stored. */
  isTold = false;
  #gone = false;

  private constructor(id: string, group: string | undefined) {
    this.id = id;
    this.group = group;
  }

  /**
   * Hands a request over. `changed` is told when it is on disk, stored or refused.
   * @throws ValidationError; nothing was written then
   */
  static send(crm: Vinculo, sent: Sent, changed: () => void, failed: (error: VinculoError) => void): RequestOnItsWay {
    const pending = crm.batch(() => write(crm, sent));
    const ticket = pending[0]!;
    const request = new RequestOnItsWay(ticket.id, crm.outbox.snapshot.find(({ change }) => change.op === 'create' && change.id === ticket.id)?.change.group);
    request.#follow(pending, changed, failed);
    return request;
  }

  /** A request of an earlier life of the page that waits for a person. */
  static parked(outbox: readonly OutboxEntry[]): RequestOnItsWay | undefined {
    const entry = outbox.find(({ change, state }) => change.op === 'create' && change.table === 'ticket' && change.patch['channel'] === 'form' && state !== 'waiting' && state !== 'sending');
    return entry && new RequestOnItsWay(entry.change.id, entry.change.group);
  }

  #follow(pending: readonly PendingChange[], changed: () => void, failed: (error: VinculoError) => void): void {
    const [ticket] = pending;
    const kept = async (): Promise<void> => {
      await ticket!.durable;
      this.durable = true;
      changed();
    };
    const stored = async (): Promise<void> => {
      this.row = (await ticket!.synced) ?? undefined;
      changed();
    };
    // Why it was not is told below.
    kept().catch(() => {});
    stored().catch(() => {});
    for (const each of pending) {
      each.synced.catch((error: VinculoError) => {
        if (error.code === 'discarded') this.#gone = each === ticket || this.#gone;
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
    const state = this.#ticketEntry(outbox)?.state;
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

  #ticketEntry(outbox: readonly OutboxEntry[]): OutboxEntry | undefined {
    return this.entries(outbox).find(({ change }) => change.table === 'ticket' && change.op === 'create');
  }

  /** The ticket's fields and its stored files as they wait in the outbox. */
  content(outbox: readonly OutboxEntry[]): { readonly values: Readonly<Record<string, unknown>>; readonly files: readonly StoredContent[] } {
    const files = this.entries(outbox).filter(({ change }) => change.table === 'attachment').map(({ change: { patch } }) => (
      { name: String(patch['name']), type: String(patch['type'] ?? ''), bytes: Number(patch['bytes'] ?? 0), blobId: String(patch['blobId']) }));
    return { values: this.#ticketEntry(outbox)?.change.patch ?? {}, files };
  }

  /** Takes it out of the outbox, unless it is being sent right now. What builds on the ticket goes with it. */
  discard(outbox: readonly OutboxEntry[]): void {
    this.#gone = true;
    for (const entry of this.entries(outbox)) entry.discard();
  }
}

function write(crm: Vinculo, { values, files, withMessage, fromContactId }: Sent): void {
  const ticket = crm.collection('ticket').create(values);
  const at = new Date().toISOString();
  const attachments = files.flatMap(({ name, type, bytes, blobId }) => (blobId === undefined ? [] : [
    crm.attachments.create({ table: 'ticket', recordId: ticket.id, name, bytes, blobId, addedAt: at, ...(type ? { type } : {}) }),
  ]));
  const body = typeof values['description'] === 'string' ? values['description'].trim() : '';
  if (!withMessage || !body) return;
  crm.ticketMessages.create({
    ticketId: ticket.id, body, at, channel: 'form',
    ...(fromContactId === undefined ? {} : { fromContactId }),
    ...(attachments.length > 0 ? { attachmentIds: attachments.map(({ id }) => id) } : {}),
  });
}
