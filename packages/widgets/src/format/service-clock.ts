/** The fields of a ticket that its service times stand in. */
export interface TimedTicket {
  readonly createdAt?: string;
  readonly status?: string | null;
  readonly closedAt?: string | null;
  readonly slaPolicyId?: string | null;
  readonly slaSince?: string | null;
  readonly waitingSince?: string | null;
  readonly firstReplyDue?: string | null;
  readonly firstReplyAt?: string | null;
  readonly firstReplyFailedAt?: string | null;
  readonly resolutionDue?: string | null;
  readonly resolvedAt?: string | null;
  readonly resolutionFailedAt?: string | null;
}

/** How one promise of a ticket stands. */
export interface ServiceClock {
  readonly goal: 'firstReply' | 'resolution';
  /** `due` is still to come, `overdue` is not kept yet, `paused` waits for the customer, `met` and `failed` are over. */
  readonly state: 'due' | 'overdue' | 'paused' | 'met' | 'failed';
  /** Until it is due, since it was, how soon it was met, by how much it failed: milliseconds of the clock on the wall, not of working hours. */
  readonly span: number;
  /** The instant that is meant: when it is or was due, when it was done, since when it waits. */
  readonly at: string;
}

interface Promised {
  readonly due: string | null | undefined;
  readonly done: string | null | undefined;
  readonly failed: string | null | undefined;
}

function clockOf(goal: ServiceClock['goal'], ticket: TimedTicket, { due, done, failed }: Promised, now: number): ServiceClock | undefined {
  const since = (from: string, to: number): number => Math.max(0, to - Date.parse(from));
  const one = (state: ServiceClock['state'], at: string, span: number): ServiceClock => ({ goal, state, at, span });
  const missed = failed ?? (due && done && due < done ? due : undefined);
  if (done) {
    if (missed) return one('failed', done, since(missed, Date.parse(done)));
    const begun = ticket.slaSince ?? ticket.createdAt;
    return begun && (due || ticket.slaSince || ticket.slaPolicyId) ? one('met', done, since(begun, Date.parse(done))) : undefined;
  }
  // Ended without it: nobody is waited for any more.
  if (ticket.closedAt ?? ticket.resolvedAt) return failed ? one('failed', failed, 0) : undefined;
  if (due) return Date.parse(due) > now ? one('due', due, Date.parse(due) - now) : one('overdue', due, since(due, now));
  if (ticket.waitingSince) return one('paused', ticket.waitingSince, since(ticket.waitingSince, now));
  return failed ? one('overdue', failed, since(failed, now)) : undefined;
}

/** The promises of a ticket, the first answer before the resolution. Those it has no service level for are left out. */
export function serviceClocks(ticket: TimedTicket, now: Date): readonly ServiceClock[] {
  const ended = ticket.status === 'resolved' || ticket.status === 'closed' || (ticket.closedAt ?? null) !== null;
  const first = clockOf('firstReply', ticket, { due: ticket.firstReplyDue, done: ticket.firstReplyAt, failed: ticket.firstReplyFailedAt }, now.getTime());
  const last = clockOf('resolution', ticket, { due: ticket.resolutionDue, done: ended ? (ticket.resolvedAt ?? ticket.closedAt) : undefined, failed: ticket.resolutionFailedAt }, now.getTime());
  return [first, last].filter((clock) => clock !== undefined);
}

/** The one to look at first: what is overdue longest, else what is due soonest. Undefined where nothing runs. */
export function pressingClock(clocks: readonly ServiceClock[]): ServiceClock | undefined {
  const running = clocks.filter(({ state }) => state === 'due' || state === 'overdue');
  return running.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
}
