import { html, nothing, type TemplateResult } from 'lit';
import type { FieldProblem } from '@vinculo/sdk';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { declaredFields, isEmpty, type DeclaredField } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import { icon } from '../parts/icon.ts';
import type { RelatedList } from './related-lists.ts';
import type { RecordView } from './record-view.ts';

/** How many fields of a new row are asked beside those it cannot be without. */
const most = 4;

/** Adds a row that ties the record to another one: a person to a deal, a member to a team. */
export class RelatedAdding {
  readonly #host: VinculoElement;
  readonly #dialog: Dialog;
  #list: RelatedList | undefined;
  #problems: ReadonlyMap<string, string> = new Map();

  constructor(host: VinculoElement) {
    this.#host = host;
    this.#dialog = new Dialog(host);
  }

  ask(list: RelatedList): void {
    this.#list = list;
    this.#problems = new Map();
    this.#dialog.open();
  }

  /** `add` writes it. Answers what is wrong with the values, or nothing. */
  render(view: RecordView, title: string, add: (list: RelatedList, values: Readonly<Record<string, unknown>>) => readonly FieldProblem[] | undefined): TemplateResult {
    const list = this.#list;
    const fields = list ? this.#fields(view, list) : [];
    const forget = (): void => { this.#list = undefined; view.inputs.drop(); };
    return this.#dialog.render({
      title, confirm: view.t('action.add'), body: list && this.#dialog.isOpen ? fields.map((field) => this.#field(view, field)) : nothing,
      check: (form) => list !== undefined && this.#check(view, fields, form, (values) => add(list, values)),
      done: forget, cancelled: forget,
    });
  }

  get list(): RelatedList | undefined { return this.#list; }

  #fields(view: RecordView, list: RelatedList): readonly DeclaredField[] {
    const fixed = new Set(Object.keys(list.where));
    const all = declaredFields(list.entity, view.control.source.description?.tables[list.entity.name], { forNew: true }).filter(({ name, editable }) => editable && !fixed.has(name));
    const first = new Set([...all.filter(({ required }) => required), ...all.slice(0, most)]);
    return all.filter((field) => first.has(field));
  }

  #field(view: RecordView, field: DeclaredField): TemplateResult {
    const key = `added-${field.name}`;
    const problem = this.#problems.get(field.name);
    return html`<div class="field"><label for=${view.inputs.focusId(key, field)}>${view.label(field)}${field.required ? nothing : html` <span class="fine text-3">${view.t('field.optional')}</span>`}</label>${
      view.inputs.render(view, field, { key, value: field.declared?.default, required: field.required, currency: view.currency, invalid: problem !== undefined, ...(problem ? { describedBy: `problem-${key}` } : {}) })}${
      problem ? html`<span id=${`problem-${key}`} class="message bad">${icon('warn')}${problem}</span>` : nothing}</div>`;
  }

  #check(view: RecordView, fields: readonly DeclaredField[], form: HTMLFormElement, add: (values: Readonly<Record<string, unknown>>) => readonly FieldProblem[] | undefined): boolean {
    const problems = new Map<string, string>();
    const values: Record<string, unknown> = {};
    for (const field of fields) {
      const answer = view.inputs.read(view, field, `added-${field.name}`, form, field.declared?.default);
      if ('problem' in answer) problems.set(field.name, answer.problem);
      else if (!isEmpty(answer.value)) values[field.name] = answer.value;
    }
    // A row that ties must name the other end.
    const ends = fields.filter(({ kind, name }) => kind === 'ref' && name !== 'ownerId');
    if (problems.size === 0 && ends.length > 0 && ends.every(({ name }) => values[name] === undefined)) problems.set(ends[0]!.name, view.t('field.required', { field: view.label(ends[0]!) }));
    if (problems.size === 0) for (const each of add(values) ?? []) problems.set(each.field, each.message);
    this.#problems = problems;
    if (problems.size === 0) return true;
    this.#host.requestUpdate();
    const wrong = fields.find(({ name }) => problems.has(name));
    if (wrong) form.querySelector<HTMLElement>(`#${CSS.escape(view.inputs.focusId(`added-${wrong.name}`, wrong))}`)?.focus();
    return false;
  }
}
