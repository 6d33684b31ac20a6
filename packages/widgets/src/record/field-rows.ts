import { html, nothing, type TemplateResult } from 'lit';
import { formatPercent } from '../format/number.ts';
import { isEmpty, valueIn, type DeclaredField } from '../parts/declared-field.ts';
import { fieldView } from '../parts/field-view.ts';
import { icon } from '../parts/icon.ts';
import { knownValue } from '../parts/known-words.ts';
import type { RecordView } from './record-view.ts';

/** Kinds whose values can be followed, so that a click on them is no wish to edit. */
const linked: ReadonlySet<string> = new Set(['email', 'url', 'phone', 'emails', 'phones']);

/** A field's value where it stands, edited there where it may be. */
export function fieldCell(view: RecordView, field: DeclaredField, shown?: unknown): TemplateResult {
  const { editables, inputs, row } = view;
  const value = valueIn(row, field);
  const key = field.name;
  const label = view.label(field);
  const drawn = shown ?? fieldView(view, field, value, { open: (table, id) => view.open(table, id) });
  const canEdit = view.canEdit(field);
  if (canEdit && editables.editing !== key && !isEmpty(value) && (linked.has(field.kind) || (field.kind === 'ref' && field.ref !== 'user'))) {
    const edit = view.t('action.editField', { field: label });
    return html`<span class="linked"><span part="value" class="grow">${drawn}</span><button type="button" part="edit" class="clear" data-edit=${key} aria-label=${edit} title=${edit} @click=${() => editables.edit(key)}>${icon('pencil', 'small')}</button></span>`;
  }
  return editables.render({
    key, label, value: '', shown: drawn, readonly: !canEdit, save: () => {},
    control: ({ invalid, describedBy }) => inputs.render(view, field, { key, value: view.draft(field), label, required: field.required, invalid, currency: view.currency, ...(describedBy ? { describedBy } : {}) }),
    take: (box) => view.take(field, box),
  });
}

/** What is told otherwise than by the field's kind: a probability that the record has none of itself, so that its stage's counts, and what has a word in each language. */
function toldBeside(view: RecordView, field: DeclaredField): unknown {
  const word = knownValue(view, view.entity.name, field.name, valueIn(view.row, field), field.options);
  if (word) return html`<bdi>${word}</bdi>`;
  const byStage = field.name === 'probability' && isEmpty(valueIn(view.row, field)) ? view.control.path?.now?.probability : undefined;
  return typeof byStage === 'number' ? html`<span class="num">${formatPercent(view.locale, byStage)}</span> <span class="text-3">${view.t('record.ofStage')}</span>` : undefined;
}

/** Fields that stand elsewhere in the panel. */
const ofProcess: ReadonlySet<string> = new Set(['pipelineId', 'stageId', 'stageSince']);
const ofEnd: ReadonlySet<string> = new Set(['closedAt', 'lostReason']);

/** Names of what a record as a whole is worth; other amounts are fields like any other. */
const worth: ReadonlySet<string> = new Set(['amount', 'total', 'price']);

/** The amount that stands beside the name. */
export function headAmount(view: Pick<RecordView, 'fields'>): DeclaredField | undefined {
  return view.fields.find(({ kind, name }) => kind === 'money' && worth.has(name));
}

/** How many fields are drawn whether or not they hold something. */
const always = 8;

/** The fields in their order: those the host names; else the first of the declaration, and of the others those that hold something. */
function shownFields(view: RecordView): { readonly shown: readonly DeclaredField[]; readonly more: number } {
  const { options: { fields: named }, entity, row } = view;
  if (named) return { shown: named.flatMap((name) => view.fields.find((each) => each.name === name) ?? []), more: 0 };
  const amount = headAmount(view);
  const all = view.fields.filter((field) => field.name !== entity.title && field !== amount && field.name !== 'number' && field.kind !== 'lines' && !(entity.process && ofProcess.has(field.name)));
  const holds = (field: DeclaredField): boolean => !isEmpty(valueIn(row, field));
  const usual = new Set(all.filter((field) => !ofEnd.has(field.name) && (holds(field) || view.canEdit(field))).slice(0, always));
  const shown = view.showsAll ? all : all.filter((field) => holds(field) || usual.has(field) || view.editables.editing === field.name);
  return { shown, more: all.length - all.filter((field) => holds(field) || usual.has(field)).length };
}

export function fieldRows(view: RecordView): TemplateResult {
  const { shown, more } = shownFields(view);
  return html`<dl part="fields" class="fields rule">${shown.map((field) => html`<dt part="label">${view.label(field)}</dt><dd part="value ${field.name}">${fieldCell(view, field, toldBeside(view, field))}</dd>`)}</dl>${
    more > 0 ? html`<div class="more"><button type="button" part="more" class="btn small quiet" aria-expanded=${view.showsAll ? 'true' : 'false'} @click=${() => view.toggleAll()}>${icon('chevron', view.showsAll ? 'up' : '')}${view.showsAll ? view.t('record.fewerFields') : view.t('record.moreFields', { count: more })}</button></div>` : nothing}`;
}
