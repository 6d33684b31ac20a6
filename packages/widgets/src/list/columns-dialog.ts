import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Dialog } from '../parts/dialog.ts';
import { icon } from '../parts/icon.ts';
import type { ListContext } from './context.ts';
import type { ListController } from './list.controller.ts';
import type { Work } from './work-on.ts';

interface Draft { readonly name: string; readonly shown: boolean; readonly width: number | undefined }

/** Which columns, in which order and how wide; and what rows stand together by. */
export class ColumnsDialog {
  readonly #work: Work;
  readonly #list: ListController;
  readonly #dialog: Dialog;
  #draft: readonly Draft[] = [];
  #moved: { readonly name: string; readonly by: 1 | -1 } | undefined;

  constructor(work: Work, list: ListController) {
    this.#work = work;
    this.#list = list;
    this.#dialog = new Dialog(work.host);
  }

  open(): void {
    const shown = this.#list.shown.map(({ name, own }): Draft => ({ name, shown: true, width: own }));
    const others = [...this.#list.columns.keys()].filter((name) => !shown.some((each) => each.name === name)).map((name): Draft => ({ name, shown: false, width: undefined }));
    this.#draft = [...shown, ...others];
    this.#dialog.open();
  }

  #set(name: string, change: Partial<Draft>): void {
    this.#draft = this.#draft.map((each) => (each.name === name ? { ...each, ...change } : each));
    this.#work.host.requestUpdate();
  }

  #move(at: number, by: 1 | -1): void {
    const draft = [...this.#draft];
    const [each] = draft.splice(at, 1);
    draft.splice(at + by, 0, each!);
    this.#draft = draft;
    const { host, announcer } = this.#work;
    announcer.say(host.t('list.movedColumn', { column: this.#list.columns.get(each!.name)!.label, place: at + by + 1 }));
    this.#moved = { name: each!.name, by };
    host.requestUpdate();
    void host.updateComplete.then(() => this.#refocus());
  }

  /** The button that moved a column keeps the focus, or the other one at an end. */
  #refocus(): void {
    const moved = this.#moved;
    if (!moved) return;
    this.#moved = undefined;
    const row = this.#work.host.renderRoot.querySelector(`[data-column="${CSS.escape(moved.name)}"]`);
    const buttons = row?.querySelectorAll('button');
    const own = buttons?.[moved.by < 0 ? 0 : 1];
    (own?.disabled ? buttons?.[moved.by < 0 ? 1 : 0] : own)?.focus();
  }

  render(on: ListContext): TemplateResult {
    const { t } = on;
    const { host } = this.#work;
    const groups = [...this.#list.columns.values()].filter(({ isAsked, field, isTitle }) => isAsked && !isTitle && ['option', 'ref', 'date', 'boolean', 'text', 'integer', 'percent', 'currency'].includes(field.kind));
    return this.#dialog.render({
      title: t('list.columns'), confirm: t('filter.apply'),
      body: this.#dialog.isOpen ? html`<ul class="choose-columns" role="list">${repeat(this.#draft, ({ name }) => name, (each, at) => this.#row(on, each, at))}</ul>
        <div class="field"><label for="group-by">${t('list.groupBy')}</label><select class="input" id="group-by" name="group"><option value="">${t('list.noGroups')}</option>${groups.map(({ name, label }) => html`<option value=${name} ?selected=${name === host.groupBy}>${label}</option>`)}</select></div>
        <div><button type="button" class="btn small quiet" @click=${() => { this.#dialog.close(); host.setColumns(undefined); }}>${t('list.usualColumns')}</button></div>` : nothing,
      done: (form) => {
        const chosen = this.#draft.filter(({ shown }) => shown).map(({ name, width }) => ({ name, ...(width === undefined ? {} : { width }) }));
        if (chosen.length > 0) host.setColumns(chosen);
        const groupBy = String(form.get('group') ?? '');
        if (groupBy !== host.groupBy) host.show({ groupBy });
      },
    });
  }

  #row(on: ListContext, { name, shown, width }: Draft, at: number): TemplateResult {
    const { t } = on;
    const column = this.#list.columns.get(name)!;
    const setWidth = (event: Event): void => {
      const typed = Number((event.currentTarget as HTMLInputElement).value);
      this.#set(name, { width: typed >= 40 && typed <= 1200 ? Math.round(typed) : undefined });
    };
    return html`<li class="row" data-column=${name}>
      <label class="row grow"><input type="checkbox" ?autofocus=${at === 0} .checked=${shown} @change=${(event: Event) => this.#set(name, { shown: (event.currentTarget as HTMLInputElement).checked })}><bdi class="cut">${column.label}</bdi></label>
      <input class="input width num" type="number" min="40" max="1200" step="1" inputmode="numeric" aria-label=${t('list.widthOf', { column: column.label })} title=${t('list.widthOf', { column: column.label })} placeholder=${column.width} .value=${width === undefined ? '' : String(width)} @change=${setWidth}>
      <button type="button" class="clear" aria-label=${t('list.moveUp', { column: column.label })} title=${t('list.moveUp', { column: column.label })} ?disabled=${at === 0} @click=${() => this.#move(at, -1)}>${icon('chevron', 'up')}</button>
      <button type="button" class="clear" aria-label=${t('list.moveDown', { column: column.label })} title=${t('list.moveDown', { column: column.label })} ?disabled=${at === this.#draft.length - 1} @click=${() => this.#move(at, 1)}>${icon('chevron')}</button>
    </li>`;
  }
}
