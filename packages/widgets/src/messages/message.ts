import type { Labels, Vinculo } from '@vinculo/sdk';
import { warnOnce } from '../base/warn.ts';
import type { askedLateEnglish } from './en-asked-late.ts';
import type { boardLateEnglish } from './en-board-late.ts';
import type { boardEnglish } from './en-board.ts';
import type { cardLateEnglish } from './en-card-late.ts';
import type { cardEnglish } from './en-card.ts';
import type { convertLateEnglish } from './en-convert-late.ts';
import type { convertEnglish } from './en-convert.ts';
import type { deedLateEnglish } from './en-deed-late.ts';
import type { deedEnglish } from './en-deed.ts';
import type { deskLateEnglish } from './en-desk-late.ts';
import type { deskEnglish } from './en-desk.ts';
import type { devtoolsEnglish } from './en-devtools.ts';
import type { inboxLateEnglish } from './en-inbox-late.ts';
import type { inboxEnglish } from './en-inbox.ts';
import type { listLateEnglish } from './en-list-late.ts';
import type { listEnglish } from './en-list.ts';
import type { moreLateEnglish } from './en-more-late.ts';
import type { moreEnglish } from './en-more.ts';
import type { notificationsEnglish } from './en-notifications.ts';
import type { outboxLateEnglish } from './en-outbox-late.ts';
import type { outboxEnglish } from './en-outbox.ts';
import type { tasksLateEnglish } from './en-tasks-late.ts';
import type { tasksEnglish } from './en-tasks.ts';
import type { fieldsEnglish } from './en-fields.ts';
import type { filterEnglish } from './en-filter.ts';
import type { formLateEnglish } from './en-form-late.ts';
import type { recordLateEnglish } from './en-record-late.ts';
import type { recordEnglish } from './en-record.ts';
import type { popLateEnglish } from './en-pop-late.ts';
import type { popEnglish } from './en-pop.ts';
import type { consentEnglish } from './en-consent.ts';
import type { vcardEnglish } from './en-vcard.ts';
import type { leadLateEnglish } from './en-lead-late.ts';
import type { leadEnglish } from './en-lead.ts';
import type { publicFormLateEnglish } from './en-public-form-late.ts';
import type { publicFormEnglish } from './en-public-form.ts';
import type { ticketLateEnglish } from './en-ticket-late.ts';
import type { ticketEnglish } from './en-ticket.ts';
import type { timelineLateEnglish } from './en-timeline-late.ts';
import type { timelineEnglish } from './en-timeline.ts';
import { en as common } from './en.ts';
import type { AddLabels } from './label-client.ts';

/** A message that depends on a number: one text for each plural form of the language; `other` is always there. */
export type PluralMessage = { readonly other: string } & { readonly [form in Exclude<Intl.LDMLPluralRule, 'other'>]?: string };

/** What is said by first drawings, and by every widget that something is amiss with. */
type EarlyEnglish = typeof common & typeof moreEnglish & typeof moreLateEnglish & typeof fieldsEnglish & typeof recordEnglish & typeof cardEnglish & typeof boardEnglish & typeof timelineEnglish & typeof publicFormEnglish & typeof ticketEnglish & typeof popEnglish & typeof leadEnglish & typeof deskEnglish & typeof listEnglish & typeof tasksEnglish & typeof inboxEnglish & typeof outboxEnglish & typeof notificationsEnglish;
/** What only parts that are loaded later say. */
type LateEnglish = typeof formLateEnglish & typeof recordLateEnglish & typeof cardLateEnglish & typeof boardLateEnglish & typeof timelineLateEnglish & typeof publicFormLateEnglish & typeof ticketLateEnglish & typeof popLateEnglish & typeof vcardEnglish & typeof consentEnglish & typeof leadLateEnglish & typeof askedLateEnglish & typeof deskLateEnglish & typeof listLateEnglish & typeof filterEnglish & typeof devtoolsEnglish & typeof tasksLateEnglish & typeof inboxLateEnglish & typeof outboxLateEnglish & typeof deedEnglish & typeof deedLateEnglish & typeof convertEnglish & typeof convertLateEnglish;
/** All texts in English, of whatever file. */
export type English = EarlyEnglish & LateEnglish;

export type MessageKey = keyof English;

type OneOf<K extends MessageKey> = English[K] extends string ? string : PluralMessage;

/** The early file of a language: every page of the language loads it before it draws. A key that is missing, or plural where it should not be, does not compile. */
export type EarlyMessages = { readonly [K in keyof EarlyEnglish]: OneOf<K> };
/** The late file of a language, loaded beside the first part that comes later. */
export type LateMessages = { readonly [K in keyof LateEnglish]: OneOf<K> };
/** All messages of one language. */
export type Messages = EarlyMessages & LateMessages;
/** Which of a language's two files. */
export type Share = 'early' | 'late';

