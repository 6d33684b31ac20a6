import type { PushOutcome } from './change.ts';
import type { AnyRow } from './entity.ts';

/**
 * Rephrases a conflict that stopped a group, after all of the group was taken back: it was met by a row as the group had left it by then, and no such row
 * was ever stored.
 * @param row the record as it stands now, undefined when only the group itself would have created it
 */
export function conflictTakenBack(conflict: Extract<PushOutcome, { status: 'conflict' }>, row: AnyRow | undefined): PushOutcome {
  if (!row) return { status: 'rejected', code: 'conflict', message: `Two changes of one group are at odds over the record ${conflict.row.id}.` };
  return { ...conflict, row, fields: conflict.fields.map((f) => ({ ...f, theirs: row[f.field] ?? null })) };
}
