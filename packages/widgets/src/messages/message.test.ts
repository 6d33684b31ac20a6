import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { askedLateEnglish } from './en-asked-late.ts';
import { boardLateEnglish } from './en-board-late.ts';
import { boardEnglish } from './en-board.ts';
import { cardLateEnglish } from './en-card-late.ts';
import { cardEnglish } from './en-card.ts';
import { convertLateEnglish } from './en-convert-late.ts';
import { convertEnglish } from './en-convert.ts';
import { deedLateEnglish } from './en-deed-late.ts';
import { deedEnglish } from './en-deed.ts';
import { deskLateEnglish } from './en-desk-late.ts';
import { deskEnglish } from './en-desk.ts';
import { devtoolsEnglish } from './en-devtools.ts';
import { inboxLateEnglish } from './en-inbox-late.ts';
import { inboxEnglish } from './en-inbox.ts';
import { listLateEnglish } from './en-list-late.ts';
import { listEnglish } from './en-list.ts';
import { moreLateEnglish } from './en-more-late.ts';
import { moreEnglish } from './en-more.ts';
import { notificationsEnglish } from './en-notifications.ts';
import { outboxLateEnglish } from './en-outbox-late.ts';
import { outboxEnglish } from './en-outbox.ts';
import { tasksLateEnglish } from './en-tasks-late.ts';
import { tasksEnglish } from './en-tasks.ts';
import { fieldsEnglish } from './en-fields.ts';
import { filterEnglish } from './en-filter.ts';
import { formLateEnglish } from './en-form-late.ts';
import { recordLateEnglish } from './en-record-late.ts';
import { recordEnglish } from './en-record.ts';
import { popLateEnglish } from './en-pop-late.ts';
import { popEnglish } from './en-pop.ts';
import { consentEnglish } from './en-consent.ts';
import { vcardEnglish } from './en-vcard.ts';
import { leadLateEnglish } from './en-lead-late.ts';
import { leadEnglish } from './en-lead.ts';
import { publicFormLateEnglish } from './en-public-form-late.ts';
import { publicFormEnglish } from './en-public-form.ts';
import { ticketLateEnglish } from './en-ticket-late.ts';
import { ticketEnglish } from './en-ticket.ts';
import { timelineLateEnglish } from './en-timeline-late.ts';
import { timelineEnglish } from './en-timeline.ts';
import { en as first } from './en.ts';
import { messages as zhHansLate } from './zh-hans-late.ts';
import { messages as zhHans } from './zh-hans.ts';
import { addEnglish, isLoaded, languageOf, loadMessages, message, setWords } from './message.ts';

const more = { ...first, ...moreEnglish };
const common = { ...more, ...moreLateEnglish, ...fieldsEnglish };
const en = { ...common, ...deedEnglish, ...deedLateEnglish, ...convertEnglish, ...convertLateEnglish, ...formLateEnglish, ...recordEnglish, ...recordLateEnglish, ...cardEnglish, ...cardLateEnglish, ...boardEnglish, ...boardLateEnglish, ...timelineEnglish, ...timelineLateEnglish, ...publicFormEnglish, ...publicFormLateEnglish, ...ticketEnglish, ...ticketLateEnglish, ...leadEnglish, ...leadLateEnglish, ...askedLateEnglish, ...popEnglish, ...popLateEnglish, ...vcardEnglish, ...consentEnglish, ...deskEnglish, ...deskLateEnglish, ...filterEnglish, ...devtoolsEnglish, ...tasksEnglish, ...tasksLateEnglish, ...inboxEnglish, ...inboxLateEnglish, ...outboxEnglish, ...outboxLateEnglish, ...notificationsEnglish };
addEnglish(en);

afterEach(() => { setWords('en', {}); setWords('zh-CN', {}); });

test('plural forms, values and nouns', () => {
  expect(message('en', 'count.deals', { count: 1 })).toBe('1 deal');
  expect(message('en', 'count.deals', { count: 1_200 })).toBe('1,200 deals');
  expect(message('en', 'board.new')).toBe('New deal');
  expect(message('en', 'state.failed', { what: 'The timeline' })).toBe('The timeline did not load');
});

