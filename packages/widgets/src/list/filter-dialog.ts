import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import type { DeclaredField } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import type { FieldInputs } from '../parts/field-inputs.ts';
import { icon } from '../parts/icon.ts';
import type { Column } from './columns.ts';
import type { ListContext } from './context.ts';
import { isDated, opText } from './filter-words.ts';
import { type FilterOp, type FilterRule, opsOf, takesValues } from './filter-rules.ts';
import type { ListController } from './list.controller.ts';
import type { Work } from './work-on.ts';

interface Draft { readonly key: string; readonly field: string; readonly op: FilterOp; readonly values: readonly unknown[] }

/** The filter, condition by condition: a field, what is asked of it, and values by its kind. */
export class FilterDialog {
  readonly #work: Work;
  readonly #list: ListController;
  readonly #inputs: FieldInputs;
  readonly #dialog: Dialog;
  #draft: readonly Draft[] = [];
  #made = 0;

  constructor(work: Work, list: ListController, inputs: FieldInputs) {
    this.#work = work;
    this.#list = list;
    this.#inputs = inputs;
    this.#dialog = new Dialog(work.host);
  }

  /** Opens it; `at` is the condition that gets the focus. */
  open(at?: number): void {
    this.#draft = this.#work.host.filters.map((rule) => this.#drafted(rule));
    if (this.#draft.length === 0) this.#add();
    this.#dialog.open();
    const key = this.#draft[at ?? 0]?.key;
    void this.#work.host.updateComplete.then(() => this.#work.host.renderRoot.querySelector<HTMLElement>(`[data-rule="${key}"] select`)?.focus());
  }

  #drafted({ field, op, values }: FilterRule): Draft { return { key: `filter-${++this.#made}`, field, op, values }; }

  #add(): void {
    const columns = this.#columns();
    const used = new Set(this.#draft.map(({ field }) => field));
    const column = columns.find(({ name, isTitle }) => !used.has(name) && !isTitle) ?? columns[0];
    if (column) this.#draft = [...this.#draft, this.#drafted({ field: column.name, op: opsOf(column.field.kind)[0]!, values: [] })];
    this.#work.host.requestUpdate();
  }

  /** What can be asked about: the columns on show first. */
  #columns(): readonly Column[] {
    const shown = this.#list.shown.filter(({ isAsked }) => isAsked);
    return [...shown, ...[...this.#list.columns.values()].filter(({ name, isAsked }) => isAsked && !shown.some((each) => each.name === name))];
  }

  #set(key: string, change: Partial<Draft>): void {
    this.#inputs.drop(key);
    this.#draft = this.#draft.map((each) => (each.key === key ? { ...each, values: [], ...change } : each));
    this.#work.host.requestUpdate();
  }

  #remove(key: string): void {
    this.#inputs.drop(key);
    this.#draft = this.#draft.filter((each) => each.key !== key);
    this.#work.host.requestUpdate();
  }

