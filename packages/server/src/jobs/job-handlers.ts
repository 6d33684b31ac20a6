import { automationJobs } from '../automation/automation-jobs.ts';
import type { Database } from '../database/connection.ts';
import type { JobHandler } from './jobs.ts';

/** What is done when a job falls due, by its kind. */
export function jobHandlers(db: Database): Readonly<Record<string, JobHandler>> {
  return { ...automationJobs(db) };
}
