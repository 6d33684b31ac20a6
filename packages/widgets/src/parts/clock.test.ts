import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { expect, it, vi } from 'vitest';
import { Clock } from './clock.ts';

it('is the same moment for all drawings between two full minutes, and tells each full minute', () => {
  vi.useFakeTimers({ now: new Date('2026-11-19T11:00:20Z') });
  let draws = 0;
  const controllers: ReactiveController[] = [];
  const host: ReactiveControllerHost = { addController: (each) => void controllers.push(each), removeController: () => {}, requestUpdate: () => void draws++, updateComplete: Promise.resolve(true) };
  const clock = new Clock(host);
  controllers[0]!.hostConnected!();
  const { now } = clock;
  vi.advanceTimersByTime(30_000);
  controllers[0]!.hostUpdate?.();
  expect([clock.now === now, draws]).toEqual([true, 0]);
  vi.advanceTimersByTime(10_000);
  expect([clock.now.toISOString(), draws]).toEqual(['2026-11-19T11:01:00.000Z', 1]);
  controllers[0]!.hostDisconnected!();
  vi.advanceTimersByTime(60_000);
  expect(draws).toBe(1);
  vi.useRealTimers();
});
