import { html, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Found } from './find-records.ts';
import { LookupBoxes } from './lookup-box.ts';

/** A member of staff who may be chosen. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

const worksHere = ({ row }: Found): boolean => row['active'] !== false;

/** A field of a dialog in which a member of staff is found by name, however many there are. */
export class PersonBox {
  readonly #host: VinculoElement;
  readonly #boxes: LookupBoxes;
  readonly #id: string;
  #chosen: Person | undefined;

  /** `say` announces how many were found; `id` is unique in the widget. */
  constructor(host: VinculoElement, say: (text: string) => void, id: string) {
    this.#host = host;
    this.#boxes = new LookupBoxes(host, say);
    this.#id = id;
  }

  get chosen(): Person | undefined { return this.#chosen; }

  /** Begins anew, with who is chosen already. */
  start(now?: Person): void { this.#chosen = now; }

  /** In a form it is `name` with the person's id, or empty. */
  render({ name, label, placeholder, without, required = false, chosen }: { readonly name: string; readonly label: string; readonly placeholder?: string; readonly without?: ReadonlySet<string>; readonly required?: boolean; readonly chosen?: (person: Person | undefined) => void }): TemplateResult {
    const choose = (found: Found | undefined): void => {
      this.#chosen = found && { id: found.id, name: found.name };
      chosen?.(this.#chosen);
      this.#host.requestUpdate();
    };
    return html`<div class="field"><label for=${`lookup-${this.#id}`}>${label}</label>${this.#boxes.render({
      id: this.#id, tables: ['user'], shown: this.#chosen?.name ?? '', offer: worksHere, choose, required, ...(placeholder ? { placeholder } : {}), ...(without ? { without } : {}),
    })}<input type="hidden" name=${name} .value=${this.#chosen?.id ?? ''}></div>`;
  }
}
