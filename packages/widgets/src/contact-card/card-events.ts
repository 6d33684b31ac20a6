import type { EmailItem, PendingChange, PhoneItem, SocialItem } from '@vinculo/sdk';
import type { CardRow, CardTable } from './card-rows.ts';

/** `vinculo-record-open`: a person wants to see a record. */
export interface RecordOpenDetail {
  readonly table: string;
  readonly id: string;
}

interface OfRecord {
  readonly table: CardTable;
  readonly id: string;
  readonly record: CardRow;
}

/** `vinculo-contact-call` */
export interface CallDetail extends OfRecord {
  readonly phone: PhoneItem;
}

/** `vinculo-contact-email` */
export interface EmailDetail extends OfRecord {
  readonly email: EmailItem;
}

/** `vinculo-contact-message`: over the phone (default: `sms:`) or, where there is none, a messaging account (default: its name is copied). */
export interface MessageDetail extends OfRecord {
  readonly phone?: PhoneItem;
  readonly social?: SocialItem;
}

/** `vinculo-contact-change` and `vinculo-account-change`: what is about to be written. */
export interface ChangeDetail {
  readonly table: CardTable;
  readonly id: string;
  readonly patch: Readonly<Record<string, unknown>>;
}

/** `vinculo-contact-changed` and `vinculo-account-changed`: what was written, and how it goes on. */
export interface ChangedDetail extends ChangeDetail {
  readonly change: PendingChange;
}

/** `vinculo-consent-create`: what is about to be noted of a contact's consent. */
export interface ConsentDetail {
  readonly values: Readonly<Record<string, unknown>>;
}

/** `vinculo-consent-created` */
export interface ConsentedDetail extends ConsentDetail {
  readonly id: string;
  readonly change: PendingChange;
}

/** `vinculo-activity-complete` and `vinculo-activity-completed` */
export interface CompleteDetail {
  readonly id: string;
}
