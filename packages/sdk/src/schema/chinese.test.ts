import { describe, expect, it } from 'vitest';
import { addArabic } from './arabic.ts';
import { addChinese } from './chinese.ts';
import { addFrench } from './french.ts';
import { addGerman } from './german.ts';
import { headersOf } from './headers.ts';
import { type Field, type Labels, contact, deal, entities, entity, entityNamed, historyEntry, systemFields, text } from './index.ts';
import { addJapanese } from './japanese.ts';
import { addSpanish } from './spanish.ts';
import { addTraditionalChinese } from './traditional-chinese.ts';
import type { ShownNoun } from './words.ts';

const fieldLabels = (f: Field): Labels[] => [f.label, ...(f.options ?? []).map((o) => o.label)];
const allLabels = (): Labels[] =>
  [...Object.values(entities).flatMap((e) => [e.label, e.pluralLabel, ...Object.values<Field>(e.fields).flatMap(fieldLabels)]), ...Object.values<Field>(systemFields).flatMap(fieldLabels)];

describe('labels', () => {
  it('are the name in words where the declaration says nothing else', () => {
    const visit = entity({ name: 'siteVisit', plural: 'siteVisits', title: 'metBy', residency: 'query', fields: { metBy: text(), accountId: text(), note: text({ label: 'What was said' }) } });
    expect([visit.label.en, visit.pluralLabel.en]).toEqual(['Site visit', 'Site visits']);
    expect(Object.values(visit.fields).map((f) => f.label.en)).toEqual(['Met by', 'Account', 'What was said']);
    expect(deal.fields.expectedClose.label.en).toBe('Expected close');
    expect(historyEntry.label.en).toBe('Change');
  });

  it('speak Chinese, every one of them, from addChinese() on', () => {
    addChinese(entityNamed, systemFields);
    expect(allLabels().filter((l) => !/\p{Script=Han}/u.test(l['zh-Hans']))).toEqual([]);
    expect(contact.label).toEqual({ en: 'Contact', 'zh-Hans': '联系人' });
    expect(contact.fields.valueClass.options?.[3]?.label).toEqual({ en: 'High value', 'zh-Hans': '高价值' });
    expect(deal.fields.stageId.label['zh-Hans']).toBe('阶段');
  });
});

// The compiler asks for these words; here they are seen to arrive where a screen reads them.
const shown: Readonly<Record<ShownNoun, true>> = { account: true, activity: true, affiliation: true, attachment: true, consent: true, contact: true, deal: true, dealParty: true, lead: true, order: true, pipeline: true, product: true, relationship: true, stage: true, ticket: true, user: true };

describe.each([['de', addGerman, 'Wahrscheinlichkeit'], ['ja', addJapanese, '確度'], ['zh-Hant', addTraditionalChinese, '成交機率'], ['ar', addArabic, 'الاحتمال'], ['fr', addFrench, 'Probabilité'], ['es', addSpanish, 'Probabilidad']] as const)('labels in %s', (language, add, probability) => {
  it('are there for every field and option of the nouns that widgets draw', () => {
    add(entityNamed, systemFields);
    const labels = [...Object.values<Field>(systemFields).flatMap(fieldLabels), ...(Object.keys(shown) as ShownNoun[]).flatMap((name) => [entities[name].label, entities[name].pluralLabel, ...Object.values<Field>(entities[name].fields).flatMap(fieldLabels)])];
    expect(labels.filter((l) => !l[language]?.trim()).map((l) => l.en)).toEqual([]);
    expect(deal.fields.probability.label[language]).toBe(probability);
  });

  it('are left alone where a client lacks the entity', () => {
    expect(() => add(() => undefined)).not.toThrow();
  });
});

it('speaks traditional Chinese of every entity', () => {
  addTraditionalChinese(entityNamed);
  const labels = Object.values(entities).flatMap((e) => [e.label, e.pluralLabel, ...Object.values<Field>(e.fields).flatMap(fieldLabels)]);
  expect(labels.filter((l) => !/\p{Script=Han}/u.test(l['zh-Hant'] ?? '')).map((l) => l.en)).toEqual([]);
});

describe('headersOf', () => {
  it('knows the headers of other systems, also of the fields of every process', () => {
    expect(headersOf(deal, 'stageId')).toContain('Deal Stage');
    expect(headersOf(contact, 'phones')).toContain('手机');
    expect(headersOf(contact, 'locale')).toEqual([]);
  });
});
