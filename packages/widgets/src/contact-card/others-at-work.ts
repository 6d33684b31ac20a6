import type { AggregateResult, Result } from '@vinculo/sdk';
import type { Link, Stage } from './card-rows.ts';
import { activityOf } from './card-sections.ts';

/** Somebody who works with a customer beside its owner and its team. */
export interface OtherAtWork {
  readonly userId: string;
  /** Open deals of theirs. */
  readonly deals: number;
  /** The latest call, meeting or visit of theirs, or the next one. */
  readonly contact?: { readonly kind: string; readonly at: string };
}

/** By these one is seen at work with a customer; mail and messages of the desk are many. */
const kinds: ReadonlySet<string> = new Set(['call', 'meeting', 'visit']);
const recent = 30 * 86_400_000;

interface Known {
  readonly ownerId: string | null | undefined;
  /** Who was taken in beside the owner. */
  readonly team: readonly string[];
  /** Deals of the customer by stage and owner. */
  readonly deals: AggregateResult | undefined;
  readonly stages: Result<Stage> | undefined;
  /** What is planned, and what happened last. */
  readonly links: readonly (Result<Link> | undefined)[];
  readonly now: Date;
}

/**
 * Who works with a customer although it is somebody else's: whoever has an open deal with it, or a call, meeting or visit that is planned or was in the last
 * 30 days, and is neither its owner nor in its team. Nobody where only one person does.
 */
export function othersAtWork({ ownerId, team, deals, stages, links, now }: Known): readonly OtherAtWork[] {
  const open = new Set((stages?.rows ?? []).filter(({ category }) => category === 'open').map(({ id }) => id));
  const found = new Map<string, { deals: number; contact?: { kind: string; at: string } }>();
  const of = (userId: unknown): { deals: number; contact?: { kind: string; at: string } } | undefined => {
    if (typeof userId !== 'string' || userId === ownerId || team.includes(userId)) return undefined;
    return found.get(userId) ?? found.set(userId, { deals: 0 }).get(userId);
  };
  for (const { key, values } of deals?.groups ?? []) {
    const hand = open.has(String(key['stageId'])) ? of(key['ownerId']) : undefined;
    if (hand) hand.deals += Number(values['count'] ?? 0);
  }
  for (const result of links) {
    for (const link of result?.rows ?? []) {
      const activity = activityOf(result!, link);
      if (!activity || !kinds.has(activity.kind) || (activity.done && now.getTime() - Date.parse(activity.at) > recent)) continue;
      const hand = of(activity.ownerId);
      if (hand && (!hand.contact || hand.contact.at < activity.at)) hand.contact = { kind: activity.kind, at: activity.at };
    }
  }
  // One who works alone with a customer that is nobody's is no second one.
  if (!ownerId && found.size < 2) return [];
  return [...found].map(([userId, hand]) => ({ userId, ...hand })).sort((a, b) => b.deals - a.deals || (a.userId < b.userId ? -1 : 1));
}
