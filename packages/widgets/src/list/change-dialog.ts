import type { AnyRow } from '@vinculo/sdk';
import type { FieldKind } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { isEmpty, patchOf } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import type { FieldInputs } from '../parts/field-inputs.ts';
import { icon } from '../parts/icon.ts';
import type { Bulk } from './bulk.ts';
import { type Column, valueUnder } from './columns.ts';
import type { ListContext } from './context.ts';
import type { ListController } from './list.controller.ts';
import type { Work } from './work-on.ts';

/** Values that are each record's own. */
const own: ReadonlySet<FieldKind> = new Set<FieldKind>(['emails', 'phones', 'addresses', 'socials', 'lines']);
type TagMode = 'add' | 'remove' | 'set';
// What people change of many at once, before the rest.
const sought = ['ownerId', 'stageId', 'status', 'tags', 'priority'];

/** One field of all picked records: a new value, emptied, or tags added and taken off. */
export class ChangeDialog {
  readonly #work: Work;
  readonly #list: ListController;
  readonly #inputs: FieldInputs;
  readonly #bulk: Bulk;
  readonly #dialog: Dialog;
  #name = '';
  #mode: TagMode = 'add';
  #empties = false;
  #problem: string | undefined;

  constructor(work: Work, list: ListController, inputs: FieldInputs, bulk: Bulk) {
    this.#work = work;
    this.#list = list;
    this.#inputs = inputs;
    this.#bulk = bulk;
    this.#dialog = new Dialog(work.host);
  }

  #columns(): readonly Column[] {
    const all = [...this.#list.columns.values()].filter((column) => this.#list.edits(column) && !column.isTitle && !own.has(column.field.kind));
    return [...sought.flatMap((name) => all.filter((each) => each.name === name)), ...all.filter(({ name }) => !sought.includes(name))];
  }

  open(): void {
    this.#name = this.#columns()[0]?.name ?? '';
    this.#mode = 'add';
    this.#start();
  }

  #start(): void {
    this.#problem = undefined;
    this.#empties = false;
    this.#inputs.drop('change');
    this.#dialog.open();
  }

  render(on: ListContext): TemplateResult {
    const { t } = on;
    const { count } = this.#work.picks;
    const column = this.#columns().find(({ name }) => name === this.#name);
    return this.#dialog.render({
      title: count === undefined ? t('list.changeAll') : t('list.changeCount', { count }), confirm: t('list.change'),
      body: this.#dialog.isOpen && column ? this.#body(on, column) : nothing,
      done: () => { if (column) this.#done(column); },
      cancelled: () => this.#inputs.drop('change'),
    });
  }

  #body(on: ListContext, column: Column): TemplateResult {
    const { t } = on;
    const field = this.#work.stages.choice(column);
    const choose = (event: Event): void => { this.#name = (event.currentTarget as HTMLSelectElement).value; this.#start(); };
    const isTags = field.kind === 'tags';
    return html`<div class="field"><label for="change-field">${t('filter.field')}</label><select class="input" id="change-field" @change=${choose}>${this.#columns().map(({ name, label }) => html`<option value=${name} ?selected=${name === this.#name}>${label}</option>`)}</select></div>
      ${isTags ? html`<div class="field"><label for="change-mode">${t('filter.condition')}</label><select class="input" id="change-mode" @change=${(event: Event) => { this.#mode = (event.currentTarget as HTMLSelectElement).value as TagMode; }}>${(['add', 'remove', 'set'] as const).map((mode) => html`<option value=${mode} ?selected=${mode === this.#mode}>${t(`list.tags.${mode}`)}</option>`)}</select></div>` : nothing}
      ${this.#empties ? nothing : html`<div class="field change-value">${keyed(column.name, this.#inputs.render(this.#work.reader(), field, { key: 'change', value: undefined, label: column.label, currency: this.#list.currency, invalid: this.#problem !== undefined, ...(this.#problem === undefined ? {} : { describedBy: 'change-problem' }) }))}
        ${this.#problem === undefined ? nothing : html`<span id="change-problem" class="message bad" role="alert">${icon('warn')}${this.#problem}</span>`}</div>`}
      ${field.emptiable && !isTags ? html`<label class="row"><input type="checkbox" .checked=${this.#empties} @change=${(event: Event) => { this.#empties = (event.currentTarget as HTMLInputElement).checked; this.#problem = undefined; this.#work.host.requestUpdate(); }}>${t('list.emptyIt')}</label>` : nothing}`;
  }

  #done(column: Column): void {
    const field = this.#work.stages.choice(column);
    if (this.#empties) return void this.#bulk.change(() => patchOf(column.field, null), { patch: patchOf(column.field, null) });
    const box = this.#work.host.renderRoot.querySelector('.change-value') ?? this.#work.host.renderRoot;
    const answer = this.#inputs.read(this.#work.reader(), field, 'change', box, null);
    const mayBeEmpty = field.kind === 'tags' && this.#mode === 'set';
    const problem = 'problem' in answer ? answer.problem : isEmpty(answer.value) && !mayBeEmpty ? this.#work.host.t('field.required', { field: column.label }) : undefined;
    if (problem !== undefined || 'problem' in answer) {
      this.#problem = problem;
      // The browser's own check let it pass: asked again, with what is wrong.
      this.#dialog.open();
      return;
    }
    const { value } = answer;
    const patch = patchOf(column.field, value);
    if (field.kind !== 'tags') return void this.#bulk.change(() => patch, { patch });
    const mode = this.#mode;
    void this.#bulk.change((row) => patchOf(column.field, tagsAfter(row, column, mode, value as readonly string[])), { patch, tags: mode });
  }
}

/** The tags of a record after some were added or taken off. */
function tagsAfter(row: AnyRow, column: Column, mode: TagMode, tags: readonly string[]): readonly string[] {
  const before = valueUnder(row, column);
  const had = Array.isArray(before) ? before.map(String) : [];
  return mode === 'set' ? tags : mode === 'add' ? [...new Set([...had, ...tags])] : had.filter((each) => !tags.includes(each));
}
