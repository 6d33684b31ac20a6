import type { Capabilities } from '@vinculo/sdk/adapter';
import type { Bench } from './bench.ts';
import type { Hook } from './host.ts';

/** Why a host need not pass a case; undefined when it must. */
export type Skip = (capabilities: Capabilities, hooks: readonly Hook[]) => string | undefined;

/** One thing that the contract asks of an adapter. */
export interface ConformanceCase {
  readonly name: string;
  readonly skip?: Skip;
  readonly run: (bench: Bench) => Promise<void>;
}

export const writable: Skip = (c) => (c.push === 'none' ? 'read-only' : undefined);

/** Needs a writable backend, and all of these. */
export const needs = (...more: readonly Skip[]): Skip => (c, hooks) => [writable, ...more].map((skip) => skip(c, hooks)).find((reason) => reason !== undefined);

const missing: Readonly<Record<Hook, string>> = {
  loseNextAnswer: 'this host cannot lose answers', fail: 'this host cannot make calls fail', writeUnknown: 'this host has no such fields', hide: 'this host cannot hide rows',
  expire: 'this host cannot make cursors old', reload: 'this host cannot open a second page', users: 'this host names no users', ask: 'this backend holds no such field',
  child: 'this backend holds no rows that name the subject', tags: 'this backend holds no such list', items: 'this backend holds no such items', figures: 'this backend holds no such figures',
  samples: 'this host has no samples', activities: 'this backend holds no activities', leads: 'this backend holds no leads', custom: 'this backend has no custom fields',
  clients: 'no clients over this host', attached: 'it has a backend',
};

export const hook = (name: Hook): Skip => (_c, hooks) => (hooks.includes(name) ? undefined : missing[name]);
export const versions: Skip = (c) => (c.versions ? undefined : 'no versions: the last write wins');
export const idempotency: Skip = (c) => (c.idempotency ? undefined : 'no idempotency keys');
export const batches: Skip = (c) => (c.push === 'batch' ? undefined : 'one change at a time');
export const partial: Skip = (c) => (c.partial ? undefined : 'this backend gives whole tables, without a filter');
export const cursors: Skip = (c) => (c.pull === 'page' ? 'this backend gives whole tables only' : undefined);
