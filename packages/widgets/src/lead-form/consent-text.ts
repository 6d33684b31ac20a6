import { ownText } from '../format/own-text.ts';
import { message } from '../messages/message.ts';
import type { ConsentSetting } from './lead-fields.ts';

/** What somebody agrees to with a box, in their language. Empty where the page says nothing and there is no text for the purpose. */
export function consentText(locale: string, { text, purpose }: ConsentSetting): string {
  if (text !== undefined) return ownText(locale, text);
  return purpose === 'newsletter' ? message(locale, 'lead.newsletter') : '';
}
