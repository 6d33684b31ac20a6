// What is asked before a record goes into a stage: drawn and read alike wherever that is.
import { html, nothing, type TemplateResult } from 'lit';
import { isEmpty, type DeclaredField } from './declared-field.ts';
import type { FieldInputs } from './field-inputs.ts';
import type { FieldReader } from './field-text.ts';
import { icon } from './icon.ts';

/** What draws and reads them. */
export interface StageInputsView extends FieldReader {
  readonly inputs: FieldInputs;
  /** Of amounts that have none yet. */
  readonly currency: string;
  /** The name of a field for people. */
  label(field: DeclaredField): string;
}

/** A field that is asked. */
export interface StageInput {
  /** Unique in the widget. */
  readonly key: string;
  readonly field: DeclaredField;
  /** What the record holds. */
  readonly value: unknown;
  /** What stands in the input at first, where that is something else. */
  readonly offered?: unknown;
  readonly required: boolean;
  /** What it is called, where that is not the name of the field. */
  readonly label?: string;
}

/** A field with its label, and what is wrong with it. `after` stands between. */
export function stageInput(view: StageInputsView, { key, field, value, offered = value, required, label = view.label(field) }: StageInput, problem: string | undefined, after: unknown = nothing): TemplateResult {
  const id = `problem-${key}`;
  return html`<div class="field"><label for=${view.inputs.focusId(key, field)}>${label}${required ? nothing : html` <span class="fine text-3">${view.t('field.optional')}</span>`}</label>${
    view.inputs.render(view, field, { key, value: offered, required, currency: view.currency, invalid: problem !== undefined, ...(problem ? { describedBy: id } : {}) })}${after}${
    problem ? html`<span id=${id} class="message bad" role="alert">${icon('warn')}${problem}</span>` : nothing}</div>`;
}

/** What stands in them, by field, and what is wrong with them, in words. */
export interface StageAnswers {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: ReadonlyMap<string, string>;
}

/** Reads what was typed. The first that does not do takes the focus. */
export function readStageInputs(view: StageInputsView, asked: readonly StageInput[], form: HTMLFormElement): StageAnswers {
  const values: Record<string, unknown> = {};
  const problems = new Map<string, string>();
  for (const { key, field, value, required } of asked) {
    const answer = view.inputs.read(view, field, key, form, value);
    if ('problem' in answer) problems.set(field.name, answer.problem);
    else if (required && isEmpty(answer.value)) problems.set(field.name, view.t('field.required', { field: view.label(field) }));
    else values[field.name] = answer.value;
  }
  focusProblem(view, asked, problems, form);
  return { values, problems };
}

/** Leads to the first that does not do. */
export function focusProblem(view: StageInputsView, asked: readonly StageInput[], problems: ReadonlyMap<string, string>, form: ParentNode): void {
  const first = asked.find(({ field }) => problems.has(field.name));
  if (first) form.querySelector<HTMLElement>(`#${CSS.escape(view.inputs.focusId(first.key, first.field))}`)?.focus();
}
