import type { AnyRow, Entity, RowOf } from '@vinculo/sdk';
import { type FieldProblem, judgeMove, type stage } from '@vinculo/sdk/schema';

export type Stage = RowOf<typeof stage>;

/** Stages of one pipeline as they are walked through: those work goes on in, then how it may end. */
export interface StagePath {
  readonly open: readonly Stage[];
  readonly ends: readonly Stage[];
  readonly now: Stage | undefined;
}

export function stagePath(stages: readonly Stage[], row: AnyRow): StagePath {
  const own = stages.filter(({ pipelineId }) => pipelineId === row['pipelineId']).sort((a, b) => ((a.rank ?? '') < (b.rank ?? '') ? -1 : (a.rank ?? '') > (b.rank ?? '') ? 1 : a.id < b.id ? -1 : 1));
  return { open: own.filter(({ category }) => category === 'open'), ends: own.filter(({ category }) => category !== 'open'), now: own.find(({ id }) => id === row['stageId']) };
}

/** Whether the stage a record stands in lets it go to another one. */
export function mayMoveTo(from: Stage | undefined, to: Stage): boolean {
  return from?.id !== to.id && (!from?.allowedTo || from.allowedTo.length === 0 || from.allowedTo.includes(to.id));
}

/** What is asked before a move: what the stage requires and the record lacks, when it was won, why it was lost. `writable`: the rest is for the backend to judge. */
export function askedBefore(entity: Entity, row: AnyRow, from: Stage | undefined, to: Stage, writable: (field: string) => boolean): readonly string[] {
  const missing = problemsOf(entity, row, from, to).filter(({ reason }) => reason === 'required_in_stage').map(({ field }) => field);
  const ending = entity.name !== 'deal' ? [] : to.category === 'won' ? ['closedAt'] : to.category === 'lost' ? ['lostReason'] : [];
  return [...new Set([...ending, ...missing])].filter((field) => field in entity.fields && writable(field));
}

function problemsOf(entity: Entity, row: AnyRow, from: Stage | undefined, to: Stage): readonly FieldProblem[] {
  return judgeMove(entity, { ...row, stageId: to.id }, from, to, new Date().toISOString()).problems;
}
