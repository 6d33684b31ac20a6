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
