import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import type { AnyRow } from '../entity.ts';
import { entityNamed } from '../entities.ts';
import { sameValue } from '../same-value.ts';
import type { Command, CommandStore } from './command.ts';
import { idInput } from './input.ts';
import type { Repointed } from './references.ts';

export interface UnmergeInput {
  readonly table: string;
  /** The record that stayed. */
  readonly intoId: string;
  /** The record that went, and comes back. */
  readonly fromId: string;
}

export interface UnmergeOutput {
  /** The record that is back. */
  readonly id: string;
  /** Rows that name it again, per table. */
  readonly moved: Readonly<Record<string, number>>;
}

/** What a merge keeps of itself. */
export interface MergeUndo extends Repointed {
  /** The record that went. */
  readonly row: AnyRow;
  /** The fields of the one that stayed that were changed. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** For so many days a merge can be taken back. */
export const unmergeDays = 30;

/**
 * Takes a merge back: the record that went is there again, and what named it then names it again. What anyone changed since stays as they left it,
 * with the record that stayed.
 *
 * Refused with `not_merged`, `too_late` after 30 days, `erased` when personal data of it was erased meanwhile, `exists` when its id is in use again,
 * `missing_reference` when a record it cannot be without is gone. Of two merges into one record the later is taken back first where they touched the same field.
 *
 * @example await crm.run('unmerge', { table: 'contact', intoId: 'c1', fromId: 'c2' }) // { id: 'c2', moved: { ticket: 2 } }
 */
export const unmergeCommand: Command<UnmergeInput, UnmergeOutput> = {
  name: 'unmerge',
  input: z.object({ table: idInput, intoId: idInput, fromId: idInput }),
  records: ({ table, intoId }) => (entityNamed(table) ? [{ table, id: intoId }] : []),
  async run(store, { table, intoId, fromId }) {
    const into = entityNamed(table) && (await store.get(table, intoId));
    if (!into) throw new NotFoundError(table, intoId);
    const [merge] = (await store.find('mergeRecord', { table, recordId: intoId, fromId, undoneAt: null })).toSorted((a, b) => (String(a['at']) < String(b['at']) ? 1 : -1));
    if (!merge) throw new RefusedError(table, intoId, 'not_merged', `${table} ${fromId} was not merged into ${intoId}, or that was taken back already.`);
    if (Date.parse(store.now) - Date.parse(String(merge['at'])) > unmergeDays * 86_400_000) {
      throw new RefusedError(table, intoId, 'too_late', `They were merged on ${String(merge['at']).slice(0, 10)}. A merge can be taken back for ${unmergeDays} days; make the record anew.`);
    }
    if (!merge['undo']) throw new RefusedError(table, intoId, 'erased', 'What was needed to take this merge back was erased with the personal data of the record.');
    // merge() alone writes these rows.
    const undo = merge['undo'] as unknown as MergeUndo;

    await store.restore({ table, row: await withoutDangling(store, table, undo.row) });
    for (const { table: holder, row } of undo.dropped) if (!(await store.get(holder, row.id))) await store.restore({ table: holder, row: await withoutDangling(store, holder, row) });
    const moved: Record<string, number> = {};
    for (const { table: holder, field, ids } of undo.moved) {
      for (const id of ids) {
        if ((await store.get(holder, id))?.[field] !== intoId) continue;
        await store.update(holder, id, { [field]: fromId });
        moved[holder] = (moved[holder] ?? 0) + 1;
      }
    }
    const patch = Object.fromEntries(Object.entries(undo.after).flatMap(([name, given]) => {
      const now = into[name] ?? null;
      const before = undo.before[name] ?? (name === 'custom' ? {} : null);
      if (sameValue(now, given)) return [[name, before]];
      // Of a list that was changed since, what the merge brought goes; of another value nothing.
      return Array.isArray(now) && Array.isArray(given) ? [[name, withoutAdded(now, given, before)]] : [];
    }));
    if (Object.keys(patch).length > 0) await store.update(table, intoId, patch);
    await store.update('mergeRecord', merge.id, { undoneAt: store.now, undo: null });
    return { id: fromId, moved };
  },
};

function withoutAdded(now: readonly unknown[], given: readonly unknown[], before: unknown): unknown[] {
  const had = Array.isArray(before) ? before : [];
  return now.filter((x) => !given.some((g) => sameValue(g, x)) || had.some((b) => sameValue(b, x)));
}

/** The row without the names of records that are gone by now. */
async function withoutDangling(store: CommandStore, table: string, row: AnyRow): Promise<AnyRow> {
  const gone: Record<string, null> = {};
  for (const [field, { ref, presence }] of Object.entries(entityNamed(table)!.fields)) {
    const id = row[field];
    if (!ref || typeof id !== 'string' || id === row.id || (await store.get(ref.table, id))) continue;
    if (presence === 'required') throw new RefusedError(table, row.id, 'missing_reference', `The ${ref.table} ${id} that it belonged to is gone, so that it cannot come back.`);
    gone[field] = null;
  }
  return { ...row, ...gone };
}
