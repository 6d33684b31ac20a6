import type { FieldKind, OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import type { ChangeReader } from '../parts/change-words.ts';
import { declaredFields, entityOf, isEmpty, type DeclaredField } from '../parts/declared-field.ts';
import { icon } from '../parts/icon.ts';
import { instantOf, localInput } from '../parts/local-input.ts';

/** Kinds that one input holds. Others (items, money, chosen records) are mended where the record is shown. */
const inputs: Readonly<Partial<Record<FieldKind, string>>> = {
  text: 'text', longText: 'area', email: 'email', url: 'url', date: 'date', instant: 'datetime-local', integer: 'number', number: 'number', percent: 'number', decimal: 'number', boolean: 'select', option: 'select',
};

/** The fields of a refused change that can be written again here: those it sets, and those the backend asks for. */
export function editableFields({ crm }: Pick<ChangeReader, 'crm'>, { change, state, reason }: OutboxEntry): readonly DeclaredField[] {
  const entity = entityOf(crm, change.table);
  if (!entity || state === 'conflict' || change.op === 'remove') return [];
  const wanted = new Set([...Object.keys(change.patch), ...(reason?.problems ?? []).map(({ field }) => field)]);
  return declaredFields(entity, crm?.description.snapshot?.tables[change.table]).filter((field) => field.declared && field.editable && wanted.has(field.name) && inputs[field.kind]);
}

function input(reader: ChangeReader, field: DeclaredField, value: unknown, described: string | typeof nothing): TemplateResult {
  const type = inputs[field.kind]!;
  const { name } = field;
  const text = isEmpty(value) ? '' : type === 'datetime-local' ? localInput(new Date(String(value))) : String(value);
  if (type === 'area') return html`<textarea part="input" class="input" id=${`edit-${name}`} name=${name} ?required=${field.required} aria-describedby=${described} .defaultValue=${text}></textarea>`;
  if (type !== 'select') return html`<input part="input" class="input" id=${`edit-${name}`} name=${name} type=${type} step=${type === 'number' && field.kind !== 'integer' ? 'any' : nothing} ?required=${field.required} aria-describedby=${described} .defaultValue=${text}>`;
  const choices = field.kind === 'boolean' ? [['true', reader.t('value.yes')], ['false', reader.t('value.no')]] : field.options.map((each) => [each.value, formatLabel(reader.locale, each.label)]);
  return html`<select part="input" class="input" id=${`edit-${name}`} name=${name} ?required=${field.required} aria-describedby=${described}>${field.required ? nothing : html`<option value=""></option>`}${choices.map(([each, word]) => html`<option value=${each} ?selected=${each === text}>${word}</option>`)}</select>`;
}

/** The inputs of a dialog in which a refused change is written again, each with what the backend said of it. */
export function editForm(reader: ChangeReader, entry: OutboxEntry): TemplateResult {
  return html`${editableFields(reader, entry).map((field) => {
    const problem = entry.reason?.problems.find((each) => each.field === field.name);
    const id = `edit-problem-${field.name}`;
    return html`<div class="field"><label for=${`edit-${field.name}`}>${formatLabel(reader.locale, field.label)}</label>${input(reader, field, entry.change.patch[field.name], problem ? id : nothing)}${
      problem ? html`<p class="message bad" id=${id}>${icon('warn')}<bdi>${problem.message}</bdi></p>` : nothing}</div>`;
  })}`;
}

/** What was written in that dialog, as the declarations hold it; only what differs from what was refused. */
export function editedPatch(reader: Pick<ChangeReader, 'crm'>, entry: OutboxEntry, form: FormData): Readonly<Record<string, unknown>> {
  return Object.fromEntries(editableFields(reader, entry).flatMap((field) => {
    const text = String(form.get(field.name) ?? '').trim();
    const value = text === '' ? null : valueOf(field.kind, text);
    return value === (entry.change.patch[field.name] ?? null) ? [] : [[field.name, value]];
  }));
}

function valueOf(kind: FieldKind, text: string): unknown {
  if (kind === 'boolean') return text === 'true';
  if (kind === 'integer' || kind === 'number' || kind === 'percent') return Number(text);
  return kind === 'instant' ? instantOf(text) : text;
}
