import type { BusinessTime } from '@vinculo/insights/business-time';
import type { PatchOf, RowOf, ticket } from '@vinculo/sdk/schema';

export type TicketRow = RowOf<typeof ticket>;
type TicketPatch = { -readonly [K in keyof PatchOf<typeof ticket>]: PatchOf<typeof ticket>[K] };

/** The service level of a ticket, with the hours it counts in. */
export interface ServiceLevel {
  readonly policyId: string;
  readonly firstReplyMinutes: number | null;
  readonly resolutionMinutes: number | null;
  readonly time: BusinessTime;
}

/** Resolved or closed, by its status or its stage. */
export function hasEnded(row: Pick<TicketRow, 'status' | 'closedAt'>): boolean {
  return row.status === 'resolved' || row.status === 'closed' || (row.closedAt ?? null) !== null;
}

/** Its next step is the customer's. */
function waits(row: TicketRow): boolean {
  return !hasEnded(row) && row.status === 'pending';
}

/**
 * What the service level makes of a ticket that is new or was changed: when it must be answered and solved, and what was too late. While the customer is waited
 * for and after its end the clocks stand; time that passed so is added to the dues when they go on. A ticket that brings dues of its own keeps them.
 *
 * @param before as it stood; undefined of a new one
 * @param now ISO instant of the change
 */
export function clockPatch(before: TicketRow | undefined, row: TicketRow, level: ServiceLevel | undefined, now: string): TicketPatch {
  const [ended, waiting] = [hasEnded(row), waits(row)];
  const [endedBefore, waitedBefore] = [before !== undefined && hasEnded(before), before !== undefined && waits(before)];
  const patch: TicketPatch = {};
  if (ended && !row.resolvedAt) patch.resolvedAt = now;
  if (!ended && endedBefore) patch.resolvedAt = null;

  if (!level) return row.slaSince ? { ...patch, slaSince: null, waitingSince: null, waitedMinutes: null, firstReplyDue: null, resolutionDue: null } : patch;
  if (!row.slaSince && (ended || row.firstReplyDue || row.resolutionDue)) return patch;
  const { time, firstReplyMinutes, resolutionMinutes, policyId } = level;
  if (row.slaPolicyId !== policyId) patch.slaPolicyId = policyId;

  const since = row.slaSince ?? now;
  if (!row.slaSince) patch.slaSince = now;
  Object.assign(patch, lateBy(row, endedBefore, now));

  let waited = row.waitedMinutes ?? 0;
  let stands = row.waitingSince ?? null;
  const goesOn = !ended && !waiting;
  // What ends while the customer is waited for stands anew, so that its due says how much time was left.
  if (stands !== null && (goesOn || (ended && waitedBefore))) {
    waited += time.between(stands, now);
    stands = null;
  }
  if (!goesOn) stands ??= now;
  if (waited !== (row.waitedMinutes ?? 0)) patch.waitedMinutes = waited;
  if (stands !== (row.waitingSince ?? null)) patch.waitingSince = stands;

  const dueAfter = (minutes: number | null): string | null => (minutes === null ? null : time.after(since, minutes + waited + (stands === null ? 0 : time.between(stands, now))));
  if (!row.firstReplyAt) patch.firstReplyDue = waiting ? null : ended && endedBefore ? (row.firstReplyDue ?? null) : dueAfter(firstReplyMinutes);
  // An answer that is given while the clocks stand is in time by what was left.
  else if (!before?.firstReplyAt) patch.firstReplyDue = dueAfter(firstReplyMinutes);
  if (!(ended && endedBefore)) patch.resolutionDue = waiting ? null : dueAfter(resolutionMinutes);
  for (const field of ['firstReplyDue', 'resolutionDue'] as const) if ((patch[field] ?? null) === (row[field] ?? null)) delete patch[field];
  return patch;
}

/** What a ticket has failed by now of the dues that it shows, and had not failed before. */
export function lateBy(row: TicketRow, endedBefore: boolean, now: string): Pick<TicketPatch, 'firstReplyFailedAt' | 'resolutionFailedAt'> {
  if (endedBefore) return {};
  const late = (due: string, met: string | null | undefined): boolean => (met ? due < met : due <= now);
  const { firstReplyDue, resolutionDue } = row;
  return {
    ...(!row.firstReplyFailedAt && firstReplyDue && late(firstReplyDue, row.firstReplyAt) ? { firstReplyFailedAt: firstReplyDue } : {}),
    ...(!row.resolutionFailedAt && resolutionDue && late(resolutionDue, null) ? { resolutionFailedAt: resolutionDue } : {}),
  };
}
