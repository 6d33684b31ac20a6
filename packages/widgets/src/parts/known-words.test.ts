import { expect, test } from 'vitest';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish, loadMessages, message, type Localized } from '../messages/message.ts';
import { knownValue } from './known-words.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);

const reader = (locale: string): Localized => ({ locale, t: (key, ...values) => message(locale, key, ...values) });

test('the type of a ticket is told in the words of its backend, else in usual ones, else as it was written', async () => {
  await Promise.all((['early', 'late'] as const).map((share) => loadMessages('zh-Hans', share)));
  const own = [{ value: 'fault', label: { en: 'Breakdown', 'zh-Hans': '停机' } }];
  expect([knownValue(reader('en'), 'ticket', 'type', 'fault'), knownValue(reader('zh-Hans'), 'ticket', 'type', 'fault')]).toEqual(['Fault', '故障']);
  expect([knownValue(reader('en'), 'ticket', 'type', 'fault', own), knownValue(reader('zh-Hans'), 'ticket', 'type', 'fault', own)]).toEqual(['Breakdown', '停机']);
  expect(knownValue(reader('en'), 'ticket', 'type', 'Seal leaks')).toBe('Seal leaks');
  // Other tables have types of their own.
  expect([knownValue(reader('en'), 'attachment', 'type', 'fault'), knownValue(reader('en'), 'ticket', 'type', null)]).toEqual([undefined, undefined]);
});
