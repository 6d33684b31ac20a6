import { type AnyRow, type Change, type Entity } from '../schema/index.ts';

/** A row with own unsent changes on top, oldest first; undefined when it is not there or was removed. */
export function overlay(e: Entity, confirmed: AnyRow | undefined, changes: readonly Change[]): AnyRow | undefined {
  let row = confirmed;
  for (const change of changes) {
    if (change.op === 'remove') row = undefined;
    else if (change.op === 'create') row = { ...defaults(e), ...change.patch, id: change.id, createdAt: change.at, updatedAt: change.at, ...moved(e, change, undefined) };
    else if (row) row = { ...row, ...change.patch, updatedAt: change.at, ...moved(e, change, row) };
  }
  return row;
}

/** What the backend will fill in. */
function defaults(e: Entity): Record<string, unknown> {
  return Object.fromEntries(Object.entries(e.fields).filter(([, f]) => f.default !== undefined).map(([name, f]) => [name, f.default]));
}

/** What the backend will say of a move, so that days in a stage start again at once. */
function moved(e: Entity, change: Change, row: AnyRow | undefined): Record<string, unknown> {
  const stage = change.patch['stageId'];
  if (!e.process || stage === undefined || stage === row?.['stageId'] || change.patch['stageSince'] !== undefined) return {};
  return { stageSince: change.at };
}
