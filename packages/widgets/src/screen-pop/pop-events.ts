import type { PendingChange } from '@vinculo/sdk';

/** `vinculo-pop-shown`: who it may be stands there. */
export interface PopShownDetail {
  readonly number: string;
  readonly matches: readonly { readonly table: string; readonly id: string }[];
}

/** `vinculo-activity-create`: a call is about to be kept. */
export interface CallLogDetail {
  readonly table: string;
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** `vinculo-activity-created`: it was kept, as this activity. */
export interface CallLoggedDetail extends CallLogDetail {
  readonly activityId: string;
  readonly change: PendingChange;
}

/** `vinculo-record-create`: a contact is about to be made for a number that nobody had. */
export interface CallerCreateDetail {
  readonly table: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** `vinculo-record-change`: somebody who is known is about to be given the number. */
export interface CallerChangeDetail {
  readonly table: string;
  readonly id: string;
  readonly patch: Readonly<Record<string, unknown>>;
}

/** `vinculo-record-changed` */
export interface CallerChangedDetail extends CallerChangeDetail {
  readonly change: PendingChange;
}

/** `vinculo-record-created` */
export interface CallerCreatedDetail extends CallerCreateDetail {
  readonly id: string;
  readonly change: PendingChange;
}
