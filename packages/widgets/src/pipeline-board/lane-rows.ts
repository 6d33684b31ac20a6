import type { Result, Vinculo } from '@vinculo/sdk';
import { activityLinkValues, type activityLink, type deal, type RowOf, type Where } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';

export type Deal = RowOf<typeof deal>;
type Link = RowOf<typeof activityLink>;

/** The earliest thing still to do for a deal. */
export interface NextActivity {
  readonly kind: string;
  readonly at: string;
  readonly subject: string;
}

/** Rows asked for at first, and added each time the reader comes near their end. */
export const pageSize = 60;
/** Next activities are asked for whole blocks of rows around what is in sight, so that scrolling asks rarely. */
const blockSize = 40;

/** The cards of one stage: a window that grows as one scrolls, and what is next for those in sight. */
export class LaneRows {
  readonly stageId: string;
  readonly #host: ReactiveControllerHost;
  readonly #deals: LiveController<Result<Deal>>;
  readonly #links: LiveController<Result<Link>>;
  readonly #next = new Map<string, NextActivity | null>();
  #limit = pageSize;
  #question = '';
  #kept: Result<Deal> | undefined;
  #asked: readonly string[] = [];
  #askedKey = '';

  constructor(host: ReactiveControllerHost, stageId: string) {
    this.#host = host;
    this.stageId = stageId;
    this.#deals = new LiveController<Result<Deal>>(host, (result) => this.#keep(result));
    this.#links = new LiveController<Result<Link>>(host, (result) => this.#answer(result));
  }

  /** Asks for the cards; `where` undefined lets go of them. */
  watch(crm: Vinculo | undefined, where: Where<Deal> | undefined, ranked: boolean): void {
    const question = JSON.stringify([where, ranked]);
    if (question !== this.#question) {
      this.#question = question;
      this.#limit = pageSize;
    }
    this.#deals.watch([crm, where && `${question} ${this.#limit}`], () => crm!.deals.query({
      where: where!, orderBy: ranked ? ['rank'] : ['name'], limit: this.#limit, include: ['accountId', 'contactId', 'ownerId'],
    }));
    if (!where) this.#kept = undefined;
    else if (this.#deals.value) this.#keep(this.#deals.value);
  }

  // While a longer window is on its way, what was there stays.
  #keep(result: Result<Deal>): void {
    if (result.status !== 'loading' || result.rows.length > 0) this.#kept = result;
  }

  get result(): Result<Deal> | undefined { return this.#kept; }
  get rows(): readonly Deal[] { return this.#kept?.rows ?? []; }
  /** Whether the backend holds cards beyond the window. */
  get more(): boolean { return this.rows.length >= this.#limit && (this.#kept?.total ?? Infinity) > this.rows.length; }

  /** Says which rows are drawn: the window grows near its end, and their next activities are asked for. */
  drawn(crm: Vinculo | undefined, from: number, to: number): void {
    if (this.more && to > this.rows.length - 20) {
      this.#limit += pageSize * (this.#limit < 600 ? 1 : 5);
      this.#host.requestUpdate();
    }
    const ids = this.rows.slice(Math.floor(from / blockSize) * blockSize, (Math.floor(to / blockSize) + 1) * blockSize).map((row) => row.id).sort();
    const key = ids.join(' ');
    if (key === this.#askedKey) return;
    [this.#asked, this.#askedKey] = [ids, key];
    this.#links.watch([crm, key || undefined], () => crm!.activityLinks.query({
      where: { table: 'deal', recordId: { in: ids }, open: true }, orderBy: ['at'], include: ['activityId'],
    }));
    if (this.#links.value) this.#answer(this.#links.value);
  }

  #answer(result: Result<Link>): void {
    const first = new Map<string, NextActivity>();
    for (const link of result.rows) {
      const activity = result.related['activity']?.get(link.activityId);
      // Own changes show in the activity at once, in its links only when the backend has them.
      const { kind, at, open } = activity ? activityLinkValues(activity) : link;
      const known = first.get(link.recordId);
      if (open && (!known || at < known.at)) first.set(link.recordId, { kind, at, subject: String(activity?.['subject'] ?? '') });
    }
    for (const id of this.#asked) {
      const next = first.get(id);
      if (next) this.#next.set(id, next);
      // Only an answer of the backend can say that there is nothing to do, or that what there was is done.
      else if (result.status === 'ready' || result.rows.some((link) => link.recordId === id)) this.#next.set(id, null);
    }
  }

  /** What is next for a deal: null when there is nothing, undefined while that is not known. */
  nextOf(id: string): NextActivity | null | undefined { return this.#next.get(id); }

  /** Name of the customer: the account, else the contact; undefined where there is none or it may not be seen. */
  customerOf(row: Deal): string | undefined {
    const name = (table: string, id: string | null | undefined): string | undefined => (id ? (this.#kept?.related[table]?.get(id)?.['name'] as string | undefined) : undefined);
    return name('account', row.accountId) ?? name('contact', row.contactId);
  }

  ownerOf(row: Deal): string | undefined {
    return row.ownerId ? (this.#kept?.related['user']?.get(row.ownerId)?.['name'] as string | undefined) : undefined;
  }

  leave(): void {
    for (const each of [this.#deals, this.#links]) {
      each.hostDisconnected();
      this.#host.removeController(each);
    }
  }
}
