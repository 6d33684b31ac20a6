// A number for somebody who is known already: loaded when a person wants that.
import { html, type CSSResult, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { addEnglish } from '../messages/message.ts';
import type { Found } from '../parts/find-records.ts';
import { LookupBoxes } from '../parts/lookup-box.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import { menu } from '../styles/menu.ts';

export { before as Before } from '../base/before.ts';

addEnglish(fieldsEnglish);

export const sheets: readonly CSSResult[] = [menu, declaredFieldStyles];

/** The input in which somebody who is known is found. */
export class NumberAdding {
  readonly #element: VinculoElement;
  readonly #boxes: LookupBoxes;
  readonly #say: (text: string) => void;

  constructor(element: VinculoElement, say: (text: string) => void) {
    this.#element = element;
    this.#say = say;
    this.#boxes = new LookupBoxes(element, say);
  }

  /** `add` answers whether the number was added. */
  view(tables: readonly string[], add: (found: Found) => boolean): TemplateResult {
    const element = this.#element;
    const choose = (found: Found | undefined): void => { if (found && add(found)) this.#say(element.t('pop.added', { name: `\u2068${found.name}\u2069` })); };
    return html`<div part="add" class="call"><div class="field"><label for="lookup-known">${element.t('pop.addTo')}</label>${this.#boxes.render({ id: 'known', tables, shown: '', required: true, choose })}</div></div>`;
  }
}
