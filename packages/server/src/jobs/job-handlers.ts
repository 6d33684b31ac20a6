import { automationJobs } from '../automation/automation-jobs.ts';
import type { Database } from '../database/connection.ts';
import type { Log } from '../log.ts';
import { activityMailer } from '../mail/activity-mail.ts';
import { activityMailJob } from '../mail/activity-order.ts';
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

export interface JobParts {
  readonly db: Database;
  /** The data folder. */
  readonly folder: string;
  readonly retention: Retention;
  /** Undefined where no mail is set up. */
  readonly mail: MailSettings | undefined;
  readonly log: Log;
}

/** Jobs that ask others on the internet for something: they wait for nobody else's, and nobody else's for them. */
export function outsideHandlers({ db, outside, webPush, log }: { readonly db: Database; readonly outside: Outside; readonly webPush: WebPushOptions | undefined; readonly log: Log }): JobHandlers {
  return { [webhookJob]: webhookSender(db, outside), [deviceJob]: webPusher(db, outside, webPush, log) };
}

/** What is done when a job falls due, by its kind. */
export function jobHandlers({ db, folder, retention, mail, log }: JobParts): JobHandlers {
  return {
    ...automationJobs(db),
    [mailJob]: mailSender(db, mail, log),
    [activityMailJob]: activityMailer(db, mail, log),
    [keepJob]: () => keepErasures(db, folder),
    [retentionJob]: retentionHandler(db, retention, log),
  };
}
