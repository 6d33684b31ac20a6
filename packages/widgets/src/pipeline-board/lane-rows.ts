import type { Result, Vinculo } from '@vinculo/sdk';
import { activityLinkValues, type activityLink, type deal, type Order, type RowOf, type Where } from '@vinculo/sdk/schema';
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

/** What is next for each card that was asked about, in any lane: it goes with the card to another one. */
export class NextActivities {
  /** Grows with each answer that says something new. */
  answers = 0;
  readonly #of = new Map<string, NextActivity | null>();
  readonly #asked = new Map<LaneRows, ReadonlySet<string>>();

  /** Whether some lane follows it: the one that a card came from goes on with it. */
  isAsked(id: string): boolean {
    for (const ids of this.#asked.values()) if (ids.has(id)) return true;
    return false;
  }

  /** A lane follows these from now on, or nothing any more; another one may have relied on it. */
  ask(lane: LaneRows, ids?: ReadonlySet<string>): void {
    if (ids) this.#asked.set(lane, ids);
    else this.#asked.delete(lane);
    for (const other of this.#asked.keys()) if (other !== lane) other.ask();
  }

  of(id: string): NextActivity | null | undefined { return this.#of.get(id); }

  set(id: string, next: NextActivity | null): void {
    const known = this.#of.get(id);
    if (known !== undefined && known?.kind === next?.kind && known?.at === next?.at && known?.subject === next?.subject) return;
    this.#of.set(id, next);
    this.answers++;
  }
}

/** Rows asked for at first, and added each time the reader comes near their end. */
export const pageSize = 60;
/** Next activities are asked for whole blocks of rows around what is in sight, so that scrolling asks rarely. */
const blockSize = 40;

/** What stands on the board: deals, or leads, of which what deals have alone is not there. */
export type BoardTable = 'deal' | 'lead';

/** Who a card's customer and owner are comes along with it, as far as its table names them. */
const named: Readonly<Record<BoardTable, readonly (keyof Deal & string)[]>> = { deal: ['accountId', 'contactId', 'ownerId'], lead: ['ownerId'] };

/** Leads are read as deals: what both have is the same, and nothing else is asked of a lead but by its name. The compiler sees that one stands for the other. */
export function cardsOf(crm: Vinculo, table: BoardTable): typeof crm.deals {
  return table === 'deal' ? crm.deals : crm.leads;
}

/** The cards of one lane: a window that grows as one scrolls, and what is next for those in sight. */
export class LaneRows {
  readonly #table: BoardTable;
  readonly #host: ReactiveControllerHost;
  readonly #deals: LiveController<Result<Deal>>;
  readonly #links: LiveController<Result<Link>>;
  readonly #next: NextActivities;
  #limit = pageSize;
  #question = '';
  #kept: Result<Deal> | undefined;
  #byId: ReadonlyMap<string, Deal> = new Map();
  #byIdOf: readonly Deal[] | undefined;
  #asked: ReadonlySet<string> = new Set();
  #askedOf: Vinculo | undefined;
  #shown: readonly [from: number, to: number] = [0, -1];

  /** `next`: what is known of it in any lane. */
  constructor(host: ReactiveControllerHost, table: BoardTable, next: NextActivities) {
    this.#host = host;
    this.#table = table;
    this.#next = next;
    this.#deals = new LiveController<Result<Deal>>(host, (result) => this.#keep(result));
    this.#links = new LiveController<Result<Link>>(host, (result) => this.#answer(result));
  }

  /** Asks for the cards; `where` undefined lets go of them. */
  watch(crm: Vinculo | undefined, where: Where<Deal> | undefined, orderBy: readonly Order<Deal>[]): void {
    const question = JSON.stringify([where, orderBy]);
    if (question !== this.#question) {
      this.#question = question;
      this.#limit = pageSize;
    }
    this.#deals.watch([crm, where && `${question} ${this.#limit}`], () => cardsOf(crm!, this.#table).query({
      where: where!, orderBy, limit: this.#limit, include: named[this.#table],
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
  /** One of them. */
  row(id: string): Deal | undefined {
    const { rows } = this;
    if (rows !== this.#byIdOf) [this.#byId, this.#byIdOf] = [new Map(rows.map((row) => [row.id, row])), rows];
    return this.#byId.get(id);
  }

  /** Whether the backend holds cards beyond the window. */
  get more(): boolean { return this.rows.length >= this.#limit && (this.#kept?.total ?? Infinity) > this.rows.length; }

  /** Says which rows are drawn: the window grows near its end, and their next activities are asked for. */
  drawn(crm: Vinculo | undefined, from: number, to: number): void {
    if (this.more && to > this.rows.length - 20) {
      this.#limit += pageSize * (this.#limit < 600 ? 1 : 5);
      this.#host.requestUpdate();
    }
    this.#shown = [from, to];
    if (this.#askedOf !== crm) this.#asked = new Set();
    this.#askedOf = crm;
    this.ask();
  }

  /** Asks what is next for the cards that were drawn last, where no lane does. */
  ask(): void {
    const crm = this.#askedOf;
    const [from, to] = this.#shown;
    if (this.#asked.size > 0 && this.rows.slice(from, to + 1).every(({ id }) => this.#next.isAsked(id))) return;
    const ids = this.rows.slice(Math.floor(from / blockSize) * blockSize, (Math.floor(to / blockSize) + 1) * blockSize).map((row) => row.id).sort();
    this.#asked = new Set(ids);
    this.#next.ask(this, this.#asked);
    this.#links.watch([crm, ids.join(' ') || undefined], () => crm!.activityLinks.query({
      where: { table: this.#table, recordId: { in: ids }, open: true }, orderBy: ['at'], include: ['activityId'],
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

  /** Another one whenever the next activity of a card may be another. */
  get answers(): number { return this.#next.answers; }

  /** What is next for a deal: null when there is nothing, undefined while that is not known. */
  nextOf(id: string): NextActivity | null | undefined { return this.#next.of(id); }

  /** Name of the customer: the account, else the contact, of a lead its company; undefined where there is none or it may not be seen. */
  customerOf(row: Deal): string | undefined {
    // A lead says it in a field that deals do not have.
    if (this.#table === 'lead') return (row as { readonly company?: string | null }).company ?? undefined;
    const name = (table: string, id: string | null | undefined): string | undefined => (id ? (this.#kept?.related[table]?.get(id)?.['name'] as string | undefined) : undefined);
    return name('account', row.accountId) ?? name('contact', row.contactId);
  }

  ownerOf(row: Deal): string | undefined {
    return row.ownerId ? (this.#kept?.related['user']?.get(row.ownerId)?.['name'] as string | undefined) : undefined;
  }

  leave(): void {
    this.#next.ask(this);
    for (const each of [this.#deals, this.#links]) {
      each.hostDisconnected();
      this.#host.removeController(each);
    }
  }
}
