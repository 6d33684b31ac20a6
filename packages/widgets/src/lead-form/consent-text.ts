import { languageOf, message } from '../messages/message.ts';
import type { ConsentSetting } from './lead-fields.ts';

/** What somebody agrees to with a box, in their language. Empty where the page says nothing and there is no text for the purpose. */
export function consentText(locale: string, { text, purpose }: ConsentSetting): string {
  if (typeof text === 'string') return text;
  if (text) return text[locale] ?? text[languageOf(locale)] ?? text['en'] ?? Object.values(text)[0] ?? '';
  return purpose === 'newsletter' ? message(locale, 'lead.newsletter') : '';
}
