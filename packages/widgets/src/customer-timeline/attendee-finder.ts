// Who else takes part in a meeting: loaded when somebody plans one.
import { html, type CSSResult, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { addEnglish } from '../messages/message.ts';
import { LookupBoxes } from '../parts/lookup-box.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(fieldsEnglish);

export const sheets: readonly CSSResult[] = [declaredFieldStyles];

/** The input in which people of other customers and colleagues are found. */
export class AttendeeFinder {
  readonly #host: VinculoElement;
  readonly #boxes: LookupBoxes;
  readonly #id: string;

  /** `say` announces how many were found; `id` is unique in the widget. */
  constructor(host: VinculoElement, say: (text: string) => void, id: string) {
    this.#host = host;
    this.#id = id;
    this.#boxes = new LookupBoxes(host, say);
  }

  render(without: ReadonlySet<string>, choose: (table: string, id: string, name: string) => void): TemplateResult {
    return html`<div class="field grow"><label class="fine text-3" for=${`lookup-${this.#id}`}>${this.#host.t('timeline.addAttendee')}</label>${this.#boxes.render({
      id: this.#id, tables: ['contact', 'user'], shown: '', without, choose: (found) => { if (found) choose(found.table, found.id, found.name); },
    })}</div>`;
  }
}
