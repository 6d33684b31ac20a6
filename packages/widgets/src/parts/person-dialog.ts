// Gives something to one of many colleagues: loaded when somebody looks for one.
import { html, type CSSResult, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { addEnglish } from '../messages/message.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import { Dialog } from './dialog.ts';
import { icon } from './icon.ts';
import { PersonBox, type Person } from './person-box.ts';

export { before as Before } from './before.ts';

addEnglish(fieldsEnglish);

export const sheets: readonly CSSResult[] = [declaredFieldStyles];

interface Asked {
  readonly title: string;
  readonly label: string;
  readonly confirm: string;
  readonly done: (person: Person) => void;
}

/** Asks for a member of staff by name. */
export class PersonDialog {
  readonly #host: VinculoElement;
  readonly #dialog: Dialog;
  readonly #box: PersonBox;
  #asked: Asked | undefined;
  #isMissing = false;

  /** `say` announces how many were found. */
  constructor(host: VinculoElement, say: (text: string) => void) {
    this.#host = host;
    this.#dialog = new Dialog(host);
    this.#box = new PersonBox(host, say, 'person');
  }

  ask(asked: Asked): void {
    this.#asked = asked;
    this.#isMissing = false;
    this.#box.start();
    this.#dialog.open();
  }

  render(): TemplateResult {
    const asked = this.#asked;
    const label = asked?.label ?? '';
    return this.#dialog.render({
      title: asked?.title ?? '', confirm: asked?.confirm ?? '',
      body: html`${this.#box.render({ name: 'person', label, required: true, chosen: () => { this.#isMissing = false; } })}${
        this.#isMissing ? html`<p class="message bad fine row tight" role="alert">${icon('warn', 'small')}${this.#host.t('field.required', { field: label })}</p>` : ''}`,
      check: () => {
        this.#isMissing = this.#box.chosen === undefined;
        this.#host.requestUpdate();
        return !this.#isMissing;
      },
      done: () => { if (this.#box.chosen) asked?.done(this.#box.chosen); },
    });
  }
}
