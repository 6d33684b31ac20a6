import { automationJobs } from '../automation/automation-jobs.ts';
import type { Database } from '../database/connection.ts';
import type { Log } from '../log.ts';
import { activityMailer } from '../mail/activity-mail.ts';
import { activityMailJob } from '../mail/activity-order.ts';
import { consentMailer } from '../mail/consent-mail.ts';
import { consentMailJob } from '../mail/consent-order.ts';
import { mailJob } from '../mail/mail-order.ts';
import type { MailSettings } from '../mail/mail-settings.ts';
import { mailSender } from '../mail/send.ts';
import { keepErasures } from '../privacy/kept-erasures.ts';
import { keepJob } from '../privacy/marks.ts';
import { type Retention, retentionHandler, retentionJob } from '../privacy/retention.ts';
import { deviceJob } from '../notices/devices.ts';
import type { WebPushOptions } from '../notices/web-push-settings.ts';
import { webPusher } from '../notices/web-push.ts';
import type { Outside } from '../outside.ts';
import { webhookSender } from '../webhooks/send-webhook.ts';
import { webhookJob } from '../webhooks/webhook-events.ts';
import type { JobHandlers } from './jobs.ts';

/** Mail servers let one wait: their jobs keep nobody else's from being done. */
export function mailHandlers({ db, mail, log }: Pick<JobParts, 'db' | 'log'> & { /** Undefined where no mail is set up. */ readonly mail: MailSettings | undefined }): JobHandlers {
  return { [mailJob]: mailSender(db, mail, log), [activityMailJob]: activityMailer(db, mail, log), [consentMailJob]: consentMailer(db, mail, log) };
}

export interface JobParts {
  readonly db: Database;
  /** The data folder. */
  readonly folder: string;
  readonly retention: Retention;
  readonly log: Log;
}

/** Jobs that ask others on the internet for something: they wait for nobody else's, and nobody else's for them. */
export function outsideHandlers({ db, outside, webPush, log }: { readonly db: Database; readonly outside: Outside; readonly webPush: WebPushOptions | undefined; readonly log: Log }): JobHandlers {
  return { [webhookJob]: webhookSender(db, outside), [deviceJob]: webPusher(db, outside, webPush, log) };
}

/** What is done when a job falls due, by its kind. */
export function jobHandlers({ db, folder, retention, log }: JobParts): JobHandlers {
  return {
    ...automationJobs(db),
    [keepJob]: () => keepErasures(db, folder),
    [retentionJob]: retentionHandler(db, retention, log),
  };
}