  render(on: ListContext): TemplateResult {
    const { t } = on;
    const isOpen = this.#dialog.isOpen;
    return this.#dialog.render({
      title: t('list.filters'), confirm: t('list.apply'),
      body: isOpen ? html`<div class="conditions">${repeat(this.#draft, ({ key }) => key, (draft) => this.#rule(on, draft))}</div>
        <div><button type="button" part="add" class="btn small" @click=${() => this.#add()}>${icon('plus')}${t('list.addFilter')}</button></div>` : nothing,
      done: (form) => {
        const box = this.#work.host.renderRoot.querySelector('.conditions') ?? this.#work.host.renderRoot;
        const filters = this.#draft.flatMap((draft) => this.#read(draft, form, box));
        this.#inputs.drop();
        this.#work.host.show({ filters });
      },
      cancelled: () => this.#inputs.drop(),
    });
  }

  #rule(on: ListContext, draft: Draft): TemplateResult {
    const { t } = on;
    const column = this.#list.columns.get(draft.field);
    const ops = column ? opsOf(column.field.kind) : [];
    const changeField = (event: Event): void => {
      const field = (event.currentTarget as HTMLSelectElement).value;
      const kind = this.#list.columns.get(field)?.field.kind;
      if (kind) this.#set(draft.key, { field, op: opsOf(kind)[0]! });
    };
    const remove = t('list.removeFilter', { filter: column?.label ?? draft.field });
    // What was chosen or typed for another field, or another condition, goes with its controls.
    return html`<div class="condition" data-rule=${draft.key}>
      <select class="input" aria-label=${t('list.field')} @change=${changeField}>${this.#columns().map(({ name, label }) => html`<option value=${name} ?selected=${name === draft.field}>${label}</option>`)}</select>
      ${keyed(draft.field, html`<select class="input" aria-label=${t('list.condition')} @change=${(event: Event) => this.#set(draft.key, { op: (event.currentTarget as HTMLSelectElement).value as FilterOp })}>${ops.map((op) => html`<option value=${op} ?selected=${op === draft.op}>${opText(on, op, column !== undefined && isDated(column))}</option>`)}</select>`)}
      <button type="button" class="clear" aria-label=${remove} title=${remove} @click=${() => this.#remove(draft.key)}>${icon('x')}</button>
      ${column && takesValues(draft.op) ? html`<div class="value">${keyed(`${draft.field} ${draft.op}`, this.#value(on, column, draft))}</div>` : nothing}
    </div>`;
  }

  /** What is typed or chosen: several of a list, one of everything else. */
  #value(on: ListContext, column: Column, draft: Draft): TemplateResult {
    const { t } = on;
    if (draft.op === 'next' || draft.op === 'last') return html`<label class="row days"><input class="input num" type="number" min="0" step="1" required name=${draft.key} .defaultValue=${String(draft.values[0] ?? 7)}>${t('list.dayUnit')}</label>`;
    const field = this.#asked(column, draft.op);
    if (field.kind === 'option') {
      const chosen = new Set(draft.values);
      return html`<fieldset class="options"><legend class="hidden-text">${column.label}</legend>${field.options.map(({ value, label }) => html`<label class="row"><input type="checkbox" name=${draft.key} value=${value} ?checked=${chosen.has(value)}><bdi>${formatLabel(on.locale, label)}</bdi></label>`)}</fieldset>`;
    }
    return this.#inputs.render(this.#work.reader(), field, { key: draft.key, value: dayOfInstant(column, draft.values[0]), label: column.label, currency: this.#list.currency });
  }

  /** The field as it is asked for: part of a text is text, a moment is asked for by its day. */
  #asked(column: Column, op: FilterOp): DeclaredField {
    const { declared: _, ...field } = this.#work.stages.choice(column);
    const kind = op === 'contains' || op === 'has' ? 'text' : field.kind === 'instant' ? 'date' : field.kind === 'longText' || field.kind === 'phone' ? 'text' : field.kind;
    return { ...field, kind, emptiable: true, required: false };
  }

  #read(draft: Draft, form: FormData, box: ParentNode): readonly FilterRule[] {
    const { key, field: name, op } = draft;
    const column = this.#list.columns.get(name);
    if (!column) return [];
    if (!takesValues(op)) return [{ field: name, op, values: [] }];
    const field = this.#asked(column, op);
    if (op === 'next' || op === 'last') return [{ field: name, op, values: [Number(form.get(key))] }];
    if (field.kind === 'option') {
      const values = form.getAll(key).map(String);
      return values.length > 0 ? [{ field: name, op, values }] : [];
    }
    const answer = this.#inputs.read(this.#work.reader(), field, key, box, draft.values[0]);
    // What is empty, or none of its kind, asks nothing.
    if ('problem' in answer || answer.value === null || answer.value === undefined) return [];
    const value = column.field.kind === 'instant' && typeof answer.value === 'string' ? instantOf(answer.value, op) : answer.value;
    return [{ field: name, op, values: [value] }];
  }
}

function dayOfInstant({ field }: Column, value: unknown): unknown {
  if (field.kind !== 'instant' || typeof value !== 'string') return value;
  const at = new Date(value);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** From a day: from its beginning; until a day: to its end. */
function instantOf(day: string, op: FilterOp): string {
  return new Date(op === 'atMost' ? `${day}T23:59:59.999` : `${day}T00:00:00`).toISOString();
}
