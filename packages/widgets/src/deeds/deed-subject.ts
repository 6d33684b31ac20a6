import type { AnyRow, Description, Entity, Status, Vinculo } from '@vinculo/sdk';
import type { VinculoElement } from '../base/vinculo-element.ts';

/** The record that something is done with, as its widget knows it. */
export interface DeedSubject {
  readonly crm: Vinculo;
  readonly entity: Entity;
  readonly row: AnyRow;
  readonly description: Description | undefined;
  readonly status: Status | undefined;
}

/** The widget in which it is done. */
export interface DeedHost {
  readonly element: VinculoElement;
  readonly say: (text: string) => void;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }) => boolean;
  /** Undefined while there is no record. */
  readonly subject: () => DeedSubject | undefined;
}
