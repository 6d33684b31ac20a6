import { globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { messages as arLate } from './ar-late.ts';
import { messages as arEarly } from './ar.ts';
import { messages as deLate } from './de-late.ts';
import { messages as deEarly } from './de.ts';
import { messages as esLate } from './es-late.ts';
import { messages as esEarly } from './es.ts';
import { messages as frLate } from './fr-late.ts';
import { messages as frEarly } from './fr.ts';
import { messages as jaLate } from './ja-late.ts';
import { messages as jaEarly } from './ja.ts';
import { messages as zhHansLate } from './zh-hans-late.ts';
import { messages as zhHansEarly } from './zh-hans.ts';
import { messages as zhHantLate } from './zh-hant-late.ts';
import { messages as zhHantEarly } from './zh-hant.ts';
import type { Messages, PluralMessage } from './message.ts';

type Entry = string | PluralMessage;
const ar = { ...arEarly, ...arLate };
const de = { ...deEarly, ...deLate };
const es = { ...esEarly, ...esLate };
const fr = { ...frEarly, ...frLate };
const ja = { ...jaEarly, ...jaLate };
const zhHans = { ...zhHansEarly, ...zhHansLate };
const zhHant = { ...zhHantEarly, ...zhHantLate };
const files = { ar, de, es, fr, ja, 'zh-Hans': zhHans, 'zh-Hant': zhHant } satisfies Record<string, Messages>;
const entriesOf = (messages: Messages): [string, Entry][] => Object.entries(messages);
const all = Object.entries(files).map(([language, messages]) => ({ language, entries: entriesOf(messages) }));
const english = new Map<string, Entry>();
for (const name of globSync('en*.ts', { cwd: import.meta.dirname }).map((file) => file.replace('.ts', ''))) {
  const texts: Readonly<Record<string, Record<string, Entry>>> = await import(/* @vite-ignore */ `./${name}.ts`);
  for (const [key, entry] of Object.values(texts).flatMap((each) => Object.entries(each))) english.set(key, entry);
}

const textsOf = (entry: Entry): readonly string[] => (typeof entry === 'string' ? [entry] : Object.values(entry));
const marksOf = (mark: RegExp, text: string): readonly string[] => [...new Set(text.match(mark) ?? [])].sort();
const valuesOf = (text: string): readonly string[] => marksOf(/\{\w+\}/g, text);
/** Keys and texts that break a rule. */
const breaking = (entries: readonly [string, Entry][], rule: RegExp): readonly string[] => entries.flatMap(([key, entry]) => textsOf(entry).filter((text) => rule.test(text)).map((text) => `${key}: ${text}`));

test.each(all)('$language says every value that English says, and no other', ({ entries }) => {
  expect(english.size).toBeGreaterThan(300);
  const main = (entry: Entry): string => (typeof entry === 'string' ? entry : entry.other);
  expect(entries.filter(([key, entry]) => valuesOf(main(entry)).join() !== valuesOf(main(english.get(key) ?? '')).join()).map(([key]) => key)).toEqual([]);
  for (const [key, entry] of entries) for (const text of textsOf(entry)) for (const value of valuesOf(text)) expect(valuesOf(main(english.get(key)!)), key).toContain(value);
});

test.each(all)('$language has a text for each of its plural forms', ({ language, entries }) => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
  const plurals = entries.filter(([, entry]) => typeof entry !== 'string');
  expect(plurals.length).toBeGreaterThan(10);
  for (const [key, entry] of plurals) expect(Object.keys(entry).toSorted(), key).toEqual(forms);
});

test.each(all)('$language leaves nothing empty and names only nouns there are', ({ entries }) => {
  expect(breaking(entries, /^\s*$/)).toEqual([]);
  for (const [key, entry] of entries) for (const text of textsOf(entry)) for (const noun of marksOf(/(?<=\[)\w+(?=\])/g, text)) expect(english.has(`noun.${noun[0]!.toLowerCase()}${noun.slice(1)}`), `${key}: ${noun}`).toBe(true);
});

test.each([['zh-Hans', zhHans], ['zh-Hant', zhHant], ['ja', ja]] as const)('%s has full-width punctuation and no space before a unit', (_, messages) => {
  expect(breaking(entriesOf(messages), /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}][,;:!?](?!\d)|\{count\} [\p{Script=Han}\p{Script=Katakana}]/u)).toEqual([]);
});

test('German names things without an article before a noun that a host may rename', () => {
  expect(breaking(entriesOf(de), /\b(der|die|das|den|dem|des|ein|eine|einen|einem|einer|eines|neuer?|neues|kein|keine|keinen|dieser?|dieses|diesen)\s\[(?!\w+s\])\w+\]/i)).toEqual([]);
});

test('Arabic has its own comma, semicolon and question mark', () => {
  expect(breaking(entriesOf(ar), /[,;?]/)).toEqual([]);
});

test('Spanish opens what it asks', () => {
  expect(breaking(entriesOf(es), /^[^¿]*\?|^[^¡]*!/)).toEqual([]);
});

test('French keeps its punctuation on the line of the word, and its apostrophes are round', () => {
  expect(breaking(entriesOf(fr), /[^\u00a0\u202f][:;?!»]|«[^\u00a0]|'/)).toEqual([]);
});
