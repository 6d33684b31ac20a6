import { describe, expect, it } from 'vitest';
import { addChinese } from './chinese.ts';
import { headersOf } from './headers.ts';
import { type Field, type Labels, contact, deal, entities, entity, entityNamed, historyEntry, systemFields, text } from './index.ts';

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

describe('headersOf', () => {
  it('knows the headers of other systems, also of the fields of every process', () => {
    expect(headersOf(deal, 'stageId')).toContain('Deal Stage');
    expect(headersOf(contact, 'phones')).toContain('手机');
    expect(headersOf(contact, 'locale')).toEqual([]);
  });
});
