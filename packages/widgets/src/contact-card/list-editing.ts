import type { AnyRow } from '@vinculo/sdk';
import { css, type CSSResult, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { addEnglish } from '../messages/message.ts';
import { declaredFields, valueIn } from '../parts/declared-field.ts';
import { FieldInputs } from '../parts/field-inputs.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import type { CardView } from './card-view.ts';
import type { ListField } from './late-lists.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(fieldsEnglish);

/** A list is written in the whole width of the card: an address has five inputs. */
export const sheets: readonly CSSResult[] = [declaredFieldStyles, css`.fields > dd:has(.items) { grid-column: 1 / -1; } .fields .control { width: 100%; }`];

/** Edits a list of the card as a whole, with the inputs that the record panel has for it. Comes with the first of them. */
export class ListEditing {
  readonly #inputs: FieldInputs;
  #open: string | undefined;

  constructor(element: VinculoElement, say: (text: string) => void) {
    this.#inputs = new FieldInputs(element, say);
  }

  /** Called before each drawing with what is open: what was typed and not saved goes with its editor. */
  entered(open: string | undefined): void {
    if (open === this.#open) return;
    if (this.#open !== undefined) this.#inputs.drop(this.#open);
    this.#open = open;
  }

  /** `draft`: what a refused change held of it. */
  editor(view: CardView, name: ListField, draft: unknown): TemplateResult | undefined {
    const { entity, table, description } = view.source;
    const field = entity && declaredFields(entity, table).find((each) => each.name === name);
    if (!field) return undefined;
    // Its inputs are asked for no names of other records.
    const reader = { ...view, nameOf: (): undefined => undefined };
    // The rows of the card are those of its table, by the names of their fields.
    const stored = valueIn(view.record as typeof view.record & AnyRow, field);
    const before = draft ?? stored;
    const label = view.label(name);
    return view.fields.render({
      key: name, label, value: '', save: () => {},
      control: ({ invalid, describedBy }) => this.#inputs.render(reader, field, { key: name, value: before, label, invalid, currency: description?.currency ?? 'EUR', ...(describedBy ? { describedBy } : {}) }),
      take: (box) => {
        const answer = this.#inputs.read(reader, field, name, box, before);
        if ('problem' in answer) return answer.problem;
        return draft === undefined && JSON.stringify(answer.value) === JSON.stringify(stored ?? []) ? undefined : view.save(name, answer.value);
      },
    });
  }
}
