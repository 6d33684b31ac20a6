import type { PendingChange } from '@vinculo/sdk';

/** `vinculo-record-create`: what is about to be made. */
export interface FormCreateDetail {
  readonly table: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** `vinculo-record-created`: what was made, and how it goes on. */
export interface FormCreatedDetail extends FormCreateDetail {
  readonly id: string;
  readonly change: PendingChange;
}

/** `vinculo-record-use`: a record that is there is wanted in place of a new one. */
export interface FormUseDetail {
  readonly table: string;
  readonly id: string;
}

/** `vinculo-record-change`: what is about to be written. */
export interface FormChangeDetail {
  readonly table: string;
  readonly id: string;
  readonly patch: Readonly<Record<string, unknown>>;
}

/** `vinculo-record-changed` */
export interface FormChangedDetail extends FormChangeDetail {
  readonly change: PendingChange;
}
