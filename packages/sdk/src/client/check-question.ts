import { checkAggregate, entities, type Entity, parseOrder, parseWhere, type Where, WhereError } from '../schema/index.ts';
import { resolveNow } from '../schema/now.ts';
import type { GroupsSpec } from '../store/local-aggregate.ts';
import type { RowsSpec } from '../store/rows-result.ts';

/** @throws WhereError for a query that cannot be answered as it is meant */
export function checkQuery(e: Entity, spec: RowsSpec, now: number): void {
  checkParts(e, spec, ['where', 'orderBy', 'offset', 'limit', 'include'] satisfies (keyof RowsSpec)[]);
  checkWhere(e, spec.where, now);
  parseOrder(e, listOf(spec.orderBy, 'orderBy'));
  for (const part of ['offset', 'limit'] as const) {
    const n = spec[part];
    if (n !== undefined && !(Number.isSafeInteger(n) && n >= 0)) throw new WhereError(`${part} is a whole number from 0 on, not ${n}.`);
  }
  const isReference = (field: string): boolean => Object.hasOwn(e.fields, field) && e.fields[field]!.ref !== undefined;
  for (const field of listOf(spec.include, 'include') ?? []) {
    if (!isReference(field)) throw new WhereError(`${e.name} has no reference “${field}” to include; there is ${Object.keys(e.fields).filter(isReference).join(', ') || 'none'}.`);
  }
}

/** @throws WhereError for figures that cannot be had */
export function checkFigures(e: Entity, spec: GroupsSpec, now: number): void {
  checkParts(e, spec, ['where', 'groupBy', 'measures'] satisfies (keyof GroupsSpec)[]);
  checkWhere(e, spec.where, now);
  checkAggregate(e, listOf(spec.groupBy, 'groupBy') ?? [], spec.measures);
}

/**
 * The scopes as they were given, by table.
 * @throws WhereError for one that is no filter of its entity
 */
export function checkScopes(scopes: Readonly<Record<string, object | undefined>>, now: number): ReadonlyMap<string, Where> {
  return new Map(Object.entries(scopes).flatMap(([plural, where]) => {
    if (where === undefined) return [];
    const e = Object.values(entities as Readonly<Record<string, Entity>>).find((x) => x.plural === plural);
    if (!e) throw new WhereError(`There are no ${plural} to hold a scope of; a scope stands under the plural name of an entity, as in crm.deals.`);
    checkWhere(e, where, now);
    // What was checked is plain data, and a copy: what its author changes afterwards is not meant.
    return [[e.name, JSON.parse(JSON.stringify(where)) as Where]];
  }));
}

function checkWhere(e: Entity, where: object | undefined, now: number): void {
  parseWhere(e, resolveNow(e, where as Where | undefined, now));
}

function checkParts(e: Entity, spec: object, parts: readonly string[]): void {
  const strange = Object.keys(spec).find((part) => !parts.includes(part));
  if (strange !== undefined) throw new WhereError(`A question about ${e.plural} has no “${strange}”; there is ${parts.join(', ')}.`);
}

function listOf(value: readonly string[] | undefined, part: string): readonly string[] | undefined {
  if (value !== undefined && !Array.isArray(value)) throw new WhereError(`${part} takes a list of field names.`);
  return value;
}
