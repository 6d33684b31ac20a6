import { VinculoError, type Vinculo } from '@vinculo/sdk';
import { nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Localized } from '../messages/message.ts';
import type { CardConsent } from './card-sections.ts';
import type { ConsentDialog } from './consent-dialog.ts';

/** Whose consent it is, and what is known of it. */
export interface ConsentSubject {
  readonly crm: Vinculo;
  readonly contactId: string;
  readonly name: string;
  readonly known: readonly CardConsent[];
  /** The consent that is to be changed; without it a new one is noted. */
  readonly about?: CardConsent;
  /** Whether the person who looks says it of themself. */
  readonly isOwn: boolean;
  /** Where customers say it. */
  readonly app: string;
  readonly words: Localized;
}

export interface ConsentHost {
  readonly element: VinculoElement;
  readonly say: (text: string) => void;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }) => boolean;
  readonly subject: () => ConsentSubject | undefined;
}

/** Notes consent; what asks is loaded with its first use. */
export class LateConsent {
  readonly #host: ConsentHost;
  #dialog: ConsentDialog | undefined;

  constructor(host: ConsentHost) {
    this.#host = host;
  }

  async ask(about?: CardConsent): Promise<void> {
    const { element, emit, say, subject } = this.#host;
    const contactId = subject()?.contactId;
    try {
      const part = await element.later(import('./consent-dialog.ts'));
      element.dress(part);
      this.#dialog ??= new part.ConsentDialog(this.#host);
      const of = subject();
      // Another person may be shown by now.
      if (of && of.contactId === contactId) this.#dialog.open({ ...of, ...(about ? { about } : {}) });
    } catch (cause) {
      emit<VinculoError>('vinculo-error', new VinculoError('load', 'What notes consent could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause }));
      say(element.t('state.cutOff'));
    }
    element.requestUpdate();
  }

  dialogs(): TemplateResult | typeof nothing { return this.#dialog?.render() ?? nothing; }
}
