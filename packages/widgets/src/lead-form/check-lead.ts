import type { Entity, FieldProblem } from '@vinculo/sdk';
import { emailProblem, isPhone } from '../parts/contact-answers.ts';
import { fieldNames, leadFieldOf, tickName, type ConsentSetting, type LeadField, type LeadFieldName } from './lead-fields.ts';

/** Why an answer does not do; `field` may be the name of a tick. `text` is the backend's own word, where there is no other. */
export interface LeadProblem {
  readonly field: string;
  readonly reason: 'required' | 'tick' | 'email' | 'emailDomain' | 'phone' | 'wrong';
  readonly text?: string;
}

/** Judges the answers by the entity's declaration, and by what can be told of an address or a number without asking anyone. */
export function checkLead(entity: Entity, fields: readonly LeadField[], consents: readonly ConsentSetting[], answer: (name: string) => string): readonly LeadProblem[] {
  const wrong = fields.flatMap(({ name, required, readonly }): LeadProblem[] => {
    if (readonly) return [];
    const text = answer(name).trim();
    if (!text) return required ? [{ field: name, reason: 'required' }] : [];
    const reason = reasonAgainst(entity, name, text);
    return reason ? [{ field: name, reason }] : [];
  });
  return [...wrong, ...consents.filter((each) => each.required && !answer(tickName(each))).map((each): LeadProblem => ({ field: tickName(each), reason: 'tick' }))];
}

function reasonAgainst(entity: Entity, name: LeadFieldName, text: string): LeadProblem['reason'] | undefined {
  const fits = (value: unknown): boolean => entity.fields[leadFieldOf(name)]?.shape.safeParse(value).success ?? true;
  if (name === 'phone') return isPhone(text) ? undefined : 'phone';
  if (name === 'email') return emailProblem(text, (value) => fits([{ id: 'x', value }]));
  return fits(text) ? undefined : 'wrong';
}

/** What the backend said of fields, told of the fields of the form. What it said of others is not lost: see `rest`. */
export function leadProblemsFrom(table: string, problems: readonly FieldProblem[]): { readonly own: readonly LeadProblem[]; readonly rest: readonly string[] } {
  const own: LeadProblem[] = [];
  const rest: string[] = [];
  for (const { field, reason, message } of problems) {
    const name = table === 'lead' ? fieldNames.find((each) => leadFieldOf(each) === field) : undefined;
    if (!name) rest.push(message);
    else own.push({ field: name, reason: reason === 'required' || reason === 'required_in_stage' ? 'required' : 'wrong', text: message });
  }
  return { own, rest };
}
