import { VinculoError } from '@vinculo/sdk';
import type { TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { CardView } from './card-view.ts';
import type { ListEditing } from './list-editing.ts';

export interface ListsHost {
  readonly element: VinculoElement;
  readonly say: (text: string) => void;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T) => boolean;
}

const names = ['addresses', 'socials', 'phones', 'emails'] as const;
/** A list that is edited as a whole. (Of phones and emails only what was refused is; else each is edited where it stands.) */
export type ListField = (typeof names)[number];

export function isListField(field: string): field is ListField {
  // It is asked for what it is.
  return names.includes(field as ListField);
}

/** Edits lists as a whole, addresses and messaging accounts; what draws their inputs is loaded with the first of them. */
export class LateLists {
  readonly #host: ListsHost;
  #editing: ListEditing | undefined;

  constructor(host: ListsHost) {
    this.#host = host;
  }

  /** Brings the inputs. False where they cannot be had, which is said. */
  async load(): Promise<boolean> {
    const { element, emit, say } = this.#host;
    try {
      const part = await element.later(import('./list-editing.ts'));
      element.dress(part);
      this.#editing ??= new part.ListEditing(element, say);
      return true;
    } catch (cause) {
      emit<VinculoError>('vinculo-error', new VinculoError('load', 'What edits addresses could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause }));
      say(element.t('state.cutOff'));
      return false;
    }
  }

  /** Called before each drawing with the field that is open. */
  entered(open: string | undefined): void { this.#editing?.entered(open); }

  /** The editor of a list that is open. `draft`: what a refused change held of it. */
  editor(view: CardView, field: ListField, draft: unknown): TemplateResult | undefined {
    return view.fields.editing === field ? this.#editing?.editor(view, field, draft) : undefined;
  }
}
