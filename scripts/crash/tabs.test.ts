import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import { rendererOf, type Tab } from './browser.ts';
import { setStage, type Stage, stateOf, unapplied, writeIn } from './stage.ts';

const ofCrash = 1000;
const ofStop = 15_000;

describe('eight tabs of one browser', () => {
  let stage: Stage;
  let tabs: Tab[];

  beforeAll(async () => {
    stage = await setStage(inject('chromium'), new Map(inject('pages')));
    tabs = [];
    for (let i = 1; i <= 8; i++) tabs.push(await stage.open(`tab-${i}`));
  });

  afterAll(() => stage.end());

  const leaders = async (among: readonly Tab[]): Promise<readonly Tab[]> => {
    const states = await Promise.all(among.map(stateOf));
    return among.filter((_, i) => states[i]!.leader);
  };

  /** The one tab that leads. */
  const leader = async (): Promise<Tab> => {
    await expect.poll(async () => (await leaders(tabs)).length).toBe(1);
    return (await leaders(tabs))[0]!;
  };

  const arrived = (tokens: readonly string[]): Promise<void> => expect.poll(() => unapplied(stage.backend, tokens)).toEqual([]);

  /** Who sent the pushes since so many. */
  const senders = (since: number): readonly string[] => [...new Set(stage.backend.pushes.slice(since).map((push) => push.tab))];

  /** Milliseconds until a change that another tab writes reaches the backend, now that the leader is gone. */
  const takeOver = async (gone: Tab, writer: Tab): Promise<number> => {
    const began = Date.now();
    const [token] = await writeIn(writer);
    await expect.poll(() => stage.backend.pushes.some((push) => push.tab !== gone.name && push.tokens.includes(token!)), { timeout: ofStop + 5000, interval: 10 }).toBe(true);
    return stage.backend.pushes.find((push) => push.tab !== gone.name && push.tokens.includes(token!))!.began - began;
  };

  it('send through one, whoever writes', async () => {
    await expect.poll(async () => (await Promise.all(tabs.map(stateOf))).every((s) => s.connection === 'online' && s.shows.every((x) => x === 'ready'))).toBe(true);
    const one = await leader();
    const tokens = (await Promise.all(tabs.map((tab) => writeIn(tab, 25)))).flat();
    await arrived(tokens);
    expect(senders(0)).toEqual([one.name]);
    expect(stage.backend.overlaps).toBe(0);
  });

  it('have another leader in less than a second when that one crashes', async () => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      const gone = await leader();
      const waiting = (await Promise.all(tabs.map((tab) => writeIn(tab, 3)))).flat();
      await gone.crash();
      tabs = tabs.filter((tab) => tab !== gone);
      times.push(await takeOver(gone, tabs[0]!));
      await gone.page.close();
      const kept = waiting.filter((token) => stage.told.get(token)?.includes('durable'));
      await arrived(kept);
      tabs.push(await stage.open(`tab-again-${i}`));
    }
    console.log(`take-over after a crash: ${times.join(', ')} ms`);
    expect(times.sort((a, b) => a - b)[1]).toBeLessThan(ofCrash);
    expect(stage.backend.overlaps).toBe(0);
  });

  /** Each stops a tab, and answers how it goes on. */
  const stops: readonly (readonly [how: string, stop: (tab: Tab, other: Tab) => Promise<() => Promise<unknown>>])[] = [
    ['its process is stopped', async (tab: Tab, other: Tab) => {
      const id = await rendererOf(stage.browser.browser, tab);
      for (;;) {
        process.kill(id, 'SIGSTOP');
        // Stopped amid a transaction it keeps every tab from writing, and no page can do anything about it.
        const passes = other.page.evaluate(() => globalThis.crashPage.passDisk()).then(() => true);
        const free = await Promise.race([passes, wait(2000, false)]);
        if (free) return () => Promise.resolve(void process.kill(id, 'SIGCONT'));
        process.kill(id, 'SIGCONT');
        await passes;
      }
    }],
    ['it is frozen', async (tab: Tab) => {
      await tab.cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
      return () => tab.cdp.send('Page.setWebLifecycleState', { state: 'active' });
    }],
  ];

  for (const [how, stop] of stops) {
    it(`have another leader in less than 15 s when ${how}, with all tabs hidden but one; woken, the old one follows`, async () => {
      const old = await leader();
      const others = tabs.filter((tab) => tab !== old);
      const front = others.at(-1)!;
      await front.page.bringToFront();
      if (!stage.browser.hidesTabs) for (const tab of tabs) await tab.page.evaluate((hidden) => globalThis.crashPage.hide(hidden), tab !== front);
      await expect.poll(async () => (await Promise.all(tabs.map((tab) => tab.page.evaluate(() => document.visibilityState)))).filter((v) => v === 'visible').length).toBe(1);

      const hiddenWriter = others[0]!;
      const wake = await stop(old, hiddenWriter);
      const time = await takeOver(old, hiddenWriter);
      console.log(`take-over when ${how}: ${time} ms`);
      expect(time).toBeLessThan(ofStop);
      const [next, second] = await leaders(others);
      expect(second).toBeUndefined();

      const before = stage.backend.pushes.length;
      await wake();
      const written = [...(await writeIn(old, 5)), ...(await writeIn(hiddenWriter, 5))];
      await arrived(written);
      await expect.poll(() => written.every((token) => stage.told.get(token)?.includes('synced'))).toBe(true);
      expect(senders(before)).toEqual([next!.name]);
      expect(await leaders(tabs)).toEqual([next]);
      expect(stage.backend.overlaps).toBe(0);
      // What each shows is what the backend has, the old leader's page too.
      for (const tab of tabs) await expect.poll(async () => (await tab.page.evaluate(() => globalThis.crashPage.rows())).account.length).toBe(stage.backend.rows('account').length);
    });
  }
});
