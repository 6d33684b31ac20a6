import type { Entity, FieldProblem } from '@vinculo/sdk';
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
  if (name === 'subject' && countCharacters(text) > subjectLimit) return 'tooLong';
  if (name === 'guestPhone') return isPhone(text) ? undefined : 'phone';
  if (name === 'guestEmail' && /^[^\s@]+@[^\s@.]*\.?$/.test(text)) return 'emailDomain';
  if (entity.fields[name]?.shape.safeParse(text).success ?? true) return undefined;
  return name === 'guestEmail' ? 'email' : 'invalid';
}

/** Digits as on a phone, with the signs people write between them and an extension behind. */
function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return digits >= 5 && digits <= 20 && /^\+?[\d\s().\-/‐–]+((x|ext\.?|#|,|转)\s*\d+)?$/i.test(text);
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
