import type { Entity, FieldProblem } from '@vinculo/sdk';
import { emailProblem, isPhone } from '../parts/contact-answers.ts';
import type { FieldName, FormField } from './form-fields.ts';
import { fieldNames } from './form-fields.ts';
import { countCharacters, subjectLimit } from './subject-limit.ts';

/** Why an answer does not do. `text` is the backend's own word, where there is no other. */
export interface Problem {
  readonly field: FieldName;
  readonly reason: 'required' | 'email' | 'emailDomain' | 'phone' | 'tooLong' | 'invalid' | 'other';
  readonly text?: string;
}

/** Judges the answers by the entity's declaration, and by what can be told of an address or a number without asking anyone. */
export function checkAnswers(entity: Entity, fields: readonly FormField[], answer: (name: FieldName) => string): readonly Problem[] {
  return fields.flatMap(({ name, required, readonly }): Problem[] => {
    if (readonly || name === 'attachments') return [];
    const text = answer(name).trim();
    if (!text) return required ? [{ field: name, reason: 'required' }] : [];
    const reason = reasonAgainst(entity, name, text);
    return reason ? [{ field: name, reason }] : [];
  });
}

function reasonAgainst(entity: Entity, name: FieldName, text: string): Problem['reason'] | undefined {
  const fits = (): boolean => entity.fields[name]?.shape.safeParse(text).success ?? true;
  if (name === 'subject' && countCharacters(text) > subjectLimit) return 'tooLong';
  if (name === 'guestPhone') return isPhone(text) ? undefined : 'phone';
  if (name === 'guestEmail') return emailProblem(text, fits);
  return fits() ? undefined : 'invalid';
}

const known: Readonly<Record<string, Problem['reason']>> = { required: 'required', required_in_stage: 'required', too_long: 'tooLong', invalid: 'invalid' };

/** What the backend said of fields, told of the fields of the form. What it said of others is not lost: see `rest`. */
export function problemsFrom(table: string, problems: readonly FieldProblem[]): { readonly own: readonly Problem[]; readonly rest: readonly string[] } {
  const own: Problem[] = [];
  const rest: string[] = [];
  for (const { field, reason, message } of problems) {
    const name = table === 'ticketMessage' && field === 'body' ? 'description' : table === 'attachment' ? 'attachments' : fieldNames.find((each) => each === field);
    if (!name) rest.push(message);
    else own.push({ field: name, reason: name === 'subject' && reason === 'invalid' ? 'other' : (known[reason] ?? 'other'), text: message });
  }
  return { own, rest };
}
