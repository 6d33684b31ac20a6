import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import type { AnyRow } from '../schema/index.ts';
import { openDiskCache } from './disk-cache.ts';

const contact = (i: number): AnyRow => ({ id: `c${i}`, name: `C ${i}`, phones: [{ id: 'p', raw: `0${i}`, e164: `+4930${String(1_000_000 + (i % 500)).padStart(7, '0')}` }] });

it('finds rows by the last digits of a number without reading their table, after many writes and a new start', async () => {
  let cache = await openDiskCache('phones', 't/ana', { told: () => {}, writing: import('./disk-writing.ts') });
  await cache.takeLead();
  for (let page = 0; page < 40; page++) await cache.write({ table: 'contact', rows: Array.from({ length: 25 }, (_, i) => contact(page * 25 + i)), removed: [], cursor: String(page) });
  await cache.write({ table: 'deal', rows: [{ id: 'd', name: 'No phones here' }], removed: [] });
  await cache.close();
  cache = await openDiskCache('phones', 't/ana', { told: () => {}, writing: import('./disk-writing.ts') });
  const found = await cache.phones('1000007');
  expect([...found.keys()]).toEqual(['contact']);
  expect(new Set(found.get('contact'))).toEqual(new Set(['c7', 'c507']));
  expect((await cache.phones('9999999')).get('contact') ?? []).toEqual([]);
  // The beginning of another number is not its end.
  expect((await cache.phones('000007')).get('contact') ?? []).toEqual([]);
  await cache.destroy();
});
