import type { Entity, FieldProblem } from '@vinculo/sdk';
import type { AskedField } from '../parts/asked-field.ts';
import type { AskedReason } from '../parts/asked-problem.ts';
import { emailProblem, isPhone } from '../parts/contact-answers.ts';
import { countCharacters, fieldNames, subjectLimit, type FieldName, type FormField } from './form-fields.ts';

type Reason = 'required' | 'email' | 'emailDomain' | 'phone' | 'tooLong' | 'invalid' | 'other';

/** Why an answer does not do. `text` is the backend's own word, where there is no other. */
export type Problem = { readonly field: FieldName; readonly reason: Reason; readonly further?: undefined; readonly text?: string } | FurtherProblem;

/** The same of a field that is asked beside the form's own. */
export interface FurtherProblem {
  readonly field: string;
  readonly reason: AskedReason;
  readonly further: true;
  readonly text?: string;
}

/**
 * Judges the answers by the entity's declaration, and by what can be told of an address or a number without asking anyone.
 * @param beside judges a field that is asked beside the form's own
 */
export function checkAnswers(entity: Entity, fields: readonly FormField[], answer: (name: FieldName) => string, beside: (field: AskedField) => AskedReason | undefined): readonly Problem[] {
  return fields.flatMap((each): Problem[] => {
    if (each.further) {
      const reason = beside(each.further);
      return reason ? [{ field: each.name, reason, further: true }] : [];
    }
    const { name, required, readonly } = each;
    if (readonly || name === 'attachments') return [];
    const text = answer(name).trim();
    if (!text) return required ? [{ field: name, reason: 'required' }] : [];
    const reason = reasonAgainst(entity, name, text);
    return reason ? [{ field: name, reason }] : [];
  });
}

function reasonAgainst(entity: Entity, name: FieldName, text: string): Reason | undefined {
  const fits = (): boolean => entity.fields[name]?.shape.safeParse(text).success ?? true;
  if (name === 'subject' && countCharacters(text) > subjectLimit) return 'tooLong';
  if (name === 'guestPhone') return isPhone(text) ? undefined : 'phone';
  if (name === 'guestEmail') return emailProblem(text, fits);
  return fits() ? undefined : 'invalid';
}

const known: Readonly<Record<string, Reason>> = { required: 'required', required_in_stage: 'required', too_long: 'tooLong', invalid: 'invalid' };

/** What the backend said of fields, told of the fields of the form. What it said of others is not lost: see `rest`. */
export function problemsFrom(fields: readonly FormField[], table: string, problems: readonly FieldProblem[]): { readonly own: readonly Problem[]; readonly rest: readonly string[] } {
  const own: Problem[] = [];
  const rest: string[] = [];
  for (const { field, reason, message } of problems) {
    const name = table === 'ticketMessage' && field === 'body' ? 'description' : table === 'attachment' ? 'attachments' : fieldNames.find((each) => each === field);
    const further = table === 'ticket' && fields.find((each) => each.further && each.name === field);
    if (further) own.push({ field, reason: reason.startsWith('required') ? 'required' : 'wrong', further: true, text: message });
    else if (!name) rest.push(message);
    else own.push({ field: name, reason: name === 'subject' && reason === 'invalid' ? 'other' : (known[reason] ?? 'other'), text: message });
  }
  return { own, rest };
}
