import { globSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, it } from 'vitest';
import type { Storage, Tab } from './browser.ts';
import { setStage, type Stage, stateOf, unapplied, writeIn } from './stage.ts';

const shownWithin = 2000;

/** By command also as Chromium is going to keep it, and in more ways. */
const byCommand = process.env['CRASH_ROUNDS'] !== undefined;
const storages: readonly Storage[] = byCommand ? ['leveldb', 'sqlite'] : ['leveldb'];

describe.each(storages)('storage that fails, kept by %s', (storage) => {
  let stage: Stage;

  const setUp = async (): Promise<void> => {
    stage = await setStage(inject('chromium'), new Map(inject('pages')), storage);
  };

  afterEach(() => stage.end());

  const ready = (tab: Tab): Promise<void> => expect.poll(async () => (await stateOf(tab)).shows).toEqual(['ready', 'ready']);

  const told = (tokens: readonly string[], what: 'durable' | 'synced'): readonly string[] => tokens.filter((token) => stage.told.get(token)?.includes(what));

  const durable = (tokens: readonly string[]): Promise<void> => expect.poll(() => told(tokens, 'durable')).toEqual(tokens);

  /** Each stands in the page's outbox: it is not lost, and can be seen. */
  const waits = (tab: Tab, tokens: readonly string[]): Promise<void> => expect.poll(async () => {
    const { outbox } = await stateOf(tab);
    return tokens.filter((token) => !outbox.some((line) => line.startsWith(token)));
  }).toEqual([]);

  /** The page says what happened to its storage, soon enough. */
  const says = async (tab: Tab, codes: readonly string[], since: number): Promise<void> => {
    await expect.poll(async () => (await stateOf(tab)).storage, { timeout: shownWithin + 3000 }).toBeOneOf([...codes]);
    const faults = await tab.page.evaluate(() => globalThis.crashPage.faults());
    const first = Math.min(...codes.flatMap((code) => faults[code] ?? []));
    console.log(`${storage}: ${tab.name} said ${Object.keys(faults).join()} after ${first - since} ms`);
    expect(first - since).toBeLessThan(shownWithin);
  };

  /** When a page began, in milliseconds. */
  const startOf = (tab: Tab): Promise<number> => tab.page.evaluate(() => performance.timeOrigin);

  const goDown = (): void => void (stage.backend.weather = { down: true });

  /** The network is back: all arrives once. */
  const arrive = async (tabs: readonly Tab[], tokens: readonly string[]): Promise<void> => {
    stage.backend.weather = {};
    for (const tab of tabs) await tab.page.evaluate(() => globalThis.crashPage.retry());
    await expect.poll(() => unapplied(stage.backend, tokens)).toEqual([]);
    await expect.poll(async () => (await Promise.all(tabs.map(stateOf))).flatMap((s) => s.outbox)).toEqual([]);
    expect(stage.backend.overlaps).toBe(0);
  };

  // Over SQLite this Chromium lets a page write far beyond its quota once the database is open.
  it.runIf(storage === 'leveldb')('is full: what is not on disk does not pass for durable, is seen to wait, and arrives', async () => {
    await setUp();
    const tab = await stage.open('full', { quota: 1_500_000 });
    await ready(tab);
    goDown();
    const tokens = [...(await writeIn(tab, 5))];
    await durable(tokens);
    let since = 0;
    for (let i = 0; i < 100 && (await stateOf(tab)).storage === undefined; i++) {
      since = Date.now();
      tokens.push(...(await writeIn(tab, 10, 20_000)));
      await expect.poll(async () => (await stateOf(tab)).storage !== undefined || told(tokens, 'durable').length === tokens.length).toBe(true);
    }
    await says(tab, ['quota'], since);
    const after = await writeIn(tab, 5, 20_000);
    await waits(tab, [...tokens, ...after]);
    expect(told(after, 'durable')).toEqual([]);
    await arrive([tab], [...tokens, ...after]);
    await expect.poll(() => told(after, 'durable')).toEqual(after);

    await tab.page.close();
    const again = await stage.open('room');
    await ready(again);
    goDown();
    await durable(await writeIn(again, 2));
    expect((await stateOf(again)).storage).toBeUndefined();
  });

  it.each(byCommand ? ['indexeddb', 'all'] : ['all'])('is cleared under two open pages (%s): they say so, and what waited in them arrives', async (types) => {
    await setUp();
    const tabs = [await stage.open('one'), await stage.open('two')];
    for (const tab of tabs) await ready(tab);
    goDown();
    const before = (await Promise.all(tabs.map((tab) => writeIn(tab, 10)))).flat();
    await durable(before);
    const since = Date.now();
    await tabs[0]!.cdp.send('Storage.clearDataForOrigin', { origin: stage.backend.url, storageTypes: types });
    for (const tab of tabs) await says(tab, ['emptied', 'disconnected', 'lost'], since);
    const after = (await Promise.all(tabs.map((tab) => writeIn(tab, 5)))).flat();
    for (const tab of tabs) await waits(tab, after.filter((token) => token.includes(tab.name)));
    await arrive(tabs, [...before, ...after]);
    for (const tab of tabs) expect((await stateOf(tab)).parked).toBe(0);
  });

  it('is damaged between two starts: the page says so, works, and what it calls durable is', async () => {
    await setUp();
    await ready(await stage.open('first'));
    // What the browser remembers elsewhere of a database it made just now is written only then.
    await stage.restart();
    const before = await stage.open('before');
    await ready(before);
    goDown();
    await durable(await writeIn(before, 10));
    await stage.restartAfterDeath(() => damage(stage.profile));
    const tab = await stage.open('after');
    await says(tab, ['emptied', 'lost', 'unavailable'], await startOf(tab));
    const after = await writeIn(tab, 10);
    await waits(tab, after);
    await arrive([tab], after);
    expect((await stateOf(tab)).shows).toEqual(['ready', 'ready']);
  });

  it('is of a newer version: the older tab says so, and loses nothing', async () => {
    await setUp();
    const old = await stage.open('old');
    await ready(old);
    goDown();
    const before = await writeIn(old, 10);
    await durable(before);
    const next = await stage.open('next', { version: 'next' });
    await says(old, ['newer_schema'], await startOf(next));
    const after = [...(await writeIn(old, 5)), ...(await writeIn(next, 5))];
    await waits(old, after.slice(0, 5));
    await durable(after.slice(5));
    expect(told(after.slice(0, 5), 'durable')).toEqual([]);
    await arrive([old, next], [...before, ...after]);
    expect((await stateOf(next)).storage).toBeUndefined();
  });

  it('is that of a private window with little room: all is seen to wait, and arrives', async () => {
    await setUp();
    const tab = await stage.open('private', { privately: true, quota: 1 });
    await says(tab, ['quota', 'unavailable'], await startOf(tab));
    goDown();
    const tokens = await writeIn(tab, 20);
    await waits(tab, tokens);
    expect(told(tokens, 'durable')).toEqual([]);
    await arrive([tab], tokens);
  });
});

/** Writes garbage over all that the profile's databases hold. */
function damage(profile: string): void {
  const files = globSync(join(profile, '**', 'IndexedDB', '**')).filter((file) => statSync(file).isFile() && !file.endsWith('LOCK'));
  if (files.length === 0) throw new Error(`No database was found in ${profile}.`);
  for (const file of files) writeFileSync(file, Buffer.alloc(Math.max(64, statSync(file).size), 'not what was here before '));
}
