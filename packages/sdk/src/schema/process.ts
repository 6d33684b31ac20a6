import type { AnyRow, Entity } from './entity.ts';
import { type Field, instant, rank, ref, required, text } from './field.ts';
import type { FieldProblem } from '../errors.ts';

/** The fields that every entity with a process has: where it stands, since when, and why it ended. */
interface ProcessFields {
  readonly pipelineId: Field<string, 'required'>;
  readonly stageId: Field<string, 'required'>;
  readonly stageSince: Field<string, 'optional'>;
  readonly rank: Field<string, 'optional'>;
  readonly closedAt: Field<string, 'optional'>;
  readonly lostReason: Field<string, 'optional'>;
}

export function processFields(): ProcessFields {
  return {
    pipelineId: required(ref('pipeline', 'refuse')),
    stageId: required(ref('stage', 'refuse')),
    /** Set by each move. */
    stageSince: instant({ label: 'In this stage since', readonly: true }),
    rank: rank({ label: 'Place in the stage' }),
    closedAt: instant({ label: 'Closed' }),
    lostReason: text({ personal: true }),
  };
}

/** The columns of a `stage` row that a move is judged by. */
export interface StageRules {
  readonly id: string;
  readonly pipelineId: string;
  readonly name: string;
  readonly category: string;
  readonly requiredFields?: readonly string[] | null;
  readonly allowedTo?: readonly string[] | null;
}

/** Open: work goes on. Everything else has ended, one way or the other. */
export function isOpenCategory(category: string): boolean {
  return category === 'open';
}

export interface Move {
  /** What the move sets beside the stage: since when, when closed. */
  readonly effects: Readonly<Record<string, unknown>>;
  /** Empty when the move is allowed. */
  readonly problems: readonly FieldProblem[];
}

/**
 * Judges a move of `row` (as it will be after the patch) into stage `to`, from stage `from` (undefined for a new row).
 * @param now ISO instant of the move
 */
export function judgeMove(e: Entity, row: AnyRow, from: StageRules | undefined, to: StageRules | undefined, now: string): Move {
  const problems: FieldProblem[] = [];
  if (!to) problems.push({ field: 'stageId', reason: 'unknown_stage', message: `There is no stage ${String(row['stageId'])}` });
  else {
    if (to.pipelineId !== row['pipelineId']) problems.push({ field: 'stageId', reason: 'other_pipeline', message: `Stage ${to.name} belongs to another pipeline` });
    if (from && from.pipelineId === to.pipelineId && from.allowedTo && from.allowedTo.length > 0 && !from.allowedTo.includes(to.id)) {
      problems.push({ field: 'stageId', reason: 'transition', message: `A ${e.label.en.toLowerCase()} may not move from ${from.name} to ${to.name}` });
    }
    for (const name of to.requiredFields ?? []) {
      const value = row[name];
      if (value === null || value === undefined || value === '') {
        problems.push({ field: name, reason: 'required_in_stage', message: `${to.name} needs ${e.fields[name]?.label.en ?? name}` });
      }
    }
  }
  const ended = to !== undefined && !isOpenCategory(to.category);
  const since = from === undefined ? (row['stageSince'] ?? now) : now;
  return { effects: { stageSince: since, closedAt: ended ? (row['closedAt'] ?? now) : null, ...(to?.category === 'lost' ? {} : { lostReason: null }) }, problems };
}
