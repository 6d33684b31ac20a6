import type { Entity, FieldProblem } from '@vinculo/sdk';
import type { AskedField } from '../parts/asked-field.ts';
import { askedProblem, type AskedReason } from '../parts/asked-problem.ts';
import { leadFieldOf, tickName, type ConsentSetting } from './lead-fields.ts';

/** Why an answer does not do; `field` may be the name of a tick. `text` is the backend's own word, where there is no other. */
export interface LeadProblem {
  readonly field: string;
  readonly reason: AskedReason;
  readonly text?: string;
}

/** Judges the answers and the boxes. */
export function checkLead(locale: string, entity: Entity, fields: readonly AskedField[], consents: readonly ConsentSetting[], answerTo: (field: AskedField) => string, tick: (name: string) => string): readonly LeadProblem[] {
  const wrong = fields.flatMap((field): LeadProblem[] => {
    const reason = askedProblem(locale, entity, field, answerTo(field), leadFieldOf(field.name));
    return reason ? [{ field: field.name, reason }] : [];
  });
  return [...wrong, ...consents.filter((each) => each.required && !tick(tickName(each))).map((each): LeadProblem => ({ field: tickName(each), reason: 'tick' }))];
}

/** What the backend said of fields, told of the fields of the form. What it said of others is not lost: see `rest`. */
export function leadProblemsFrom(fields: readonly AskedField[], table: string, problems: readonly FieldProblem[]): { readonly own: readonly LeadProblem[]; readonly rest: readonly string[] } {
  const own: LeadProblem[] = [];
  const rest: string[] = [];
  for (const { field, reason, message } of problems) {
    const name = table === 'lead' ? fields.find((each) => leadFieldOf(each.name) === field)?.name : undefined;
    if (!name) rest.push(message);
    else own.push({ field: name, reason: reason === 'required' || reason === 'required_in_stage' ? 'required' : 'wrong', text: message });
  }
  return { own, rest };
}