type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;
type TextOf<M> = M extends { readonly other: infer Other } ? Other : M;
/** The values a message takes: none, or one for each `{name}` in the English text. `{count}` of a plural is a number. */
export type MessageArguments<K extends MessageKey> = [Placeholders<TextOf<English[K]>>] extends [never]
  ? English[K] extends string ? [] : [values: { readonly count: number }]
  : [values: { readonly [Name in Placeholders<TextOf<English[K]>>]: Name extends 'count' ? number : string | number } & (English[K] extends string ? unknown : { readonly count: number })];

/** A noun of the product, which a host may rename: `deal` and `deals`, `ticket` and `tickets` and so on. */
export type Noun = Extract<MessageKey, `noun.${string}`> extends `noun.${infer Name}` ? Name : never;

// A widget adds its own texts before it can be drawn, so each finds those that it says.
const en = { ...common } as English;

/** The English texts of one widget. */
export function addEnglish(texts: Partial<English>): void {
  Object.assign(en, texts);
}

/** The early file holds what the declarations call things, too. */
type Loaders = readonly [early: () => Promise<{ readonly messages: EarlyMessages; readonly addLabels: AddLabels }>, late: () => Promise<{ readonly messages: LateMessages }>];
/** Each language beside English, by its name (BCP 47: language, and script where it is written in two), with its two files. */
const loaders: { readonly [language in keyof Labels]?: Loaders } = {
  ar: [() => import('./ar.ts'), () => import('./ar-late.ts')],
  de: [() => import('./de.ts'), () => import('./de-late.ts')],
  es: [() => import('./es.ts'), () => import('./es-late.ts')],
  fr: [() => import('./fr.ts'), () => import('./fr-late.ts')],
  ja: [() => import('./ja.ts'), () => import('./ja-late.ts')],
  'zh-Hans': [() => import('./zh-hans.ts'), () => import('./zh-hans-late.ts')],
  'zh-Hant': [() => import('./zh-hant.ts'), () => import('./zh-hant-late.ts')],
};
const labelling = new Map<string, (crm: Vinculo) => void>();
const labelled = new WeakMap<Vinculo, Set<string>>();

/** Gives the declarations of a client their words in a language that is loaded. A client may come from another bundle than the widgets. */
export function labelFields(locale: string, crm: Vinculo): void {
  const language = languageOf(locale);
  const add = labelling.get(language);
  const known = labelled.get(crm) ?? new Set<string>();
  if (!add || known.has(language)) return;
  labelled.set(crm, known.add(language));
  add(crm);
}

/** What there is of a language; of one whose early file is not there nothing, so that English is whole where it stands in. */
const loaded = new Map<string, Partial<Messages>>([['en', en]]);
const files = new Map<string, readonly [early: LanguageFile, late: LanguageFile]>();

interface LanguageFile {
  messages?: Partial<Messages>;
  /** It came, or did not. */
  isSettled: boolean;
  loading?: Promise<void> | undefined;
}

const languages = new Map<string, keyof Labels>();

/**
 * The language of messages for a locale, by the script that is likely there: `zh-TW`, `zh-HK` and `zh-MO` read `zh-Hant`, every other Chinese `zh-Hans`,
 * `de-AT` reads `de`. A language without a file reads `en`.
 */
export function languageOf(locale: string): keyof Labels {
  let name = languages.get(locale);
  if (!name) {
    const { language, script } = new Intl.Locale(locale).maximize();
    const own = language === 'zh' ? (script === 'Hant' ? 'zh-Hant' : 'zh-Hans') : language;
    name = own in loaders ? (own as keyof Labels) : 'en'; // in loaders: one of them
    languages.set(locale, name);
  }
  return name;
}

function filesOf(language: string): readonly [early: LanguageFile, late: LanguageFile] {
  let both = files.get(language);
  // English comes with who says it.
  if (!both) files.set(language, (both = language === 'en' ? [{ isSettled: true, messages: en }, { isSettled: true, messages: en }] : [{ isSettled: false }, { isSettled: false }]));
  return both;
}

/** Whether a drawing need not wait: the messages came, or could not be loaded and English stands in. `late`: those of parts that come later too. */
export function isLoaded(locale: string, share: Share = 'early'): boolean {
  const [early, late] = filesOf(languageOf(locale));
  return early.isSettled && (share === 'early' || late.isSettled);
}

/** Loads what is not there of the messages of a locale. When they cannot be loaded, English stands in and a warning says so, and the next call tries again; it never rejects. */
export async function loadMessages(locale: string, share: Share = 'early'): Promise<void> {
  const language = languageOf(locale);
  const both = filesOf(language);
  await Promise.all(both.map(async (file, i) => {
    if (!file.messages && (i === 0 || share === 'late')) await (file.loading ??= load(language, both, i));
  }));
}

