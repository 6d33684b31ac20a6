import type { Hint } from '@vinculo/sdk/adapter';
import { newId } from '@vinculo/sdk/schema';
import type { Bench } from './bench.ts';
import { type ConformanceCase, hook, needs } from './case.ts';
import { check, within } from './check.ts';

const live = needs((c) => (c.live ? undefined : 'no live hints'));

/** Listens on `adapter`; `next` is fulfilled with the next hint that means a table. */
async function listen(bench: Bench): Promise<{ next(table: string, asked: string): Promise<Hint>; count(): number; stop(): void }> {
  const heard: Hint[] = [];
  const waiting = new Set<() => void>();
  let connected: () => void = () => undefined;
  const up = new Promise<void>((resolve) => void (connected = resolve));
  const stop = bench.backend.adapter.subscribe!((hint) => {
    heard.push(hint);
    for (const look of waiting) look();
  }, (state) => void (state === 'connected' && connected()));
  await within(bench.patience, up, 'subscribe() tells “connected” when hints flow');
  return {
    stop, count: () => heard.length,
    next(table, asked) {
      heard.length = 0;
      return within(bench.patience, new Promise<Hint>((resolve) => {
        const look = (): void => {
          const hint = heard.find((h) => h.tables === undefined || h.tables.includes(table));
          if (!hint) return;
          waiting.delete(look);
          resolve(hint);
        };
        waiting.add(look);
      }), asked);
    },
  };
}

export const hintingCases: readonly ConformanceCase[] = [
  {
    name: 'subscribe() hints at a change of someone else, of each kind, and is silent after the end of it',
    skip: live,
    async run(bench) {
      const { other, subject: { table, first } } = bench.backend;
      const line = await listen(bench);
      const after = async <T>(what: string, write: () => Promise<T>): Promise<T> => {
        const hint = line.next(table, `a hint that names ${table}, or no table, comes after ${what}`);
        const done = await write();
        await hint;
        return done;
      };
      const row = await after('a create of someone else', () => bench.create('live', other));
      const edited = await after('an update of someone else', () => bench.stored(bench.update(row, { [first.field]: first.values[0] }), other));
      await after('a removal by someone else', () => bench.stored(bench.change('remove', table, row.id, {}, edited), other));
      line.stop();
      line.stop();
      const before = line.count();
      await bench.create('live, unheard', other);
      check(line.count() === before, 'no hint comes after the end of the subscription', line.count() - before);
    },
  },
  {
    name: 'subscribe() hints at what a command changed',
    skip: (c, hooks) => live(c, hooks) ?? (c.commands.includes('merge') ? undefined : 'no merge command'),
    async run(bench) {
      const { other, subject: { table } } = bench.backend;
      const [into, from] = [await bench.create('stays'), await bench.create('goes')];
      const line = await listen(bench);
      const hint = line.next(table, `a hint that names ${table}, or no table, comes after a command of someone else`);
      await other.run!('merge', { table, intoId: into.id, fromId: from.id }, newId());
      await hint;
      line.stop();
    },
  },
  {
    name: 'subscribe() hints when rights change',
    skip: (c, hooks) => live(c, hooks) ?? hook('hide')(c, hooks),
    async run(bench) {
      const { hide, subject: { table } } = bench.backend;
      const row = await bench.create('out of sight');
      const line = await listen(bench);
      const hint = line.next(table, 'a hint comes when rows go out of sight: else they stay on the screen');
      await hide!(row.id);
      await hint;
      line.stop();
    },
  },
  {
    name: 'two listeners of one adapter each hear, and one may leave',
    skip: live,
    async run(bench) {
      const { other, subject: { table } } = bench.backend;
      const [one, two] = [await listen(bench), await listen(bench)];
      one.stop();
      const hint = two.next(table, 'the listener that stayed hears of the next change');
      await bench.create('heard by one', other);
      await hint;
      two.stop();
    },
  },
];
