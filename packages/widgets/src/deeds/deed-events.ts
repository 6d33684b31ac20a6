import type { CommandOutput } from '@vinculo/sdk';

interface OfRecord {
  readonly table: string;
  readonly id: string;
}

/** `vinculo-<table>-merge`: before two records are made one. */
export interface MergeDetail {
  readonly table: string;
  /** The record that stays. */
  readonly intoId: string;
  /** The record that goes. */
  readonly fromId: string;
  /** Fields whose value is taken from the one that goes. */
  readonly take: readonly string[];
}

/** `vinculo-<table>-merged` */
export interface MergedDetail extends MergeDetail {
  /** Rows that now name the one that stays, per table. */
  readonly moved: Readonly<Record<string, number>>;
}

/** `vinculo-<table>-unmerged`: a merge was taken back. */
export type UnmergedDetail = Pick<MergeDetail, 'table' | 'intoId' | 'fromId'>;

/** `customer`: the record alone; `open`: also what is open about it and has the same owner; `everything` its present owner has. */
export type HandOverScope = 'customer' | 'open' | 'everything';

/** `vinculo-<table>-assign` and `vinculo-<table>-assigned`: before and after a record gets another owner. */
export interface AssignDetail extends OfRecord {
  /** Whose it becomes. */
  readonly ownerId: string;
  readonly scope: HandOverScope;
}

/** `vinculo-<table>-claim` and `vinculo-<table>-claimed`: before and after a record is taken out of the pool. */
export type ClaimDetail = OfRecord;

/** `vinculo-<table>-return` and `vinculo-<table>-returned`: before and after a record goes back to the pool. */
export interface ReturnDetail extends OfRecord {
  readonly reason: string;
}

/** `vinculo-<table>-export`: before everything about a person is gathered. */
export type ExportDetail = OfRecord;

/** `vinculo-<table>-exported`: what was gathered; cancel it to keep the widget from saving it as a file. */
export interface ExportedDetail extends OfRecord {
  readonly document: CommandOutput<'exportPerson'>;
}

/** `vinculo-<table>-erase`: after somebody confirmed it, before personal data is erased. */
export type EraseDetail = OfRecord;

/** `vinculo-<table>-erased` */
export interface ErasedDetail extends OfRecord {
  /** Rows whose personal data was removed, per table. */
  readonly erased: Readonly<Record<string, number>>;
}
