// What a workload is: written once over what a contestant can do (../contestant.ts), and beside it its limit (../limits.ts). A batch
// answers how long it took; whoever did not do the work makes it throw.

import type { Contestant } from '../contestant.ts';

export interface Setting {
  readonly rows: number;
  /** Of one workload: `window` or `all`, how many stages, how many changes in a page ... */
  readonly variant?: string;
  /** Names what is stored on disk. */
  readonly name: string;
  /** Seconds after which loading is given up. */
  readonly patience: number;
}

/** A workload made ready for one contestant. */
export interface Prepared {
  /** Runs `count` operations and answers how many milliseconds they took, or what else is measured. */
  batch(count: number): Promise<number>;
  /** Batches are of one size that the workload sets. */
  readonly fixed?: boolean;
  /** Operations in one of `count`. */
  readonly unit?: number;
  /** How many operations there are at the most, in all. */
  readonly most?: number;
  /** The most operations of one batch. */
  readonly atOnce?: number;
  settle?(): Promise<void>;
  close(): Promise<void>;
}

export interface Workload {
  contest(contestant: Contestant, setting: Setting): Promise<Prepared>;
  /** Absent where the limit is no code of its own. */
  limit?(setting: Setting): Promise<Prepared>;
}
