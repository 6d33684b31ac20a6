import type { AggregateResult, Money, Result, ResultStatus } from '@vinculo/sdk';
import { activityLinkValues } from '@vinculo/sdk/schema';
import type { Activity, Consent, Link, Stage, Ticket } from './card-rows.ts';

/** A section that comes later: undefined while it is on its way, null where the backend does not serve it or it may not be seen. */
export type Section<T> = T | null | undefined;

/** How consent stands for one purpose on one channel: its newest event. */
export type CardConsent = Pick<Consent, 'purpose' | 'channel' | 'state' | 'source' | 'at'>;

/** The next thing to do; without an activity where nothing is planned. */
export interface CardNext {
  readonly activity?: Activity;
}

/** Deals in an open stage: how many, and the sum of each currency. */
export interface CardDeals {
  readonly count: number;
  readonly sums: readonly Money[];
}

export interface CardTickets {
  readonly count: number;
  /** The nearest thing that is due: a first answer or the resolution. */
  readonly due?: string;
}

export interface CardLastContact {
  readonly at: string;
  readonly kind?: string;
  readonly direction?: string;
}

/** The backend does not serve it, or it may not be seen: the section is left out. */
function isLeftOut(status: ResultStatus): boolean {
  return status === 'unsupported' || status === 'forbidden' || status === 'error';
}

/** The newest event for each purpose and channel, by purpose and channel; one that nobody confirmed only where there is no other. */
export function consentsOf(rows: readonly Consent[]): readonly CardConsent[] {
  const newest = new Map<string, Consent>();
  for (const row of rows) {
    const key = JSON.stringify([row.purpose, row.channel]);
    const known = newest.get(key);
    const [isAsked, wasAsked] = [row.state === 'asked', known?.state === 'asked'];
    if (!known || (isAsked === wasAsked ? row.at > known.at : wasAsked)) newest.set(key, row);
  }
  return [...newest.values()].sort((a, b) => (`${a.purpose} ${a.channel}` < `${b.purpose} ${b.channel}` ? -1 : 1));
}

/** The first open activity that is really still to do. */
export function nextOf(result: Result<Link> | undefined): Section<CardNext> {
  if (!result || (result.status === 'loading' && result.rows.length === 0)) return undefined;
  if (isLeftOut(result.status)) return null;
  const activities = result.rows.map((link) => activityOf(result, link));
  // Own changes show in the activity at once, in its links only when the backend has them.
  const planned = activities.flatMap((each) => (each && !each.done ? [{ activity: each, at: activityLinkValues(each).at }] : []));
  const [first] = planned.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return first ? { activity: first.activity } : activities.includes(undefined) ? undefined : {};
}

// The rows of `related` are untyped; the field names an activity.
export function activityOf(result: Result<Link>, link: Link): Activity | undefined {
  return result.related['activity']?.get(link.activityId) as Activity | undefined;
}

/** Open is what stands in an open stage: sums are per currency and never mixed. */
export function dealsOf(result: AggregateResult | undefined, stages: Result<Stage> | undefined): Section<CardDeals> {
  if (!result || !stages || result.status === 'loading' || stages.status === 'loading') return undefined;
  if (isLeftOut(result.status) || isLeftOut(stages.status)) return null;
  const open = new Set(stages.rows.filter(({ category }) => category === 'open').map(({ id }) => id));
  return summed(result, ({ stageId }) => open.has(String(stageId)));
}

function summed(result: AggregateResult, counts: (key: Readonly<Record<string, unknown>>) => boolean): CardDeals {
  let count = 0;
  const sums = new Map<string, number>();
  for (const { key, values } of result.groups) {
    if (!counts(key)) continue;
    count += Number(values['count'] ?? 0);
    for (const [currency, minor] of Object.entries(values['sum'] ?? {})) sums.set(currency, (sums.get(currency) ?? 0) + Number(minor));
  }
  return { count, sums: [...sums].map(([currency, minor]) => ({ currency, minor })).sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
}

/** Orders that are under way: as many, and the sum of each currency. */
export function ordersOf(result: AggregateResult | undefined): Section<CardDeals> {
  if (!result || result.status === 'loading') return undefined;
  return isLeftOut(result.status) ? null : summed(result, () => true);
}

export function ticketsOf(result: Result<Ticket> | undefined): Section<CardTickets> {
  if (!result || (result.status === 'loading' && result.rows.length === 0)) return undefined;
  if (isLeftOut(result.status)) return null;
  const due = result.rows
    .flatMap(({ firstReplyAt, firstReplyDue, resolutionDue }) => [firstReplyAt ? null : firstReplyDue, resolutionDue])
    .filter((at) => typeof at === 'string')
    .sort()[0];
  return { count: result.total ?? result.rows.length, ...(due ? { due } : {}) };
}

/** Kinds of activities by which one is in contact with a customer. */
export const contactKinds: readonly string[] = ['call', 'email', 'meeting', 'visit', 'message', 'letter'];

/** The latest of what the record says, of the last thing that happened, and of what was done here a moment ago; null where none is known. */
export function lastContactOf(past: Result<Link> | undefined, open: Result<Link> | undefined, recorded: string | null | undefined): Section<CardLastContact> {
  if (!past || (past.status === 'loading' && past.rows.length === 0)) return undefined;
  const [link] = past.rows;
  const happened: { readonly at: string; readonly kind: string; readonly direction?: string | null }[] = link ? [{ at: link.at, kind: link.kind, direction: activityOf(past, link)?.direction ?? null }] : [];
  for (const each of open?.rows ?? []) {
    const activity = activityOf(open!, each);
    if (activity?.done && contactKinds.includes(activity.kind)) happened.push(activity);
  }
  const last = happened.sort((a, b) => (a.at > b.at ? -1 : 1))[0];
  if (!last || (recorded && recorded > last.at)) return recorded ? { at: recorded } : null;
  return { at: last.at, kind: last.kind, ...(last.direction ? { direction: last.direction } : {}) };
}
