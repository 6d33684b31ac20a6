import { memoryBackend } from '@vinculo/sdk/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NewRow } from './book.ts';
import { type GenerateOptions, generate } from './generate.ts';
import { loadDemo } from './load-demo.ts';
import { namedRecords } from './named-records.ts';

const now = Date.parse('2026-11-22T09:00:00Z');

async function collect(options: GenerateOptions): Promise<Map<string, NewRow[]>> {
  const tables = new Map<string, NewRow[]>();
  for await (const { table, rows } of generate(options)) tables.set(table, [...(tables.get(table) ?? []), ...rows]);
  return tables;
}

describe('small demo data', () => {
  let tables: Map<string, NewRow[]>;
  const rows = (table: string): NewRow[] => tables.get(table) ?? [];
  beforeAll(async () => void (tables = await collect({ size: 'small', now })));

  it('is the same for the same seed and moment, and another for another seed', async () => {
    expect(await collect({ size: 'small', now })).toEqual(tables);
    expect(await collect({ size: 'small', now, seed: 2 })).not.toEqual(tables);
  }, 30_000);

  it('has a thousand deals and ten times as many activities', () => {
    expect([rows('deal').length, rows('activity').length]).toEqual([1000, 10_000]);
  });

  it('passes every rule of a backend, in the order it comes', async () => {
    const backend = memoryBackend({ now: () => now });
    const total = [...tables.values()].reduce((n, list) => n + list.length, 0);
    expect(await loadDemo(backend.adapter(), generate({ size: 'small', now }))).toBe(total);
    const stages = new Map(rows('stage').map((s) => [s.id, s['category']]));
    for (const deal of backend.rows('deal'))
      expect(deal['closedAt'] === null).toBe(stages.get(String(deal['stageId'])) === 'open');
    await expect(loadDemo(backend.adapter(), generate({ size: 'small', now }))).resolves.toBe(total);
  }, 30_000);

  it('gives each card a place of its own in its stage', () => {
    for (const table of ['deal', 'lead', 'ticket']) {
      const places = rows(table).map((row) => [row['stageId'], row['rank']].join(' '));
      expect(new Set(places).size).toBe(places.length);
      expect(rows(table).every((row) => typeof row['rank'] === 'string')).toBe(true);
    }
  });

  it('has deals that are late, rotting or without a next step, and many that are not', () => {
    const category = new Map(rows('stage').map((s) => [s.id, s]));
    const open = rows('deal').filter((d) => category.get(String(d['stageId']))!['category'] === 'open');
    const planned = new Set(
      rows('activityLink')
        .filter((l) => l['open'] === true)
        .map((l) => l['recordId']),
    );
    const share = (test: (d: NewRow) => boolean): number => open.filter(test).length / open.length;
    const late = share((d) => String(d['expectedClose']) < '2026-11-22');
    const idle = share((d) => !planned.has(d.id));
    const rotting = share(
      (d) =>
        (now - Date.parse(String(d['stageSince']))) / 86_400_000 >
        Number(category.get(String(d['stageId']))!['rottingDays']),
    );
    for (const part of [late, idle, rotting]) {
      expect(part).toBeGreaterThan(0.04);
      expect(part).toBeLessThan(0.45);
    }
  });

  it('never says that something to come has happened', () => {
    expect(rows('activity').filter((a) => a['done'] === true && Date.parse(String(a['at'])) > now)).toEqual([]);
    expect(rows('ticketMessage').filter((m) => Date.parse(String(m['at'])) > now)).toEqual([]);
    expect(rows('deal').filter((d) => Date.parse(String(d['closedAt'] ?? 0)) > now)).toEqual([]);
  });

  it('writes to each customer in their own script', () => {
    const locales = new Map(rows('contact').map((c) => [c.id, c['locale']]));
    const byId = new Map(rows('activity').map((a) => [a.id, a]));
    const chinese = rows('activityLink')
      .filter((l) => locales.get(String(l['recordId'])) === 'zh-Hans')
      .map((l) => byId.get(String(l['activityId']))!);
    expect(chinese.length).toBeGreaterThan(500);
    for (const activity of chinese) expect(activity['subject']).toMatch(/\p{Script=Han}/u);
    const japanese = rows('contact').filter((c) => c['locale'] === 'ja');
    for (const c of japanese) expect(c['name']).toBe(`${String(c['familyName'])} ${String(c['givenName'])}`);
    expect(new Set(rows('contact').map((c) => c['locale'])).size).toBeGreaterThanOrEqual(9);
  });

  it('uses addresses that reach nobody', () => {
    for (const row of [...rows('contact'), ...rows('account'), ...rows('lead')]) {
      for (const { value } of (row['emails'] ?? []) as { value: string }[]) expect(value).toMatch(/\.example$/);
      for (const { e164 } of (row['phones'] ?? []) as { e164: string }[]) expect(e164).toMatch(/^\+[1-9]\d{7,14}$/);
    }
  });

  it('leaves nothing unfilled in its texts', () => {
    for (const table of ['deal', 'activity', 'ticket', 'ticketMessage'])
      expect(JSON.stringify(rows(table))).not.toMatch(/\{(product|city|name|n)\}|undefined|NaN/);
  });

  it('has the named records with what pages show of them', () => {
    const links = (id: string): number => rows('activityLink').filter((l) => l['recordId'] === id).length;
    expect(links(namedRecords.contactId)).toBeGreaterThanOrEqual(10);
    expect(links(namedRecords.zhContactId)).toBeGreaterThanOrEqual(6);
    expect(rows('order').filter((o) => o['contactId'] === namedRecords.shopperId)).toHaveLength(3);
    expect(rows('ticket').filter((t) => t['contactId'] === namedRecords.shopperId)).toHaveLength(1);
    const ids = new Set([...tables.values()].flat().map((r) => r.id));
    for (const id of Object.values(namedRecords)) expect(ids).toContain(id);
  });
});

it('medium is ten times that', async () => {
  const tables = await collect({ size: 'medium', now });
  expect([tables.get('deal')!.length, tables.get('activity')!.length]).toEqual([10_000, 100_000]);
}, 30_000);
