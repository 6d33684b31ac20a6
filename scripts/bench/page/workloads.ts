import type { WorkloadName } from './contestant.ts';
import { durable } from './workloads/durable.ts';
import { ingest } from './workloads/ingest.ts';
import { move } from './workloads/move.ts';
import { pullUnderQueries } from './workloads/pull-under-queries.ts';
import { subscribe } from './workloads/subscribe.ts';
import { sums } from './workloads/sums.ts';
import { timeline } from './workloads/timeline.ts';
import { unrelated } from './workloads/unrelated.ts';
import type { Workload } from './workloads/workload.ts';

/** By name, as lines.ts names them. */
export const workloads: Readonly<Partial<Record<WorkloadName, Workload>>> = {
  move,
  unrelated,
  sums,
  subscribe,
  ingest,
  timeline,
  durable,
  pullUnderQueries,
};
