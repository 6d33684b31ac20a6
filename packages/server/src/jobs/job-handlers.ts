import { automationJobs } from '../automation/automation-jobs.ts';
import type { Database } from '../database/connection.ts';
import type { Log } from '../log.ts';
import { keepErasures } from '../privacy/kept-erasures.ts';
import { keepJob } from '../privacy/marks.ts';
import { type Retention, retentionHandler, retentionJob } from '../privacy/retention.ts';
import type { JobHandler } from './jobs.ts';

export interface JobParts {
  readonly db: Database;
  /** The data folder. */
  readonly folder: string;
  readonly retention: Retention;
  readonly log: Log;
}

/** What is done when a job falls due, by its kind. */
export function jobHandlers({ db, folder, retention, log }: JobParts): Readonly<Record<string, JobHandler>> {
  return {
    ...automationJobs(db),
    [keepJob]: () => keepErasures(db, folder),
    [retentionJob]: retentionHandler(db, retention, log),
  };
}
