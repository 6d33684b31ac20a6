import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import { fieldOf } from '../entity.ts';
import { entityNamed } from '../entities.ts';
import type { Command } from './command.ts';
import { idInput, namesInput } from './input.ts';
import { repoint } from './references.ts';

export interface MergeInput {
  readonly table: 'account' | 'contact' | 'lead';
  /** The record that stays. */
  readonly intoId: string;
  /** The record that goes. */
  readonly fromId: string;
  /** Fields whose value is taken from the one that goes. Empty fields and custom values of the one that stays are filled without being named. */
  readonly take?: readonly string[];
}

export interface MergeOutput {
  readonly id: string;
  /** Rows that now name the one that stays, per table. */
  readonly moved: Readonly<Record<string, number>>;
}

/**
 * Makes two records of one customer one: links, activities, deals, tickets and external ids move to the one that stays, keyed items and tags are joined.
 * Refused when both are known to another system under different ids: that system says they are two.
 */
export const mergeCommand: Command<MergeInput, MergeOutput> = {
  name: 'merge',
  input: z.object({ table: z.string(), intoId: idInput, fromId: idInput, take: z.optional(namesInput) }),
  async run(store, { table, intoId, fromId, take = [] }) {
    const e = entityNamed(table);
    if (!e || !['account', 'contact', 'lead'].includes(table)) throw new RefusedError(table, intoId, 'not_mergeable', `Records of ${table} cannot be merged.`);
    if (intoId === fromId) throw new RefusedError(table, intoId, 'same_record', 'A record cannot be merged with itself.');
    const into = await store.get(table, intoId);
    const from = await store.get(table, fromId);
    if (!into) throw new NotFoundError(table, intoId);
    if (!from) throw new NotFoundError(table, fromId);

    const idsOf = async (id: string): Promise<Map<string, string>> =>
      new Map((await store.find('externalId', { table, recordId: id, pending: null })).map((x) => [`${String(x['system'])}/${String(x['type'])}`, String(x['externalId'])]));
    const own = await idsOf(intoId);
    for (const [system, id] of await idsOf(fromId)) {
      const other = own.get(system);
      if (other !== undefined && other !== id) throw new RefusedError(table, fromId, 'external_ids_differ', `${system} knows these as two records (${other} and ${id}). Merge them there first.`);
    }

    const patch: Record<string, unknown> = {};
    for (const [name, f] of Object.entries(e.fields)) {
      const [mine, theirs] = [into[name], from[name]];
      if (f.ref?.table === table && theirs === intoId) continue;
      if (take.includes(name)) patch[name] = theirs ?? null;
      else if (Array.isArray(theirs) && theirs.length > 0 && (f.merge === 'set' || f.merge === 'items')) patch[name] = joinLists(mine, theirs);
      else if ((mine === null || mine === undefined || mine === '') && theirs !== null && theirs !== undefined) patch[name] = theirs;
    }
    const custom = joinCustom(into['custom'], from['custom']);
    if (custom) patch['custom'] = custom;
    for (const name of take) if (!fieldOf(e, name)) throw new RefusedError(table, intoId, 'unknown_field', `${table} has no field “${name}” to take.`);

    const moved = await repoint(store, table, fromId, intoId);
    await store.remove(table, fromId);
    if (Object.keys(patch).length > 0) await store.update(table, intoId, patch);
    return { id: intoId, moved };
  },
};

/** The custom values of the one that stays, with those of the other under keys that are empty; undefined where there is nothing to add. */
function joinCustom(mine: unknown, theirs: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof theirs !== 'object' || theirs === null) return undefined;
  const own: Readonly<Record<string, unknown>> = { ...(mine as object | null | undefined) };
  const added = Object.entries(theirs).filter(([key, value]) => (own[key] ?? '') === '' && (value ?? '') !== '');
  return added.length > 0 ? { ...own, ...Object.fromEntries(added) } : undefined;
}

/** Both lists; what says the same (by value, address or handle) stands once. The first stays primary. */
function joinLists(mine: unknown, theirs: readonly unknown[]): unknown[] {
  const list = Array.isArray(mine) ? [...mine] : [];
  const says = (x: unknown): string => {
    if (typeof x !== 'object' || x === null) return String(x);
    const { id: _id, primary: _primary, label: _label, verified: _verified, bouncedAt: _bounced, ...rest } = x as Record<string, unknown>;
    return JSON.stringify(rest).toLowerCase();
  };
  const seen = new Set(list.map(says));
  const hasPrimary = list.some((x) => (x as { primary?: boolean }).primary);
  for (const x of theirs) {
    if (seen.has(says(x))) continue;
    seen.add(says(x));
    list.push(hasPrimary && typeof x === 'object' && x !== null ? { ...x, primary: false } : x);
  }
  return list;
}
