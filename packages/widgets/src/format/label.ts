import type { Labels } from '@vinculo/sdk';
import { languageOf } from '../messages/message.ts';

/** The word of a declared thing (a field, an option) in a locale. Where it has none in that language, English; traditional Chinese reads the simplified one. */
export function formatLabel(locale: string, labels: Labels): string {
  const language = languageOf(locale);
  return labels[language] ?? (language === 'zh-Hant' ? labels['zh-Hans'] : labels.en);
}

/** A label as it stands within a sentence: in lower case, but in German, whose nouns keep their capital. */
export function withinSentence(locale: string, label: string): string {
  return languageOf(locale) === 'de' ? label : label.toLocaleLowerCase(locale);
}
