import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Announcer } from '../parts/announcer.ts';
import type { RecordFormController } from './record-form.controller.ts';

/** The element, as what it loads later sees it. */
export interface FormHost {
  readonly element: VinculoElement;
  readonly form: RecordFormController;
  readonly announcer: Announcer;
  fields(): readonly string[] | undefined;
  cancelable(): boolean;
  /** What is typed is kept on this device until it is written. */
  keepsDraft(): boolean;
  /** The form is that of this record from here on. */
  edit(id: string): void;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }) => boolean;
}

/** How the form is drawn, with what it holds open. */
export interface FormDrawing {
  draw(): unknown;
  submit(): Promise<boolean>;
  reset(): void;
}
