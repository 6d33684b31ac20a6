import { judgeMove, type Entity } from '@vinculo/sdk/schema';
import type { Stage, TicketRow, TicketStatus } from './ticket-rows.ts';

/** The states in the order in which they are offered. */
export const statuses: readonly TicketStatus[] = ['new', 'open', 'pending', 'resolved', 'closed'];

export function isEnded(status: string | null | undefined): boolean {
  return status === 'resolved' || status === 'closed';
}

/** What a new state or stage would write, and what speaks against it. */
export interface StatusMove {
  readonly patch: Readonly<Record<string, unknown>>;
  /** Fields that have to be filled first. */
  readonly asks: readonly string[];
  /** Why it cannot be done at all: the stages do not lead there. */
  readonly blocked: boolean;
}

function judged(entity: Entity, ticket: TicketRow, stages: readonly Stage[], to: Stage, patch: Readonly<Record<string, unknown>>, now: string): StatusMove {
  const from = stages.find(({ id }) => id === ticket.stageId);
  const { problems } = judgeMove(entity, { ...ticket, ...patch }, from, to, now);
  const asks = problems.filter(({ reason }) => reason === 'required_in_stage').map(({ field }) => field);
  return { patch, asks, blocked: asks.length < problems.length };
}

/**
 * What it takes to give a ticket another state. One that ends goes into a stage that has ended as well, one that goes on into an open one, where the process
 * leads there: the first stage that may be entered is taken, one that asks for nothing before one that does.
 *
 * @param now ISO instant
 */
export function statusMove(entity: Entity, ticket: TicketRow, stages: readonly Stage[], status: TicketStatus, now: string): StatusMove {
  const own = stages.filter(({ pipelineId }) => pipelineId === ticket.pipelineId);
  const here = own.find(({ id }) => id === ticket.stageId);
  const wanted = isEnded(status) ? 'won' : 'open';
  // Where the stages are not known, or it stands where it belongs, the state alone changes.
  if (!here || (isEnded(status) ? here.category !== 'open' : here.category === 'open')) return { patch: { status }, asks: [], blocked: false };
  const moves = own.filter(({ category }) => category === wanted).map((stage) => judged(entity, ticket, own, stage, { status, stageId: stage.id }, now));
  const open = moves.filter(({ blocked }) => !blocked);
  if (moves.length === 0) return { patch: { status }, asks: [], blocked: false };
  return open.find(({ asks }) => asks.length === 0) ?? open[0] ?? { ...moves[0]!, blocked: true };
}

/** What it takes to put a ticket into a stage: its state follows where the stage ends it or opens it again. */
export function stageMove(entity: Entity, ticket: TicketRow, stages: readonly Stage[], stage: Stage, now: string): StatusMove {
  const ends = stage.category !== 'open';
  const status = ends === isEnded(ticket.status) ? {} : { status: ends ? 'resolved' : 'open' };
  return judged(entity, ticket, stages, stage, { ...status, stageId: stage.id }, now);
}
