import { html, nothing, type TemplateResult } from 'lit';
import { Dialog } from '../parts/dialog.ts';
import type { DeedHost, DeedSubject } from './deed-subject.ts';

/** Why a record goes back to the pool. */
export class GiveBackDialog {
  readonly #host: DeedHost;
  readonly #dialog: Dialog;
  #subject: DeedSubject | undefined;

  constructor(host: DeedHost) {
    this.#host = host;
    this.#dialog = new Dialog(host.element);
  }

  open(subject: DeedSubject): void {
    this.#subject = subject;
    this.#dialog.open();
  }

  render(done: (subject: DeedSubject, reason: string) => void): TemplateResult | typeof nothing {
    const subject = this.#subject;
    if (!subject) return nothing;
    const { element: w } = this.#host;
    const body = html`<p class="text-2">${w.t('deed.giveBackText')}</p><div class="field"><label for="give-back-why">${w.t('inbox.returnReason')}</label><textarea class="input" id="give-back-why" name="why" rows="3" required maxlength="500" dir="auto"></textarea></div>`;
    return this.#dialog.render({
      title: w.t('inbox.returnTitle'), body, confirm: w.t('inbox.return'),
      done: (fields) => done(subject, String(fields.get('why') ?? '').trim()),
    });
  }
}
