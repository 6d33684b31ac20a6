import type { Entity } from './entity.ts';
import type { Field, Item } from './field.ts';
import { sameValue } from './same-value.ts';
import { comparable } from './where.ts';

type Values = Readonly<Record<string, unknown>>;

/** A field that two people changed to different values. Of `custom` both sides are whole: the keys in which they differ are those that two people changed. */
export interface FieldConflict {
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merged {
  /** What to write over the current row. */
  readonly patch: Record<string, unknown>;
  /** Fields whose policy is to ask. Not in `patch`. */
  readonly conflicts: readonly FieldConflict[];
  /** Fields where `patch` covers a value that its author had not seen. */
  readonly overwrote: readonly FieldConflict[];
}

/** Additions and removals of `mine` against `base`, applied to `theirs`; order of `theirs`, then what was added. */
function mergeSet(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[]): unknown[] {
  const has = (list: readonly unknown[], v: unknown): boolean => list.some((x) => sameValue(x, v));
  const kept = theirs.filter((v) => !has(base, v) || has(mine, v));
  return [...kept, ...mine.filter((v) => !has(base, v) && !has(theirs, v))];
}

function mergeItems(base: readonly Item[], mine: readonly Item[], theirs: readonly Item[]): { value: Item[]; clash: boolean } {
  const byId = (list: readonly Item[]): Map<string, Item> => new Map(list.map((i) => [i.id, i]));
  const [b, m, t] = [byId(base), byId(mine), byId(theirs)];
  let clash = false;
  const value: Item[] = [];
  for (const their of theirs) {
    const was = b.get(their.id);
    const my = m.get(their.id);
    const changedByMe = !sameValue(my, was);
    const changedByThem = !sameValue(their, was);
    if (changedByMe && changedByThem && !sameValue(my, their)) clash = true;
    if (!changedByMe) value.push(their);
    else if (my) value.push(my);
  }
  for (const my of mine) {
    if (t.has(my.id)) continue;
    if (!b.has(my.id)) value.push(my);
    else if (!sameValue(my, b.get(my.id))) {
      clash = true;
      value.push(my);
    }
  }
  return { value, clash };
}

/**
 * Three-way merge of a patch into a row that moved on, field by field.
 * @param patch what the author sets
 * @param base the values the author saw for these fields; a field absent from it is taken as seen, so that the patch applies
 * @param current the row as it is now
 */
export function mergeFields(e: Entity, patch: Values, base: Values, current: Values): Merged {
  const out: Record<string, unknown> = {};
  const conflicts: FieldConflict[] = [];
  const overwrote: FieldConflict[] = [];
  for (const [name, mine] of Object.entries(patch)) {
    const theirs = current[name];
    const was = base[name];
    if (sameValue(mine, theirs)) continue;
    if (!Object.hasOwn(base, name) || sameValue(theirs, was)) {
      out[name] = mine;
      continue;
    }
    const clash: FieldConflict = { field: name, base: was ?? null, mine, theirs: theirs ?? null };
    const f: Field | undefined = e.fields[name];
    switch (name === 'custom' ? 'custom' : (f?.merge ?? 'server')) {
      case 'ask':
        conflicts.push(clash);
        break;
      case 'max': {
        const [x, y] = [comparable(mine), comparable(theirs)];
        if (y === null || (x !== null && x > y)) out[name] = mine;
        break;
      }
      case 'set':
        out[name] = mergeSet(asList(was), asList(mine), asList(theirs));
        break;
      case 'items': {
        const { value, clash: itemClash } = mergeItems(asList<Item>(was), asList<Item>(mine), asList<Item>(theirs));
        out[name] = value;
        if (itemClash) overwrote.push(clash);
        break;
      }
      case 'custom': {
        const { value, unseen } = mergeCustom(mine as Values, (was ?? {}) as Values, (theirs ?? {}) as Values);
        out[name] = value;
        if (!sameValue(unseen, value)) overwrote.push({ ...clash, mine: value, theirs: unseen });
        break;
      }
      default:
        out[name] = mine;
        overwrote.push(clash);
    }
  }
  return { patch: out, conflicts, overwrote };
}

/** Custom fields merge key by key; the later to arrive wins a key. `unseen`: the same with what its author had not seen in the place of what covers it. */
function mergeCustom(mine: Values, base: Values, theirs: Values): { readonly value: Values; readonly unseen: Values } {
  const value: Record<string, unknown> = { ...theirs };
  const unseen: Record<string, unknown> = { ...theirs };
  for (const key of new Set([...Object.keys(mine), ...Object.keys(base)])) {
    if (sameValue(mine[key], base[key])) continue;
    value[key] = mine[key] ?? null;
    unseen[key] = (sameValue(theirs[key], base[key]) ? mine[key] : theirs[key]) ?? null;
  }
  return { value, unseen };
}

function asList<T = unknown>(value: unknown): readonly T[] {
  return Array.isArray(value) ? value : [];
}
