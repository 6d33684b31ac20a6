import { type FieldProblem, ValidationError } from '../errors.ts';
import type { Change, PushOutcome } from './change.ts';
import { type AnyRow, type Entity, validateNew, validatePatch } from './entity.ts';
import { type FieldConflict, mergeFields } from './merge-fields.ts';
import { type StageRules, judgeMove } from './process.ts';
import { sameValue } from './same-value.ts';

/** What a backend has to look up before it can judge a change. */
export interface ChangeContext {
  /** The row as it stands, undefined when there is none or it was removed. */
  readonly current: AnyRow | undefined;
  /** The stages that the current row and the patch name; only asked of entities with a process. */
  readonly stage: (id: string) => StageRules | undefined;
  /** ISO instant of this transaction. */
  readonly now: string;
  /** The backend writes it itself, as part of a command: also what nobody else may write. */
  readonly byCommand?: boolean;
}

/** What a backend has to write as a stageChange row. */
export interface StageMove {
  readonly from: string | null;
  readonly to: string;
  /** When the move took place: now, or of a record that is entered later, since when it stands there. */
  readonly at: string;
  /** How long the record stood in the stage it left, where that is known. */
  readonly seconds: number | null;
}

/** What a backend has to write. Versions, tenants and the like are its own business. */
export type Verdict =
  | { readonly outcome: 'create' | 'update'; readonly set: Readonly<Record<string, unknown>>; readonly before: Readonly<Record<string, unknown>>; readonly overwrote: readonly FieldConflict[]; readonly moved?: StageMove }
  | { readonly outcome: 'remove' }
  /** Nothing to write; the row already says so. */
  | { readonly outcome: 'nothing' }
  | { readonly outcome: 'stop'; readonly answer: PushOutcome };

const rejected = (code: string, message: string, problems: readonly FieldProblem[] = []): Verdict => ({ outcome: 'stop', answer: { status: 'rejected', code, message, problems } });

/**
 * The one rule of writing, used by every backend of ours: checks a change, merges it with what others wrote, and judges a move through a process.
 * Pure: it reads and writes nothing.
 */
export function applyChange(e: Entity, change: Change, { current, stage, now, byCommand = false }: ChangeContext): Verdict {
  if (e.readonly && !byCommand) return rejected('read_only', `${e.label.en} rows are written by the backend alone.`);
  if (e.appendOnly && !byCommand && change.op !== 'create') return rejected('append_only', `${e.pluralLabel.en} are only ever added. Add a new one instead.`);
  if (current?.['erasedAt'] && !byCommand && change.op === 'update') return rejected('erased', `The personal data of this ${e.name} was erased on request. Discard the change.`);
  try {
    if (change.op === 'remove') return current ? { outcome: 'remove' } : { outcome: 'nothing' };
    if (change.op === 'create') {
      if (current) return rejected('exists', `The ${e.name} ${change.id} is there already.`);
      return settle(e, undefined, validateNew(e, change.patch), [], stage, now);
    }
    if (!current) return rejected('not_found', `The ${e.name} ${change.id} was removed, or may not be seen with this sign-in. Discard the change, or create the record anew.`);
    const merged = mergeFields(e, validatePatch(e, change.patch), change.base, current);
    if (merged.conflicts.length > 0) return { outcome: 'stop', answer: { status: 'conflict', row: current, fields: merged.conflicts } };
    if (Object.keys(merged.patch).length === 0) return { outcome: 'nothing' };
    return settle(e, current, merged.patch, merged.overwrote, stage, now);
  } catch (error) {
    if (error instanceof ValidationError) return rejected('validation', error.message, error.problems);
    throw error;
  }
}

function settle(e: Entity, current: AnyRow | undefined, patch: Record<string, unknown>, overwrote: readonly FieldConflict[], stage: ChangeContext['stage'], now: string): Verdict {
  let set = patch;
  let moved: StageMove | undefined;
  if (e.process && (current === undefined || (['stageId', 'pipelineId'].some((f) => patch[f] !== undefined && patch[f] !== current[f])))) {
    const row: AnyRow = { id: '', ...current, ...patch };
    const to = String(row['stageId']);
    const move = judgeMove(e, row, current ? stage(String(current['stageId'])) : undefined, stage(to), now);
    if (move.problems.length > 0) return rejected('move_refused', move.problems.map((p) => p.message).join('; '), move.problems);
    set = { ...patch, ...move.effects };
    const at = String(move.effects['stageSince']);
    const since = current?.['stageSince'];
    moved = { from: current ? String(current['stageId']) : null, to, at, seconds: typeof since === 'string' ? Math.max(0, Math.round((Date.parse(at) - Date.parse(since)) / 1000)) : null };
  }
  const before = Object.fromEntries(Object.keys(set).filter((k) => !sameValue(current?.[k], set[k])).map((k) => [k, current?.[k] ?? null]));
  return { outcome: current ? 'update' : 'create', set, before, overwrote, ...(moved ? { moved } : {}) };
}