test('a host renames a noun wherever it stands', () => {
  setWords('en', { deal: 'opportunity', deals: 'opportunities' });
  expect(message('en', 'board.new')).toBe('New opportunity');
  expect(message('en', 'count.deals', { count: 2 })).toBe('2 opportunities');
  expect(message('en', 'board.empty')).toBe('No opportunities in this pipeline yet');
});

test('Chinese loads when asked for, each script by itself, and what is said later apart', async () => {
  expect(message('zh-CN', 'action.save')).toBe('Save');
  await loadMessages('zh-CN');
  expect([isLoaded('zh-SG'), isLoaded('zh-TW'), isLoaded('zh-SG', 'late')]).toEqual([true, false, false]);
  // Neither English nor the key shows for a moment.
  expect([message('zh-CN', 'action.save'), message('zh-CN', 'board.redo')]).toEqual(['保存', '']);
  await loadMessages('zh-CN', 'late');
  expect([isLoaded('zh-CN', 'late'), message('zh-CN', 'action.save'), message('zh-CN', 'board.redo')]).toEqual([true, '保存', '重做']);
  expect(message('zh-CN', 'count.deals', { count: 3 })).toBe('3个商机');
  expect(message('zh-CN', 'state.waiting', { count: 3 })).toBe('3项修改等待同步');
});

test.each([
  ['zh', 'zh-Hans'], ['zh-CN', 'zh-Hans'], ['zh-SG', 'zh-Hans'], ['zh-Hans-TW', 'zh-Hans'], ['zh-TW', 'zh-Hant'], ['zh-HK', 'zh-Hant'], ['zh-MO', 'zh-Hant'], ['zh-Hant-CN', 'zh-Hant'],
  ['de-AT', 'de'], ['ja-JP', 'ja'], ['en-GB', 'en'], ['nl', 'en'],
])('%s reads %s', (locale, language) => {
  expect(languageOf(locale)).toBe(language);
});

test('a language without a file reads English, with its own numbers', () => {
  expect(message('nl', 'count.deals', { count: 1_200 })).toBe('1.200 deals');
});

test("the developers' panel speaks the language too", async () => {
  await loadMessages('de', 'late');
  expect(message('de', 'count.deals', { count: 1_200 })).toBe('1.200 Deals');
  expect(message('de', 'dev.parts', { count: 1 })).toBe('1 Teil');
});

