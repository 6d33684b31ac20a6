import { automationJobs } from '../automation/automation-jobs.ts';
import type { Database } from '../database/connection.ts';
import type { Log } from '../log.ts';
import { mailJob } from '../mail/mail-order.ts';
import type { MailSettings } from '../mail/mail-settings.ts';
import { mailSender } from '../mail/send.ts';
import { keepErasures } from '../privacy/kept-erasures.ts';
import { keepJob } from '../privacy/marks.ts';
import { type Retention, retentionHandler, retentionJob } from '../privacy/retention.ts';
import type { JobHandler } from './jobs.ts';

export interface JobParts {
  readonly db: Database;
  /** The data folder. */
  readonly folder: string;
  readonly retention: Retention;
  /** Undefined where no mail is set up. */
  readonly mail: MailSettings | undefined;
  readonly log: Log;
}

/** What is done when a job falls due, by its kind. */
export function jobHandlers({ db, folder, retention, mail, log }: JobParts): Readonly<Record<string, JobHandler>> {
  return {
    ...automationJobs(db),
    [mailJob]: mailSender(db, mail, log),
    [keepJob]: () => keepErasures(db, folder),
    [retentionJob]: retentionHandler(db, retention, log),
  };
}
