import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import { type AnyRow, type Entity, fieldOf } from '../entity.ts';
import { entityNamed } from '../entities.ts';
import { processFields } from '../process.ts';
import { sameValue } from '../same-value.ts';
import type { Command, CommandStore } from './command.ts';
import { idInput, namesInput } from './input.ts';
import { repoint } from './references.ts';
import type { MergeUndo } from './unmerge.ts';

export interface MergeInput {
  readonly table: 'account' | 'contact' | 'lead' | 'ticket';
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

const mergeable: ReadonlySet<string> = new Set(['account', 'contact', 'lead', 'ticket']);

/**
 * Makes two records one: all that named the one that goes names the one that stays (activities, deals, tickets and their messages, orders, files, relations,
 * external ids, consents), keyed items and tags are joined. A process stays where the one that stays is. `unmerge` takes it back within 30 days.
 *
 * Refused with `external_ids_differ` when another system knows them under different ids (it says they are two), `same_record`, `not_mergeable`,
 * `unknown_field` or `not_takeable` for a field that cannot be taken, `erased` when one of them was.
 *
 * @example await crm.run('merge', { table: 'contact', intoId: 'c1', fromId: 'c2', take: ['jobTitle'] }) // { id: 'c1', moved: { ticket: 2 } }
 */
export const mergeCommand: Command<MergeInput, MergeOutput> = {
  name: 'merge',
  input: z.object({ table: z.string(), intoId: idInput, fromId: idInput, take: z.optional(namesInput) }),
  records: ({ table, intoId, fromId }) => (mergeable.has(table) ? [{ table, id: intoId }, { table, id: fromId }] : []),
  async run(store, { table, intoId, fromId, take = [] }) {
    const e = entityNamed(table);
    if (!e || !mergeable.has(table)) throw new RefusedError(table, intoId, 'not_mergeable', `Records of ${table} cannot be merged.`);
    if (intoId === fromId) throw new RefusedError(table, intoId, 'same_record', 'A record cannot be merged with itself.');
    const into = await store.get(table, intoId);
    const from = await store.get(table, fromId);
    if (!into) throw new NotFoundError(table, intoId);
    if (!from) throw new NotFoundError(table, fromId);
    for (const row of [into, from]) if (row['erasedAt']) throw new RefusedError(table, row.id, 'erased', `The personal data of ${table} ${row.id} was erased; it is merged with nothing.`);
    for (const name of take) checkTakeable(e, intoId, name);
    await checkExternalIds(store, table, intoId, fromId);

    const patch = { ...joined(e, into, from, take), ...(await joinedTree(store, e, into, from, take)) };
    const after = Object.keys(patch).length > 0 ? await store.update(table, intoId, patch) : into;
    const { moved, dropped } = await repoint(store, table, fromId, intoId);
    await store.remove(table, fromId);
    const of = (row: AnyRow): Record<string, unknown> => Object.fromEntries(Object.keys(patch).map((name) => [name, row[name] ?? null]));
    const undo: MergeUndo = { row: from, before: of(into), after: of(after), moved, dropped };
    // As a row of its own it is JSON like any other value.
    await store.create('mergeRecord', { table, recordId: intoId, fromId, at: store.now, byId: await userOf(store), undo });
    const counts: Record<string, number> = {};
    for (const { table: holder, ids } of moved) counts[holder] = (counts[holder] ?? 0) + ids.length;
    return { id: intoId, moved: counts };
  },
};

function checkTakeable(e: Entity, id: string, name: string): void {
  const f = fieldOf(e, name);
  if (!f) throw new RefusedError(e.name, id, 'unknown_field', `${e.name} has no field “${name}” to take.`);
  if (f.readonly || (e.process && name in processFields())) throw new RefusedError(e.name, id, 'not_takeable', `${f.label.en} stays as it is in the record that stays; it cannot be taken from the other.`);
}

async function checkExternalIds(store: CommandStore, table: string, intoId: string, fromId: string): Promise<void> {
  const idsOf = async (id: string): Promise<Map<string, string>> =>
    new Map((await store.find('externalId', { table, recordId: id, pending: null })).map((x) => [`${String(x['system'])}/${String(x['type'])}`, String(x['externalId'])]));
  const own = await idsOf(intoId);
  for (const [system, id] of await idsOf(fromId)) {
    const other = own.get(system);
    if (other !== undefined && other !== id) throw new RefusedError(table, fromId, 'external_ids_differ', `${system} knows these as two records (${other} and ${id}). Merge them there first.`);
  }
}

/** What the one that stays is given, its place in a tree apart. */
function joined(e: Entity, into: AnyRow, from: AnyRow, take: readonly string[]): Record<string, unknown> {
  const patch: Record<string, unknown> = {};
  for (const [name, f] of Object.entries(e.fields)) {
    const [mine, theirs] = [into[name], from[name]];
    if (f.ref?.table === e.name) continue;
    if (take.includes(name)) patch[name] = theirs ?? null;
    // Of two times of the last contact the later.
    else if (f.readonly && f.merge === 'max' && typeof theirs === 'string') { if (!(typeof mine === 'string' && mine >= theirs)) patch[name] = theirs; }
    // Where a process stands and when it got there is said of one record and means nothing of another.
    else if (f.readonly || (e.process && (f.kind === 'instant' || name in processFields()))) continue;
    else if (Array.isArray(theirs) && theirs.length > 0 && (f.merge === 'set' || f.merge === 'items')) patch[name] = joinLists(mine, theirs);
    else if ((mine === null || mine === undefined || mine === '') && theirs !== null && theirs !== undefined) patch[name] = theirs;
  }
  const custom = joinCustom(into['custom'], from['custom']);
  if (custom) patch['custom'] = custom;
  return Object.fromEntries(Object.entries(patch).filter(([name, value]) => !sameValue(value, into[name])));
}

/** Its parent, so that nothing stands below itself when the children of the other are its own. */
async function joinedTree(store: CommandStore, e: Entity, into: AnyRow, from: AnyRow, take: readonly string[]): Promise<Record<string, unknown>> {
  const patch: Record<string, unknown> = {};
  for (const [field, f] of Object.entries(e.fields)) {
    if (f.ref?.table !== e.name) continue;
    const above = async (row: AnyRow): Promise<Set<string>> => {
      const ids = new Set<string>();
      for (let next = row[field]; typeof next === 'string' && !ids.has(next);) {
        ids.add(next);
        next = (await store.get(e.name, next))?.[field];
      }
      return ids;
    };
    const theirs = from[field] ?? null;
    const loops = theirs === into.id || (await above(from)).has(into.id);
    if ((await above(into)).has(from.id)) patch[field] = loops ? null : theirs;
    else if (theirs !== null && !loops && (take.includes(field) || (into[field] ?? null) === null)) patch[field] = theirs;
    else if (theirs === null && take.includes(field)) patch[field] = null;
  }
  return Object.fromEntries(Object.entries(patch).filter(([name, value]) => !sameValue(value, into[name])));
}

/** Who runs the command, where that is a user the backend knows. */
async function userOf(store: CommandStore): Promise<string | null> {
  return store.userId !== null && (await store.get('user', store.userId)) ? store.userId : null;
}

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
