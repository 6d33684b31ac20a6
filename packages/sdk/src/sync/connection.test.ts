import { afterEach, expect, it, vi } from 'vitest';
import type { Adapter } from '../adapter/index.ts';
import { OfflineError } from '../errors.ts';
import type { Description } from '../schema/index.ts';
import { Connection } from './connection.ts';
import { browserHost } from './host.ts';

afterEach(() => void vi.useRealTimers());

function setUp(): { connection: Connection; answers: ((answer: Error | undefined) => void)[] } {
  const answers: ((answer: Error | undefined) => void)[] = [];
  const describe = (): Promise<Description> => new Promise((resolve, reject) => {
    // Only whether it answers matters to the connection.
    answers.push((error) => (error ? reject(error) : resolve({} as Description)));
  });
  return { connection: new Connection({ describe } as unknown as Adapter, browserHost, () => {}, () => {}), answers };
}

it('tries once more when asked during a try that fails', async () => {
  const { connection, answers } = setUp();
  connection.probe();
  connection.probe();
  expect(answers).toHaveLength(1);
  answers[0]!(new OfflineError('describe'));
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]!(undefined);
  await vi.waitFor(() => expect(connection.state).toBe('online'));
  connection.close();
});

it('keeps trying by itself after a failure, also when somebody asked in between', async () => {
  vi.useFakeTimers();
  const { connection, answers } = setUp();
  connection.probe();
  answers[0]!(new OfflineError('describe'));
  await vi.advanceTimersByTimeAsync(0);
  connection.probe();
  answers[1]!(new OfflineError('describe'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answers).toHaveLength(3);
  connection.close();
});

/** A connection whose calls answer, or fail at once, as told; and when it came up. */
function pacing(): { connection: Connection; ups: () => number; call: (kind: string, error?: Error) => Promise<void>; tries: () => number; fails: { probe: Error | undefined } } {
  vi.useFakeTimers();
  const fails: { probe: Error | undefined } = { probe: undefined };
  let ups = 0;
  let tries = 0;
  const describe = (): Promise<Description> => {
    tries++;
    return fails.probe ? Promise.reject(fails.probe) : Promise.resolve({} as Description);
  };
  const connection = new Connection({ describe } as unknown as Adapter, browserHost, () => {}, () => ups++);
  const call = (kind: string, error?: Error): Promise<void> => connection.call(kind, () => (error ? Promise.reject(error) : Promise.resolve())).catch(() => {});
  return { connection, ups: () => ups, tries: () => tries, call, fails };
}

const offline = new OfflineError('test');

it('is up as soon as a try that it waited for goes through, however long it was down', async () => {
  const { connection, ups, call, fails } = pacing();
  await call('push');
  fails.probe = offline;
  await call('push', offline);
  await vi.advanceTimersByTimeAsync(120_000);
  fails.probe = undefined;
  await vi.advanceTimersByTimeAsync(6000);
  expect([connection.state, ups()]).toEqual(['online', 1]);
  connection.close();
});

it('tries again within a quarter of a second when a call took long to fail', async () => {
  const { connection, call, tries, ups } = pacing();
  await call('push');
  let lose = (): void => {};
  const hangs = connection.call('push', () => new Promise<void>((_, reject) => (lose = () => reject(offline)))).catch(() => {});
  await vi.advanceTimersByTimeAsync(5000);
  lose();
  await hangs;
  await vi.advanceTimersByTimeAsync(250);
  expect([tries(), ups()]).toEqual([1, 1]);
  connection.close();
});

it('tries again soon where what failed goes through in between, and ever less often where only other calls do', async () => {
  const triesIn = async (kind: string): Promise<number> => {
    const { connection, call, tries } = pacing();
    await call('push');
    for (let n = 0; n < 60; n++) {
      await call('push', offline);
      await vi.advanceTimersByTimeAsync(1000);
      await call(kind);
    }
    connection.close();
    vi.useRealTimers();
    return tries();
  };
  expect(await triesIn('push')).toBe(60);
  expect(await triesIn('pull contact')).toBeLessThan(20);
});
