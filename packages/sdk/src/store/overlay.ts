import { type AnyRow, type Change, type Entity } from '../schema/index.ts';

/** A row with own unsent changes on top, oldest first; undefined when it is not there or was removed. */
export function overlay(e: Entity, confirmed: AnyRow | undefined, changes: readonly Change[]): AnyRow | undefined {
  let row = confirmed;
  for (const change of changes) {
    if (change.op === 'remove') row = undefined;
    else if (change.op === 'create') row = { ...defaults(e), ...change.patch, id: change.id, createdAt: change.at, updatedAt: change.at, ...(moves(e, change, undefined) ? { stageSince: change.at } : {}) };
    else if (row) row = moves(e, change, row) ? { ...row, ...change.patch, updatedAt: change.at, stageSince: change.at } : { ...row, ...change.patch, updatedAt: change.at };
  }
  return row;
}

/** What the backend will fill in. */
function defaults(e: Entity): Record<string, unknown> {
  return Object.fromEntries(Object.entries(e.fields).filter(([, f]) => f.default !== undefined).map(([name, f]) => [name, f.default]));
}

/** Whether the backend will take it for a move into another stage, so that days in a stage start again at once. */
function moves(e: Entity, { patch }: Change, row: AnyRow | undefined): boolean {
  return e.process === true && patch['stageId'] !== undefined && patch['stageId'] !== row?.['stageId'] && patch['stageSince'] === undefined;
}
