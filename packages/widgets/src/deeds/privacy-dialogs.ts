import { html, nothing, type TemplateResult } from 'lit';
import { banner } from '../parts/banner.ts';
import { titleOf } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import type { DeedHost, DeedSubject } from './deed-subject.ts';

/** What is asked before everything about a person is saved as a file. */
export class ExportDialog {
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

  render(done: (subject: DeedSubject) => void): TemplateResult | typeof nothing {
    const subject = this.#subject;
    if (!subject) return nothing;
    const { element: w } = this.#host;
    return this.#dialog.render({
      title: w.t('deed.exportTitle', { name: `\u2068${titleOf(subject.entity, subject.row)}\u2069` }), body: html`<p>${w.t('deed.exportText')}</p>`,
      confirm: w.t('deed.exportConfirm'), done: () => done(subject),
    });
  }
}

/** What is asked before a person's data is erased: what goes, what stays, and the name, so that no click too many does it. */
export class EraseDialog {
  readonly #host: DeedHost;
  readonly #dialog: Dialog;
  #subject: DeedSubject | undefined;
  #isWrong = false;

  constructor(host: DeedHost) {
    this.#host = host;
    this.#dialog = new Dialog(host.element);
  }

  open(subject: DeedSubject): void {
    this.#subject = subject;
    this.#isWrong = false;
    this.#dialog.open();
  }

  render(done: (subject: DeedSubject) => void): TemplateResult | typeof nothing {
    const subject = this.#subject;
    if (!subject) return nothing;
    const { element: w } = this.#host;
    const name = titleOf(subject.entity, subject.row);
    const same = (text: string): boolean => text.trim().toLocaleLowerCase(w.locale) === name.trim().toLocaleLowerCase(w.locale);
    const check = (form: HTMLFormElement): boolean => {
      const input = form.querySelector<HTMLInputElement>('#erase-name');
      this.#isWrong = !same(input?.value ?? '');
      w.requestUpdate();
      if (this.#isWrong) input?.focus();
      return !this.#isWrong;
    };
    const body = html`<div class="consequences"><p><b>${w.t('deed.eraseGoes')}</b><span class="line">${w.t('deed.eraseGoesText')}</span></p><p><b>${w.t('deed.eraseStays')}</b><span class="line">${w.t('deed.eraseStaysText')}</span></p></div>
      ${banner(w.t('deed.eraseForGood'), { tone: 'warn' })}
      <div class="field"><label for="erase-name">${w.t('deed.eraseType', { name: `\u2068${name}\u2069` })}</label><input class="input" id="erase-name" name="name" required autocomplete="off" dir="auto" aria-invalid=${this.#isWrong ? 'true' : nothing} aria-describedby=${this.#isWrong ? 'erase-wrong' : nothing}>${
        this.#isWrong ? html`<span id="erase-wrong" class="message bad" role="alert">${w.t('deed.eraseWrong')}</span>` : nothing}</div>`;
    return this.#dialog.render({ title: w.t('deed.eraseTitle', { name: `\u2068${name}\u2069` }), body, confirm: w.t('deed.eraseConfirm'), check, done: () => done(subject) });
  }
}
