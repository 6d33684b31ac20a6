import type { Entity } from '../schema/index.ts';
import type { LiveValue } from './live.ts';
import { type GroupsSpec, LocalAggregate } from './local-aggregate.ts';
import type { Reader } from './reader.ts';
import { RemoteAggregate } from './remote-aggregate.ts';
import type { GroupsResult } from './rows-result.ts';
import type { Store } from './store.ts';

export { clientOver as Before } from '../client/create-client.ts';

/** Live figures, from memory or else by the backend. Loaded when the first ones are asked for. @param live what was given out before this was here */
export function liveGroups(e: Entity, spec: GroupsSpec, store: Store, reader: Reader, live?: LiveValue<GroupsResult>): LiveValue<GroupsResult> {
  return new (reader.answersLocally(e, spec.where) ? LocalAggregate : RemoteAggregate)(e, spec, store, reader, live).live;
}
