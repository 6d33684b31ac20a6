import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PresenceListeners } from './presence-listeners.ts';

let listeners: PresenceListeners;
beforeEach(() => {
  vi.useFakeTimers();
  listeners = new PresenceListeners();
});
afterEach(() => {
  listeners.stop();
  vi.useRealTimers();
});

/** What so many streams of a tenant are told, each by itself. */
const audience = (tenant: string, size: number): (readonly string[])[] => {
  const told: (readonly string[])[] = [];
  for (let i = 0; i < size; i++) listeners.listen(tenant, `user-${i}`, (tables) => told.push(tables));
  return told;
};

it('tells few streams within a quarter of a second, at once what comes at once, and nobody of another tenant', () => {
  const [told, others] = [audience('a', 1), audience('b', 1)];
  listeners.note('a', ['ticket']);
  vi.advanceTimersByTime(200);
  listeners.note('a', ['deal', 'ticket']);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(told).toEqual([['ticket', 'deal']]);
  listeners.note('a', ['lead']);
  vi.advanceTimersByTime(250);
  expect(told.slice(1)).toEqual([['lead']]);
  expect(others).toEqual([]);
});

it('tells the first news to two hundred streams as soon, and further news so seldom that they ask forty times a second at the most', () => {
  const told = audience('a', 200);
  listeners.note('a', ['ticket']);
  vi.advanceTimersByTime(250);
  expect(told).toHaveLength(200);
  for (let passed = 0; passed < 60_000; passed += 100) {
    listeners.note('a', ['ticket']);
    vi.advanceTimersByTime(100);
  }
  expect(told.length / 60).toBeGreaterThan(30);
  expect(told.length / 60).toBeLessThanOrEqual(44);
});

it('tells nothing to a stream that ended, and has nothing planned for a tenant of which none is left', () => {
  const told: (readonly string[])[] = [];
  const end = listeners.listen('a', 'ana', (tables) => told.push(tables));
  listeners.note('a', ['ticket']);
  end();
  expect(vi.getTimerCount()).toBe(0);
  const again = audience('a', 1);
  end();
  listeners.note('a', ['ticket']);
  vi.advanceTimersByTime(250);
  expect([told, again]).toEqual([[], [['ticket']]]);
});

it('tells who is at the same record within a quarter of a second, also where two hundred others wait for theirs', () => {
  const told = audience('a', 200);
  const near: (readonly string[])[] = [];
  listeners.listen('a', 'ana', (tables) => near.push(tables));
  listeners.note('a', ['ticket'], ['ana']);
  vi.advanceTimersByTime(250);
  expect([told.length, near.length]).toEqual([200, 1]);
  for (let n = 0; n < 4; n++) {
    vi.advanceTimersByTime(500);
    listeners.note('a', ['ticket'], n < 3 ? ['ana', 'nobody'] : []);
  }
  vi.advanceTimersByTime(250);
  expect([told.length, near.length]).toEqual([200, 4]);
  vi.advanceTimersByTime(5000);
  expect([told.length, near.length]).toEqual([400, 5]);
});

it('tells those at one record more seldom the more of them there are', () => {
  const told = audience('a', 200);
  const all = Array.from({ length: 200 }, (_, i) => `user-${i}`);
  for (let passed = 0; passed < 60_000; passed += 100) {
    listeners.note('a', ['ticket'], all);
    vi.advanceTimersByTime(100);
  }
  expect(told.length / 60).toBeLessThanOrEqual(88);
});
