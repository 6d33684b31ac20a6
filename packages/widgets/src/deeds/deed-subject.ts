import type { AnyRow, Description, Entity, Status, Vinculo } from '@vinculo/sdk';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { SimilarBy } from '../parts/similar-records.ts';

/** The record that something is done with, as its widget knows it. */
export interface DeedSubject {
  readonly crm: Vinculo;
  readonly entity: Entity;
  readonly row: AnyRow;
  readonly description: Description | undefined;
  readonly status: Status | undefined;
}

/** A record that is offered to be merged with. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
  /** What both have. */
  readonly by?: SimilarBy;
  /** What tells it from others. */
  readonly hint?: string;
}

/** The widget in which it is done. */
export interface DeedHost {
  readonly element: VinculoElement;
  readonly say: (text: string) => void;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }) => boolean;
  /** Records to merge with that the widget knows of, where the backend looks for no duplicates of this kind. */
  readonly candidates?: () => readonly Candidate[];
  /** Undefined while there is no record. */
  readonly subject: () => DeedSubject | undefined;
}
