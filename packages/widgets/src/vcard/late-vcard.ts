import { VinculoError } from '@vinculo/sdk';
import { nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { MenuItem } from '../parts/menu.ts';
import type { CardShare } from './card-share.ts';
import type { VcardRow } from './vcard-records.ts';

/** The record that goes out as a card, as far as whoever looks may see it. */
export interface VcardSubject {
  readonly table: 'contact' | 'account';
  readonly row: VcardRow;
  /** The account of a contact. */
  readonly company: string | undefined;
}

export interface VcardHost {
  readonly element: VinculoElement;
  readonly say: (text: string) => void;
  readonly emit: <T>(name: `vinculo-${string}`, detail: T) => boolean;
  /** Undefined while there is no record. */
  readonly subject: () => VcardSubject | undefined;
}

/** A record as a vCard, offered in a menu: as a file, and as a QR code. What writes and draws it is loaded with the first of them. */
export class LateVcard {
  readonly #host: VcardHost;
  #loaded: CardShare | undefined;

  constructor(host: VcardHost) {
    this.#host = host;
  }

  /** For a menu, whose choice `chosen` takes. */
  get items(): readonly MenuItem[] {
    const { element: w } = this.#host;
    return [{ value: 'vcard:save', label: w.t('vcard.save') }, { value: 'vcard:qr', label: w.t('vcard.qr') }];
  }

  /** Does what was chosen from the menu. False where that was something else. */
  chosen(value: string): boolean {
    if (value !== 'vcard:save' && value !== 'vcard:qr') return false;
    void this.#do(value === 'vcard:qr');
    return true;
  }

  async #do(asCode: boolean): Promise<void> {
    const { element, emit, say, subject } = this.#host;
    // Another record may be shown by the time that it is loaded.
    const of = subject();
    try {
      const part = await element.later(import('./card-share.ts'));
      element.dress(part);
      this.#loaded ??= new part.CardShare(element);
      if (of && asCode) await this.#loaded.showCode(of);
      else if (of) this.#loaded.save(of);
    } catch (cause) {
      emit<VinculoError>('vinculo-error', new VinculoError('load', 'What writes vCards could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause }));
      say(element.t('state.cutOff'));
    }
    element.requestUpdate();
  }

  dialogs(): TemplateResult | typeof nothing { return this.#loaded?.dialog() ?? nothing; }
}
