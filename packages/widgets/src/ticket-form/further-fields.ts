// What a request is asked beside the form's own fields. Loaded only where something is.
import type { Entity } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { askedLateEnglish } from '../messages/en-asked-late.ts';
import { addEnglish } from '../messages/message.ts';
import { askedField, fieldBeside, furtherNames, type AskedField, type AskedSituation } from '../parts/asked-field.ts';
import { askedProblem, askedProblemText, type AskedReason } from '../parts/asked-problem.ts';
import { answerTo, type Typed } from '../parts/asked-answer.ts';
import { textsOf, valueOf } from '../parts/asked-values.ts';
import { askedView } from '../parts/asked-view.ts';
import { fieldHelp } from '../parts/field-help.ts';
import { icon } from '../parts/icon.ts';
import { tick } from '../styles/tick.ts';
import type { FurtherProblem } from './check-answers.ts';
import { labelOf, type FormView } from './field-words.ts';
import { fieldNames } from './form-fields.ts';

export { before as Before } from '../parts/before.ts';

export const sheets: readonly CSSResult[] = [tick];

// Why an answer does not do.
addEnglish(askedLateEnglish);

/** Of these the form says itself how they stand. */
const ownWay: ReadonlySet<string> = new Set([...fieldNames, 'channel']);

/** All fields that may be asked, whatever is answered. */
export function furtherTemplate(situation: AskedSituation): readonly AskedField[] {
  return furtherNames(situation).flatMap((name) => (ownWay.has(name) ? [] : (askedField(situation, name) ?? [])));
}

/** Those to draw beside these answers. */
export function furtherFields(template: readonly AskedField[], answer: (name: string) => string): readonly AskedField[] {
  return template.flatMap((field) => fieldBeside(field, answer) ?? []);
}

/** What is wrong with an answer. */
export function furtherProblem(locale: string, entity: Entity, field: AskedField, typed: Typed): AskedReason | undefined {
  return askedProblem(locale, entity, field, answerTo(locale, field, typed));
}

export function furtherProblemText(view: FormView, { reason, text }: FurtherProblem): string {
  return askedProblemText(view, reason, text);
}

export function furtherView(view: FormView, field: AskedField): TemplateResult {
  const { controller, locale } = view;
  const problem = controller.sending.problems.find((each) => each.field === field.name);
  const message = problem ? html`<p id=${`problem-${field.name}`} part="problem" class="message bad">${icon('warn')}<span>${controller.sending.later?.problemText(view, problem)}</span></p>` : nothing;
  const asked = { t: view.t.bind(view), locale, stage: view.stage, controller: { answer: (name: string, text: string) => controller.answer(name, text), answerTo: (each: AskedField) => answerTo(locale, each, controller.answers) } };
  return askedView(asked, field, { label: labelOf(view, field), problem: message });
}

/** What a ticket holds of the answers: fields of its own, and those that only the backend knows in `custom`. */
export function furtherValues(locale: string, fields: readonly AskedField[], typed: Typed): { readonly own: Readonly<Record<string, unknown>>; readonly custom: Readonly<Record<string, unknown>> } {
  const own: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const field of fields) {
    const answer = answerTo(locale, field, typed).trim();
    if (answer) (field.isCustom ? custom : own)[field.name] = valueOf(locale, field, answer);
  }
  return { own, custom };
}

/** What the page says to help with one of the form's own fields. */
export function ownHelp(view: FormView, name: string): TemplateResult | typeof nothing {
  return fieldHelp(view.locale, name, view.fields[name]?.help);
}

export { textsOf as furtherTexts };
