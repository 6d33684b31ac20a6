import type { TemplateResult } from 'lit';
import { expect, it } from 'vitest';
import { moreEnglish } from '../messages/en-more.ts';
import { timelineLateEnglish } from '../messages/en-timeline-late.ts';
import { timelineEnglish } from '../messages/en-timeline.ts';
import { addEnglish, loadMessages, message, type Localized, type MessageKey } from '../messages/message.ts';
import { phrase, you } from './sentence.ts';

addEnglish(moreEnglish);
addEnglish(timelineEnglish);
addEnglish(timelineLateEnglish);

/** The words of a sentence whose values are texts or templates of one value. */
function words(locale: string, key: MessageKey, slot: string, count?: number): string {
  const w: Localized = { locale, t: (each, ...values) => message(locale, each, ...values) };
  const text = (part: unknown): string => (typeof part === 'string' ? part : String((part as TemplateResult).values[0]));
  return (phrase(w, key, { [slot]: you(w) }, count).values[0] as readonly unknown[]).map(text).join('');
}

it('calls whoever looks by the word that stands there: at the beginning of a sentence, or within it', async () => {
  expect(words('en', 'timeline.wroteNote', 'who')).toBe('You wrote a note');
  expect(words('en', 'timeline.fieldsChanged', 'name', 1)).toBe('1 field changed by you');
  expect(words('en', 'timeline.fieldsChanged', 'name', 3)).toBe('3 fields changed by you');
  for (const locale of ['es', 'fr', 'ar', 'zh-Hans'] as const) for (const share of ['early', 'late'] as const) await loadMessages(locale, share);
  expect(words('es', 'timeline.fieldsChanged', 'name', 3)).toBe('Usted cambió 3 campos');
  expect(words('fr', 'timeline.fieldsChanged', 'name', 1)).toBe('Vous\u00a0: 1 champ modifié');
  expect(words('ar', 'timeline.answered', 'who')).toBe('رد من حضرتك');
  expect(words('zh-Hans', 'timeline.fieldsChanged', 'name', 3)).toBe('您修改了3个字段');
});
