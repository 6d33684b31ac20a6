import type { OutboxEntry, Result, Vinculo } from '@vinculo/sdk';
import type { AnyRow, Change } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';

/** Where a record went that is not here any more: into which one it was merged, and that one perhaps into another. */
export class MergedInto {
  readonly #merges: LiveController<Result<AnyRow>>;
  #trail: readonly string[] = [];

  constructor(host: ReactiveControllerHost) { this.#merges = new LiveController(host); }

  /**
   * Called before each drawing. `id` is the record that was asked for, `isGone` that neither it nor where it went is here. Once it was gone it is
   * followed, so that a merge that is taken back is noticed.
   */
  watch(crm: Vinculo | undefined, table: string, id: string | undefined, isGone: boolean): void {
    const asks = id !== undefined && (isGone || this.#trail.length > 0);
    const ids = asks ? [id, ...this.#trail] : [];
    this.#merges.watch([crm, asks ? table : undefined, ids.join(' ')], () => crm!.collection('mergeRecord').query({ where: { table, fromId: { in: ids }, undoneAt: null }, orderBy: ['-at'] }));
    const answer = this.#merges.value;
    if (!asks) this.#trail = [];
    // While it is asked again what was known holds.
    else if (answer?.status === 'ready') this.#trail = trailFrom(id, answer.rows);
  }

  /** The ids it went to, the one where it is now last; empty while that is not known, or where it was merged into none. */
  get trail(): readonly string[] { return this.#trail; }
}

/** `merges` newest first. */
function trailFrom(id: string, merges: readonly AnyRow[]): readonly string[] {
  const trail: string[] = [];
  for (let at = id; ;) {
    const next = merges.find((each) => each['fromId'] === at)?.['recordId'];
    if (typeof next !== 'string' || next === id || trail.includes(next)) return trail;
    trail.push(next);
    at = next;
  }
}

/** The parked edits of these records of a table: they are not there any more. */
export function lateEdits(entries: readonly OutboxEntry[], table: string, ids: readonly string[]): readonly OutboxEntry[] {
  return entries.filter(({ change, state }) => change.op === 'update' && change.table === table && ids.includes(change.id) && (state === 'refused' || state === 'conflict'));
}

/** What a late change of a merged record says of the one that stayed: of a list what it added, of all else its value. */
export function carriedOver({ patch, base }: Pick<Change, 'patch' | 'base'>, row: object): Readonly<Record<string, unknown>> {
  const text = (value: unknown): string => JSON.stringify(value);
  return Object.fromEntries(Object.entries(patch).map(([field, value]) => {
    if (!Array.isArray(value)) return [field, value];
    // Of whatever table the row is, the patch names its fields.
    const [had, there] = [base[field], (row as Readonly<Record<string, unknown>>)[field]].map((list) => (Array.isArray(list) ? list : []));
    const known = new Set([...had!, ...there!].map(text));
    const added = value.filter((each) => !known.has(text(each)));
    return [field, [...there!.filter((each) => !added.some((other) => sameItem(each, other))), ...added]];
  }));
}

/** Whether two are one item of a list, the email that was mistyped and the same one mended. */
function sameItem(a: unknown, b: unknown): boolean {
  const idOf = (item: unknown): unknown => (typeof item === 'object' && item !== null ? (item as { readonly id?: unknown }).id : undefined);
  return idOf(a) !== undefined && idOf(a) === idOf(b);
}
