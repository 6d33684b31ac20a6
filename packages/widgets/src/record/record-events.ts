import type { PendingChange } from '@vinculo/sdk';

/** `vinculo-record-open`: a person wants to see a record. */
export interface RecordOpenDetail {
  readonly table: string;
  readonly id: string;
}

/** `vinculo-record-change`: what is about to be written. */
export interface RecordChangeDetail extends RecordOpenDetail {
  readonly patch: Readonly<Record<string, unknown>>;
}

/** `vinculo-record-changed`: what was written, and how it goes on. */
export interface RecordChangedDetail extends RecordChangeDetail {
  readonly change: PendingChange;
}

/** `vinculo-record-delete` */
export type RecordDeleteDetail = RecordOpenDetail;

/** `vinculo-record-deleted` */
export interface RecordDeletedDetail extends RecordOpenDetail {
  readonly change: PendingChange;
}

/** `vinculo-record-create`: a row that names the record is about to be added. */
export interface RecordCreateDetail {
  readonly table: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** `vinculo-record-created` */
export interface RecordCreatedDetail extends RecordCreateDetail {
  readonly id: string;
  readonly change: PendingChange;
}
