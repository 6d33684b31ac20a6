import type { Entity } from '@vinculo/sdk';
import type { Localized } from '../messages/message.ts';
import type { AskedField } from './asked-field.ts';
import { contactItems, valueOf } from './asked-values.ts';
import { emailProblem, isPhone } from './contact-answers.ts';

/** Why an answer does not do. */
export type AskedReason = 'required' | 'choose' | 'tick' | 'email' | 'emailDomain' | 'phone' | 'number' | 'whole' | 'link' | 'wrong';

/**
 * Judges an answer by the entity's declaration, and by what can be told of an address or a number without asking anyone.
 * @param stored the field that it goes into, where that has another name
 */
export function askedProblem(locale: string, entity: Entity, field: AskedField, answer: string, stored: string = field.name): AskedReason | undefined {
  const { required, readonly, kind, options, isCustom } = field;
  if (readonly) return undefined;
  const text = answer.trim();
  if (!text) return required ? (kind === 'boolean' ? 'tick' : options.length > 0 ? 'choose' : 'required') : undefined;
  const fits = (value: unknown): boolean => isCustom || (entity.fields[stored]?.shape.safeParse(value).success ?? true);
  if (kind === 'phones') return isPhone(text) ? undefined : 'phone';
  if (kind === 'emails') return emailProblem(text, (value) => fits(contactItems('email', value)));
  if (kind === 'email') return emailProblem(text, () => (isCustom ? /^[^\s@]+@[^\s@]+$/.test(text) : fits(text)));
  const value = valueOf(locale, field, text);
  if (value !== undefined && fits(value)) return undefined;
  if (kind === 'url') return 'link';
  if (kind === 'integer') return 'whole';
  return kind === 'number' || kind === 'decimal' || kind === 'percent' ? 'number' : 'wrong';
}

/** Why an answer does not do, in the viewer's language. `text` is the backend's own word, where there is no other. */
export function askedProblemText(on: Localized, reason: AskedReason, text?: string): string {
  switch (reason) {
    case 'required': return on.t('form.required');
    case 'tick': return on.t('asked.tick');
    case 'email': return on.t('form.emailWrong');
    case 'emailDomain': return on.t('ticket.emailDomain');
    case 'phone': return on.t('form.phoneWrong');
    case 'choose': return on.t('asked.choose');
    case 'number': return on.t('asked.number');
    case 'whole': return on.t('asked.whole');
    case 'link': return on.t('asked.link');
    case 'wrong': return text ?? on.t('form.wrong');
  }
}