test.each([
  ['contact-card', { ...cardEnglish, ...cardLateEnglish, ...deedEnglish, ...vcardEnglish, ...consentEnglish }], ['screen-pop', { ...popEnglish, ...popLateEnglish }], ['vcard', vcardEnglish], ['pipeline-board', { ...boardEnglish, ...boardLateEnglish, ...convertEnglish }],
  ['customer-timeline', { ...timelineEnglish, ...timelineLateEnglish }], ['ticket-form', { ...publicFormEnglish, ...publicFormLateEnglish, ...ticketEnglish, ...ticketLateEnglish }], ['lead-form', { ...publicFormEnglish, ...publicFormLateEnglish, ...leadEnglish, ...leadLateEnglish }], ['ticket', { ...deskEnglish, ...deskLateEnglish }],
  ['record', { ...recordEnglish, ...recordLateEnglish, ...convertEnglish }], ['form', { ...formLateEnglish, ...vcardEnglish, ...deedEnglish, ...publicFormEnglish }], ['lookup', {}],
  ['list', { ...listEnglish, ...listLateEnglish, ...filterEnglish }], ['filters', filterEnglish], ['devtools', devtoolsEnglish],
  ['tasks', { ...tasksEnglish, ...tasksLateEnglish }], ['inbox', { ...inboxEnglish, ...inboxLateEnglish }], ['outbox', { ...outboxEnglish, ...outboxLateEnglish }], ['notifications', notificationsEnglish],
  ['deeds', { ...deedEnglish, ...deedLateEnglish, ...inboxEnglish, ...inboxLateEnglish }],
  ['{base,format,parts,provider}', { ...publicFormEnglish, ...publicFormLateEnglish, ...convertLateEnglish, ...askedLateEnglish }],
])('%s says only what is common and its own', (folder, own) => {
  const files = globSync(`${folder}/*.ts`, { cwd: join(import.meta.dirname, '..') }).filter((file) => !file.endsWith('.test.ts'));
  expect(files.length).toBeGreaterThan(1);
  const said = files.flatMap((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8').match(/(?<=')[a-z]+\.\w+(?:\.\w+)?(?=')/g) ?? []);
  const foreign = said.filter((key) => key in en && !(key in common) && !(key in own));
  expect(foreign).toEqual([]);
});

const root = join(import.meta.dirname, '..');

/** A file and all that it imports before it runs, but for types and the texts themselves. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || file.startsWith('messages/')) return seen;
  seen.add(file);
  for (const [, named, bare] of readFileSync(join(root, file), 'utf8').matchAll(/^(?:import|export) (?!type)[^;]*? from '(\.[^']+)';|^import '(\.[^']+)';/gm)) withImports(join(dirname(file), (named ?? bare)!), seen);
  return seen;
}

test.each([
  ['contact-card/vinculo-contact-card.ts', { ...first, ...cardEnglish }], ['pipeline-board/vinculo-pipeline-board.ts', { ...more, ...boardEnglish }],
  ['customer-timeline/vinculo-customer-timeline.ts', { ...more, ...timelineEnglish }], ['ticket-form/vinculo-ticket-form.ts', { ...more, ...publicFormEnglish, ...ticketEnglish }], ['lead-form/vinculo-lead-form.ts', { ...more, ...publicFormEnglish, ...leadEnglish }], ['ticket/vinculo-ticket.ts', { ...more, ...deskEnglish }],
  ['screen-pop/vinculo-screen-pop.ts', { ...more, ...popEnglish }], ['lookup/vinculo-lookup.ts', common], ['form/vinculo-form.ts', first], ['record/vinculo-record.ts', { ...first, ...recordEnglish }],
  ['list/vinculo-list.ts', { ...more, ...listEnglish }],
  ['devtools/vinculo-devtools.ts', { ...common, ...devtoolsEnglish }],
  ['tasks/vinculo-tasks.ts', { ...more, ...tasksEnglish }], ['inbox/vinculo-inbox.ts', { ...more, ...inboxEnglish }], ['outbox/vinculo-outbox.ts', { ...common, ...outboxEnglish }],
  ['notifications/vinculo-notifications.ts', { ...common, ...notificationsEnglish }],
  ['provider/vinculo-provider.ts', first],
])('%s says in its first drawing only what came with it', (file, there) => {
  const files = [...withImports(file)];
  expect(files.length).toBeGreaterThan(3);
  const said = files.flatMap((each) => readFileSync(join(root, each), 'utf8').match(/(?<=')[a-z]+\.\w+(?:\.\w+)?(?=')/g) ?? []);
  expect(said.filter((key) => key in en && !(key in there))).toEqual([]);
  // Devtools wait for both files of a language.
  if (!file.startsWith('devtools/')) expect(said.filter((key) => key in en && !(key in zhHans)), 'in the early file of each language').toEqual([]);
});

test('what a part says that comes later is waited for with it', () => {
  const saysMore = (file: string): boolean => [...withImports(file)].some((each) => (readFileSync(join(root, each), 'utf8').match(/(?<=')[a-z]+\.\w+(?:\.\w+)?(?=')/g) ?? []).some((key) => key in zhHansLate));
  const parts = globSync('**/*.ts', { cwd: root }).filter((file) => !/\.(test|fixture)\.ts$|^messages\//.test(file))
    .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/^(?! *\*)(.*?)import\('(\.[^']+)'\)/gm)].map(([, before, part]) => ({ before: before!, part: join(dirname(file), part!) })))
    .filter(({ before, part }) => !before.endsWith('typeof ') && saysMore(part));
  expect(parts.length).toBeGreaterThan(15);
  expect(parts.filter(({ before }) => !before.includes('later(')).map(({ part }) => part)).toEqual([]);
});