async function load(language: keyof Labels, both: readonly [early: LanguageFile, late: LanguageFile], i: number): Promise<void> {
  const file = both[i]!;
  const wasMissing = file.isSettled;
  try {
    const from = loaders[language]!; // English has none, and is there
    // English needs no labels to be written.
    const [came, { labelClient }] = await Promise.all([from[i === 0 ? 0 : 1](), import('./label-client.ts')]);
    if ('addLabels' in came) labelling.set(language, labelClient(came.addLabels));
    file.messages = came.messages;
    if (both[0].messages) loaded.set(language, { ...both[0].messages, ...both[1].messages });
  } catch (error) {
    warnOnce('messages', `texts of ${language} did not load, English stands in (${String(error)})`);
  }
  file.isSettled = true;
  file.loading = undefined;
  // What was drawn in English meanwhile is drawn again.
  if (wasMissing && file.messages) for (const each of listeners) each();
}

let words: ReadonlyMap<string, Partial<Record<Noun, string>>> = new Map();
const listeners = new Set<() => void>();

/**
 * Renames nouns in every message of one language: `setWords('en', { deal: 'opportunity', deals: 'opportunities' })`.
 * Widgets on the page redraw. An empty object brings the own words back.
 */
export function setWords(locale: string, nouns: Partial<Record<Noun, string>>): void {
  words = new Map(words).set(languageOf(locale), nouns);
  for (const each of listeners) each();
}

/** Calls `changed` after each `setWords`, and when messages came at a later try. Returns the stop function. */
export function onWords(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

const plurals = new Map<string, Intl.PluralRules>();
const numbers = new Map<string, Intl.NumberFormat>();

/**
 * The text of a message. `{name}` becomes a value (numbers in the form of the locale), `[deal]` a noun, `[Deal]` the same with a capital.
 * Until the language is loaded the text is English.
 */
export function message<K extends MessageKey>(locale: string, key: K, ...values: MessageArguments<K>): string {
  return messageAbout({}, locale, key, ...values);
}

/** The same with other nouns in place of the message's own: a board of leads says "New lead" where one of deals says "New deal". */
export function messageAbout<K extends MessageKey>(nouns: Readonly<Record<string, string>>, locale: string, key: K, ...[values]: MessageArguments<K>): string {
  const language = languageOf(locale);
  const there = loaded.get(language) ?? en;
  const messages = there[key] === undefined ? en : there;
  const own = messages === en ? 'en' : language;
  const entry: string | PluralMessage | undefined = messages[key];
  // Of a part, or of its texts, that are on their way: the widget is drawn again when they came.
  if (entry === undefined || (messages !== there && !isLoaded(locale, 'late'))) return '';
  const given: Readonly<Record<string, string | number>> = values ?? {};
  let text: string;
  if (typeof entry === 'string') text = entry;
  else {
    let rules = plurals.get(own);
    if (!rules) plurals.set(own, (rules = new Intl.PluralRules(own)));
    text = entry[rules.select(Number(given['count']))] ?? entry.other;
  }
  const pieces = piecesOf(text);
  let said = pieces[0]!;
  for (let i = 1; i < pieces.length; i += 3) said += (pieces[i] ? valueIn(locale, given, pieces[i]!) : nounIn(messages, own, pieces[i + 1]!, nouns)) + pieces[i + 2]!;
  return said;
}

/** Text, name of a value or of a noun, text, and so on. */
const split = new Map<string, readonly string[]>();

// A drawing says a hundred messages: none is taken apart twice.
function piecesOf(text: string): readonly string[] {
  let pieces = split.get(text);
  if (!pieces) split.set(text, (pieces = text.split(/\{(\w+)\}|\[(\w+)\]/)));
  return pieces;
}

function valueIn(locale: string, given: Readonly<Record<string, string | number>>, name: string): string {
  const value = given[name];
  if (typeof value !== 'number') return value ?? `{${name}}`;
  let format = numbers.get(locale);
  if (!format) numbers.set(locale, (format = new Intl.NumberFormat(locale)));
  return format.format(value);
}

function nounIn(messages: Partial<Messages>, language: string, marker: string, nouns: Readonly<Record<string, string>>): string {
  const meant = marker[0]!.toLowerCase() + marker.slice(1);
  // A marker names a noun of the messages.
  const name = (nouns[meant] ?? meant) as Noun;
  const word = words.get(language)?.[name] ?? messages[`noun.${name}`];
  if (word === undefined) return `[${marker}]`;
  return meant === marker ? word : word[0]!.toLocaleUpperCase(language) + word.slice(1);
}

/** Whoever has a language: every widget, so parts are called with `this`. */
export interface Localized {
  readonly locale: string;
  t<K extends MessageKey>(key: K, ...values: MessageArguments<K>): string;
}
