import 'fake-indexeddb/auto';
import { afterEach, expect, it } from 'vitest';
import type { Cache, KeptBlob } from './cache.ts';
import { openDiskCache } from './disk-cache.ts';

const open: Cache[] = [];
const openCache = async (): Promise<Cache> => {
  const cache = await openDiskCache('test', 't/files', { told: () => {}, writing: import('./disk-writing.ts') });
  open.push(cache);
  return cache;
};

afterEach(async () => {
  for (const cache of open.splice(0)) await cache.destroy().catch(() => {});
});

const file = (id: string, at: number): KeptBlob => ({ id, name: '图.png', type: 'image/png', at, content: new Uint8Array([0, 255, at]).buffer });

it('keeps files as they are, in every page, and lists the old ones', async () => {
  const [one, two] = [await openCache(), await openCache()];
  await one.blobs.keep(file('a', 1));
  await two.blobs.keep(file('b', 2));
  const read = await two.blobs.read('a');
  expect([read?.name, read?.type, [...new Uint8Array(read!.content)]]).toEqual(['图.png', 'image/png', [0, 255, 1]]);
  expect(await one.blobs.keptBefore(2)).toEqual(['a']);
  await one.blobs.drop(['a', 'none']);
  expect([await two.blobs.read('a'), await two.blobs.keptBefore(9)]).toEqual([undefined, ['b']]);
});

it('replaces a file by its alias in one transaction, for the page that leads', async () => {
  const [one, two] = [await openCache(), await openCache()];
  await one.blobs.keep(file('a', 1));
  await one.takeLead();
  await two.takeLead();
  await expect(one.blobs.sent({ table: 'blob', from: 'a', to: 'x' })).rejects.toMatchObject({ code: 'fenced' });
  expect([await one.loadAliases(), await one.blobs.keptBefore(9)]).toEqual([[], ['a']]);
  await two.blobs.sent({ table: 'blob', from: 'a', to: 'y' });
  expect([await one.loadAliases(), await one.blobs.keptBefore(9)]).toEqual([[{ table: 'blob', from: 'a', to: 'y' }], []]);
});
