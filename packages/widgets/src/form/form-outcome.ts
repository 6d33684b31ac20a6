import { html, nothing, type TemplateResult } from 'lit';
import { isolated } from '../format/isolated.ts';
import type { Localized } from '../messages/message.ts';
import { conflictByField } from '../parts/both-wrote.ts';
import type { ConflictChoices } from '../parts/conflict-choices.ts';
import { refusedState } from '../parts/decision-states.ts';
import { fieldText } from '../parts/field-text.ts';
import { declaredFields } from '../parts/declared-field.ts';
import { formatLabel } from '../format/label.ts';
import { icon } from '../parts/icon.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import type { RecordFormController } from './record-form.controller.ts';

interface OutcomeActions {
  readonly choices: ConflictChoices;
  /** Another new record; not given where one was edited. */
  readonly again: (() => void) | undefined;
  edit(): void;
  open(table: string, id: string): void;
}

/** What became of what was written: kept, on its way, refused, or changed by two people. */
export function formOutcome(view: Localized, form: RecordFormController, { choices, again, edit, open }: OutcomeActions): TemplateResult {
  const { entry, entity, written, subject } = form;
  const name = String(entry?.change.patch[entity?.title ?? ''] ?? form.writtenName);
  if (entry?.state === 'refused' || entry?.state === 'unknown') {
    return html`<div part="outcome" class="outcome" tabindex="-1">${refusedState(view, { text: entry.state === 'unknown' ? view.t('state.outcomeUnknown') : (entry.reason?.message ?? ''), edit, retry: () => entry.retry(), discard: () => { entry.discard(); form.reset(); } })}</div>`;
  }
  if (entry?.state === 'conflict') {
    const fields = entity ? declaredFields(entity, form.table) : [];
    const text = (field: string, value: unknown): string => fieldText({ locale: view.locale, t: view.t.bind(view), viewer: { locale: view.locale }, nameOf: (table, id) => form.nameOf(table, id) }, fields.find((each) => each.name === field), value);
    const label = (field: string): string => { const found = fields.find((each) => each.name === field); return found ? formatLabel(view.locale, found.label) : field; };
    const by = entry.theirs?.updatedBy;
    const words = { name: name ? isolated(name) : view.t('fields.unnamed'), label, value: text, viewer: { locale: view.locale }, who: by ? form.nameOf('user', by) : undefined };
    return html`<div part="outcome" class="outcome" tabindex="-1">${conflictByField(view, entry, words, choices)}</div>`;
  }
  const title = view.t(again ? 'fill.wasCreated' : 'fill.wasSaved', { name: name ? isolated(name) : view.t('fields.unnamed') });
  return html`<div part="outcome" class="outcome state" role="status" tabindex="-1"><p class="bold row">${icon('check', 'good')}<span>${title}</span></p>${
    entry ? unsyncedMark(view, form.status?.connection === 'online' ? 'saving' : 'unsynced') : nothing}<div class="row wrap">${
    written ? html`<button type="button" part="button" class="btn" @click=${() => open(subject.table, written.id)}>${view.t('action.open')}</button>` : nothing}${
    again ? html`<button type="button" part="button" class="btn quiet" @click=${again}>${view.t('fill.another')}</button>` : html`<button type="button" part="button" class="btn quiet" @click=${() => form.goOn()}>${view.t('action.edit')}</button>`}<slot name="after"></slot></div></div>`;
}
