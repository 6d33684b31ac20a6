// A number for somebody who is known already: loaded when a person wants that.
import { html, type CSSResult, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { addEnglish } from '../messages/message.ts';
import type { Found } from '../parts/find-records.ts';
import { LookupBoxes } from '../parts/lookup-box.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import { menu } from '../styles/menu.ts';

addEnglish(fieldsEnglish);

export const sheets: readonly CSSResult[] = [menu, declaredFieldStyles];

/** The input in which somebody who is known is found. */
export class NumberAdding {
  readonly #element: VinculoElement;
  readonly #boxes: LookupBoxes;

  constructor(element: VinculoElement, say: (text: string) => void) {
    this.#element = element;
    this.#boxes = new LookupBoxes(element, say);
  }

  view(tables: readonly string[], choose: (found: Found) => void): TemplateResult {
    return html`<div part="add" class="call"><div class="field"><label for="lookup-known">${this.#element.t('pop.addTo')}</label>${this.#boxes.render({ id: 'known', tables, shown: '', required: true, choose: (found) => { if (found) choose(found); } })}</div></div>`;
  }
}
