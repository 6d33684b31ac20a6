import { expect, it } from 'vitest';
import type { LiveSource } from './live-controller.ts';
import { seldom } from './seldom.ts';

it('tells only of what is shown, and reads as it is', () => {
  let value = { shown: 1, more: 1 };
  let tell: ((value: { shown: number; more: number }) => void) | undefined;
  let left = false;
  const source: LiveSource<typeof value> = {
    get snapshot() { return value; },
    subscribe(next) {
      tell = next;
      next(value);
      return { unsubscribe: () => { left = true; } };
    },
  };
  const told: (typeof value)[] = [];
  const narrow = seldom(source, ({ shown }) => String(shown));
  const subscription = narrow.subscribe((each) => told.push(each));
  for (const next of [{ shown: 1, more: 2 }, { shown: 2, more: 2 }, { shown: 2, more: 3 }, { shown: 1, more: 3 }]) {
    value = next;
    tell?.(next);
    expect(narrow.snapshot).toBe(next);
  }
  expect(told.map(({ shown }) => shown)).toEqual([1, 2, 1]);
  subscription.unsubscribe();
  expect(left).toBe(true);
});
