// What the list needs when a person is asked for something: a value in a cell, a filter, columns, what to change of many records, the name of a view.
import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { FilterDialog } from '../filters/filter-dialog.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { addEnglish } from '../messages/message.ts';
import { Dialog } from '../parts/dialog.ts';
import { FieldInputs } from '../parts/field-inputs.ts';
import { listAskingStyles } from './asking.styles.ts';
import { Bulk } from './bulk.ts';
import { ChangeDialog } from './change-dialog.ts';
import { ColumnsDialog } from './columns-dialog.ts';
import type { ListContext } from './context.ts';
import type { ListController } from './list.controller.ts';
import type { Work } from './work-on.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(fieldsEnglish);

export const sheets: readonly CSSResult[] = [listAskingStyles];

/** A dialog that is opened and drawn. */
interface Asked { open(): void; render(on: ListContext): TemplateResult }

export interface Asking {
  readonly inputs: FieldInputs;
  readonly bulk: Bulk;
  readonly filterDialog: FilterDialog;
  readonly columnsDialog: Asked;
  readonly changeDialog: Asked;
  readonly removeDialog: Asked;
  readonly viewDialog: Asked;
  render(on: ListContext): TemplateResult;
}

export function ask(work: Work, list: ListController): Asking {
  const inputs = new FieldInputs(work.host, (text) => work.announcer.say(text));
  const bulk = new Bulk(work, list);
  const filterDialog = new FilterDialog(work.filtering, inputs);
  const columnsDialog = new ColumnsDialog(work, list);
  const changeDialog = new ChangeDialog(work, list, inputs, bulk);
  const remove = removeDialog(work, bulk);
  const view = viewDialog(work);
  return {
    inputs, bulk, filterDialog, columnsDialog, changeDialog, removeDialog: remove, viewDialog: view,
    render: (on) => html`${filterDialog.render()}${columnsDialog.render(on)}${changeDialog.render(on)}${remove.render(on)}${view.render(on)}`,
  };
}

/** Before picked records are deleted. */
function removeDialog(work: Work, bulk: Bulk): Asked {
  const dialog = new Dialog(work.host);
  return {
    open: () => dialog.open(),
    render: ({ t }) => dialog.render({
      title: work.picks.count === undefined ? t('list.removeAllTitle') : t('list.removeTitle', { count: work.picks.count }), confirm: t('list.remove'),
      body: dialog.isOpen ? html`<p class="text-2">${t('list.removeText')}</p>` : nothing, done: () => void bulk.remove(),
    }),
  };
}

/** The name of a view, and who sees it. */
function viewDialog(work: Work): Asked {
  const dialog = new Dialog(work.host);
  return {
    open: () => dialog.open(),
    render: ({ t }) => dialog.render({
      title: t('list.saveView'), confirm: t('action.save'),
      body: dialog.isOpen ? html`<div class="field"><label for="view-name">${t('list.viewName')}</label><input class="input" id="view-name" name="name" required maxlength="120" autocomplete="off" autofocus></div>
        <label class="row"><input type="checkbox" name="shared" value="yes">${t('list.shareView')}</label>` : nothing,
      done: (form) => {
        const name = String(form.get('name') ?? '').trim();
        if (!name) return;
        work.views.save(name, form.get('shared') === 'yes');
        work.announcer.say(t('list.viewSaved', { name }));
        work.host.requestUpdate();
      },
    }),
  };
}
