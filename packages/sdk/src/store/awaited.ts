import type { NotLoadedError } from '../errors.ts';
import type { Entity } from '../schema/index.ts';
import { type Hooks, LiveRows, LiveValue } from './live.ts';
import { relatedOf } from './related-rows.ts';
import type { GroupsResult, RowsResult, RowsSpec } from './rows-result.ts';
import type { Store } from './store.ts';

/** What brings the part that is to answer. */
interface Awaited {
  readonly error: NotLoadedError | undefined;
}

/** Rows that say `loading` until what answers was loaded and took them over (LiveValue.become), or why it could not be. */
export function awaitedRows(e: Entity, { include = [] }: RowsSpec, store: Store, part: Awaited): LiveRows {
  const live: LiveRows = new LiveRows(hooks<RowsResult>(e, store, part, { rows: [], total: undefined, complete: 'unknown', status: 'loading', related: relatedOf(e, include, store, []) }, () => live.tell()));
  return live;
}

/** The same for figures. */
export function awaitedGroups(e: Entity, store: Store, part: Awaited): LiveValue<GroupsResult> {
  const live: LiveValue<GroupsResult> = new LiveValue(hooks<GroupsResult>(e, store, part, { groups: [], complete: 'unknown', status: 'loading' }, () => live.tell()));
  return live;
}

function hooks<T extends RowsResult | GroupsResult>(e: Entity, store: Store, part: Awaited, loading: T, tell: () => void): Hooks<T> {
  let value = loading;
  const read = (): T => {
    if (value.error !== part.error) value = part.error ? { ...loading, status: 'error', error: part.error } : loading;
    return value;
  };
  const isLoading = (): boolean => value === loading;
  return {
    read,
    start: () => store.onStanding(e.name, () => {
      const before = value;
      if (read() !== before) tell();
    }),
    pending: isLoading,
    partial: isLoading,
    failure: (r) => r.error,
  };
}
