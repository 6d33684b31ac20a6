import type { JobHandler } from './jobs.ts';

/** What is done when a job falls due, by its kind. */
export function jobHandlers(): Readonly<Record<string, JobHandler>> {
  return {};
}
