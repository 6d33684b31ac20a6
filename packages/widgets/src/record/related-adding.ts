import { html, nothing, type TemplateResult } from 'lit';
import type { FieldProblem, Vinculo, VinculoError } from '@vinculo/sdk';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { isEmpty, type DeclaredField } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import { icon } from '../parts/icon.ts';
import { newRowOf, startOf, type NewRow, type Start } from './new-row.ts';
import { isTie, type RelatedList } from './related-lists.ts';
import type { RecordView } from './record-view.ts';

/** Writes a new row. Answers what is wrong with its values, that the page holds it back, or nothing. */
type Written = readonly FieldProblem[] | 'held' | undefined;
type Add = (list: RelatedList, row: NewRow, values: Readonly<Record<string, unknown>>) => Written;

/** Adds a row to a list of the record: a person to a deal, a deal to a customer, a next step to either. */
export class RelatedAdding {
  readonly #host: VinculoElement;
  readonly #dialog: Dialog;
  #list: RelatedList | undefined;
  #start: Start = {};
  #problems: ReadonlyMap<string, string> = new Map();

  constructor(host: VinculoElement) {
    this.#host = host;
    this.#dialog = new Dialog(host);
  }

  /** Opens when it is known where a new record begins; `failed` where that cannot be had. */
  async ask(crm: Vinculo, list: RelatedList, failed: (error: VinculoError) => void): Promise<void> {
    this.#list = list;
    this.#problems = new Map();
    try {
      const start = await startOf(crm, list.entity);
      if (this.#list !== list) return;
      this.#start = start;
      this.#dialog.open();
    } catch (error) {
      failed(error as VinculoError); // what a client's question throws
    }
  }

  /** The list that is open goes: another record is shown. */
  close(): void {
    this.#list = undefined;
    if (this.#dialog.isOpen) this.#dialog.close();
  }

  render(view: RecordView, add: Add): TemplateResult {
    const list = this.#list;
    const row = list && this.#dialog.isOpen ? newRowOf(view, list, this.#start) : undefined;
    const forget = (): void => { this.#list = undefined; view.inputs.drop(); };
    return this.#dialog.render({
      title: row ? view.t('card.addField', { field: formatLabel(view.locale, row.entity.label) }) : '', confirm: view.t('action.add'), body: row ? row.fields.map((field) => this.#field(view, row, field)) : nothing,
      check: (form) => list !== undefined && row !== undefined && this.#check(view, list, row, form, (values) => add(list, row, values)),
      done: forget, cancelled: forget,
    });
  }

  get list(): RelatedList | undefined { return this.#list; }

  #field(view: RecordView, row: NewRow, field: DeclaredField): TemplateResult {
    const key = `added-${field.name}`;
    const problem = this.#problems.get(field.name);
    return html`<div class="field"><label for=${view.inputs.focusId(key, field)}>${view.label(field)}${field.required ? nothing : html` <span class="fine text-3">${view.t('field.optional')}</span>`}</label>${
      view.inputs.render(view, field, { key, value: given(row, field), required: field.required, currency: view.currency, invalid: problem !== undefined, ...(problem ? { describedBy: `problem-${key}` } : {}) })}${
      problem ? html`<span id=${`problem-${key}`} class="message bad">${icon('warn')}${problem}</span>` : nothing}</div>`;
  }

  #check(view: RecordView, list: RelatedList, row: NewRow, form: HTMLFormElement, add: (values: Readonly<Record<string, unknown>>) => Written): boolean {
    const { fields } = row;
    const problems = new Map<string, string>();
    const values: Record<string, unknown> = { ...row.values };
    for (const field of fields) {
      const answer = view.inputs.read(view, field, `added-${field.name}`, form, given(row, field));
      if ('problem' in answer) problems.set(field.name, answer.problem);
      else if (isEmpty(answer.value)) delete values[field.name];
      else values[field.name] = answer.value;
    }
    // A row that ties must name the other end.
    const ends = isTie(list.entity) ? fields.filter(({ kind, name }) => kind === 'ref' && name !== 'ownerId') : [];
    if (problems.size === 0 && ends.length > 0 && ends.every(({ name }) => values[name] === undefined)) problems.set(ends[0]!.name, view.t('field.required', { field: view.label(ends[0]!) }));
    const written = problems.size === 0 ? add(values) : undefined;
    // What was typed stays: the page says what is to be done with it.
    if (written === 'held') return false;
    for (const each of written ?? []) problems.set(each.field, each.message);
    this.#problems = problems;
    if (problems.size === 0) return true;
    this.#host.requestUpdate();
    const wrong = fields.find(({ name }) => problems.has(name));
    if (wrong) form.querySelector<HTMLElement>(`#${CSS.escape(view.inputs.focusId(`added-${wrong.name}`, wrong))}`)?.focus();
    return false;
  }
}

/** What an input shows at first. */
function given({ values }: NewRow, { name, declared }: DeclaredField): unknown {
  return values[name] ?? declared?.default;
}
