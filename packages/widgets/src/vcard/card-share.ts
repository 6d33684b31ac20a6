import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { Dialog } from '../parts/dialog.ts';
import { saveFile } from '../parts/save-file.ts';
import type { VcardSubject } from './late-vcard.ts';
import { vcardOf } from './vcard-records.ts';
import { writeVcard } from './write-vcard.ts';

export { before as Before } from '../parts/before.ts';

const styles: CSSResult = css`
  .qr { display: block; width: min(280px, 100%); margin-inline: auto; background: #fff; color: #000; border-radius: var(--v-radius); forced-color-adjust: none; }
`;

export const sheets: readonly CSSResult[] = [styles];

/** A record as a vCard: saved as a file, or shown as a QR code that a telephone reads. */
export class CardShare {
  readonly #element: VinculoElement;
  readonly #dialog: Dialog;
  #shown: { readonly subject: VcardSubject; /** Undefined where the card is too long. */ readonly code: TemplateResult | undefined } | undefined;

  constructor(element: VinculoElement) {
    this.#element = element;
    this.#dialog = new Dialog(element);
  }

  /** 3.0, which every address book reads. */
  save({ table, row, company }: VcardSubject): void {
    const content = new Blob([writeVcard(vcardOf(table, row, company), '3.0')], { type: 'text/vcard;charset=utf-8' });
    // What file systems do not take in a name.
    const name = (row.name ?? '').replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ').trim().slice(0, 100);
    saveFile(this.#element.ownerDocument, content, `${name || table}.vcf`);
  }

  /** @throws what import() throws when a file of the package cannot be had */
  async showCode(subject: VcardSubject): Promise<void> {
    const { qrCode } = await import('./qr-code.ts');
    const label = this.#element.t('vcard.scan', { name: `\u2068${subject.row.name ?? ''}\u2069` });
    const card = vcardOf(subject.table, subject.row, subject.company);
    // A code with less in it is read from farther away: where all of it is too much, how to reach them is enough.
    const code = qrCode(writeVcard(card, '3.0'), label) ?? qrCode(writeVcard({ ...card, addresses: [], socials: [], phones: card.phones.slice(0, 3), emails: card.emails.slice(0, 2) }, '3.0'), label);
    this.#shown = { subject, code };
    this.#dialog.open();
  }

  dialog(): TemplateResult | typeof nothing {
    const shown = this.#shown;
    if (!shown) return nothing;
    const w = this.#element;
    const body = shown.code ? html`${shown.code}<p class="text-2">${w.t('vcard.scan', { name: `\u2068${shown.subject.row.name ?? ''}\u2069` })}</p>` : html`<p>${w.t('vcard.tooLong')}</p>`;
    return this.#dialog.render({ title: w.t('vcard.qr'), body, confirm: w.t('vcard.save'), done: () => this.save(shown.subject) });
  }
}
