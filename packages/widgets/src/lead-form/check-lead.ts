import type { Entity, FieldProblem } from '@vinculo/sdk';
import { emailProblem, isPhone } from '../parts/contact-answers.ts';
import { leadFieldOf, tickName, type ConsentSetting, type LeadField } from './lead-fields.ts';
import { contactItems, valueOf } from './lead-values.ts';

/** Why an answer does not do; `field` may be the name of a tick. `text` is the backend's own word, where there is no other. */
export interface LeadProblem {
  readonly field: string;
  readonly reason: 'required' | 'choose' | 'tick' | 'email' | 'emailDomain' | 'phone' | 'number' | 'whole' | 'link' | 'wrong';
  readonly text?: string;
}

/** Judges the answers by the entity's declaration, and by what can be told of an address or a number without asking anyone. */
export function checkLead(locale: string, entity: Entity, fields: readonly LeadField[], consents: readonly ConsentSetting[], answerTo: (field: LeadField) => string, tick: (name: string) => string): readonly LeadProblem[] {
  const wrong = fields.flatMap((field): LeadProblem[] => {
    const { name, required, readonly, kind, options } = field;
    if (readonly) return [];
    const text = answerTo(field).trim();
    if (!text) return required ? [{ field: name, reason: kind === 'boolean' ? 'tick' : options.length > 0 ? 'choose' : 'required' }] : [];
    const reason = reasonAgainst(locale, entity, field, text);
    return reason ? [{ field: name, reason }] : [];
  });
  return [...wrong, ...consents.filter((each) => each.required && !tick(tickName(each))).map((each): LeadProblem => ({ field: tickName(each), reason: 'tick' }))];
}

function reasonAgainst(locale: string, entity: Entity, field: LeadField, text: string): LeadProblem['reason'] | undefined {
  const { name, kind, isCustom } = field;
  const fits = (value: unknown): boolean => isCustom || (entity.fields[leadFieldOf(name)]?.shape.safeParse(value).success ?? true);
  if (kind === 'phones') return isPhone(text) ? undefined : 'phone';
  if (kind === 'emails') return emailProblem(text, (value) => fits(contactItems('email', value)));
  const value = valueOf(locale, field, text);
  if (value !== undefined && fits(value)) return undefined;
  if (kind === 'url') return 'link';
  if (kind === 'integer') return 'whole';
  return kind === 'number' || kind === 'decimal' || kind === 'percent' ? 'number' : 'wrong';
}

/** What the backend said of fields, told of the fields of the form. What it said of others is not lost: see `rest`. */
export function leadProblemsFrom(fields: readonly LeadField[], table: string, problems: readonly FieldProblem[]): { readonly own: readonly LeadProblem[]; readonly rest: readonly string[] } {
  const own: LeadProblem[] = [];
  const rest: string[] = [];
  for (const { field, reason, message } of problems) {
    const name = table === 'lead' ? fields.find((each) => leadFieldOf(each.name) === field)?.name : undefined;
    if (!name) rest.push(message);
    else own.push({ field: name, reason: reason === 'required' || reason === 'required_in_stage' ? 'required' : 'wrong', text: message });
  }
  return { own, rest };
}
