import type { Labels } from '@vinculo/sdk';
import { languageOf } from '../messages/message.ts';

/** A text that the page or the backend gives: in one language, or by language. */
export type OwnText = string | Labels | Readonly<Partial<Record<string, string>>>;

/** Such a text in a language; else in English, else in any. */
export function ownText(locale: string, text: OwnText): string {
  if (typeof text === 'string') return text;
  const by: Readonly<Partial<Record<string, string>>> = { ...text };
  return by[locale] ?? by[languageOf(locale)] ?? by['en'] ?? Object.values(by)[0] ?? '';
}
