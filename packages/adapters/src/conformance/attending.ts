import type { Adapter } from '@vinculo/sdk/adapter';
import type { Present, Whereabout } from '@vinculo/sdk/schema';
import type { Bench } from './bench.ts';
import { type ConformanceCase, type Skip, hook, needs } from './case.ts';
import { check, checkSame, within } from './check.ts';

const present = needs((c) => (c.presence ? undefined : 'nobody learns who else is there'), hook('users'));
const both = (...skips: readonly Skip[]): Skip => (c, hooks) => skips.map((skip) => skip(c, hooks)).find((reason) => reason !== undefined);

/** What a page of a session says and asks. */
const page = (bench: Bench, adapter: Adapter, name: string) => (at: readonly Omit<Whereabout, 'table'>[], asked: readonly string[] = []): Promise<readonly Present[]> => {
  const { table } = bench.backend.subject;
  return adapter.presence!({ page: bench.label(name), at: at.map((each) => ({ table, ...each })), of: asked.length > 0 ? [{ table, ids: asked }] : [] });
};

/** Asks until the answer is this: what one process is told the others know a moment later. */
async function comes(bench: Bench, ask: () => Promise<readonly Present[]>, expected: readonly object[], asked: string): Promise<void> {
  let came: readonly Present[] = [];
  const until = Date.now() + bench.patience;
  do {
    came = await ask();
    if (came.length === expected.length) break;
    await new Promise((goOn) => setTimeout(goOn, 10));
  } while (Date.now() < until);
  checkSame(came.map(({ table, id, userId, doing }) => ({ table, id, userId, doing })), expected, asked);
  check(came.every(({ name }) => typeof name === 'string' && name !== ''), 'whoever is there has a name', came);
}

export const attendingCases: readonly ConformanceCase[] = [
  {
    name: 'presence() tells who else is at a record and what they do there, until they leave; never oneself',
    skip: present,
    async run(bench) {
      const { adapter, other, users, subject: { table } } = bench.backend;
      const [row, apart] = [await bench.create('looked at'), await bench.create('left alone')];
      const [mine, mySecond, theirs] = [page(bench, adapter, 'mine'), page(bench, adapter, 'mine too'), page(bench, other, 'theirs')];
      const ids = [row.id, apart.id];
      checkSame(await mine([{ id: row.id, doing: 'writing' }], ids), [], 'nobody is told of themselves');
      await theirs([{ id: row.id, doing: 'looking' }]);
      await comes(bench, () => mine([{ id: row.id, doing: 'writing' }], ids), [{ table, id: row.id, userId: users![1], doing: 'looking' }], 'somebody else at the record is told, with what they do, and only where they are');
      await comes(bench, () => theirs([{ id: row.id, doing: 'writing' }], ids), [{ table, id: row.id, userId: users![0], doing: 'writing' }], 'and they are told of this user');
      await mySecond([{ id: row.id, doing: 'looking' }]);
      await comes(bench, () => theirs([], ids), [{ table, id: row.id, userId: users![0], doing: 'writing' }], 'a user with two pages is told once, as the page that does most');
      await mine([]);
      await mySecond([]);
      await comes(bench, () => theirs([], ids), [], 'whoever left is told no more');
    },
  },
  {
    name: 'presence() tells nothing of a record out of sight, and takes nothing about it',
    skip: both(present, hook('hide')),
    async run(bench) {
      const { adapter, other, hide, users, subject: { table } } = bench.backend;
      const [row, seen] = [await bench.create('out of sight'), await bench.create('in sight')];
      const [mine, theirs] = [page(bench, adapter, 'mine'), page(bench, other, 'theirs')];
      const ids = [row.id, seen.id];
      await theirs(ids.map((id) => ({ id, doing: 'writing' as const })));
      await hide!(row.id);
      await comes(bench, () => mine(ids.map((id) => ({ id, doing: 'looking' as const })), ids), [{ table, id: seen.id, userId: users![1], doing: 'writing' }], 'who is at a record that this user may not see is not told');
      await comes(bench, () => theirs([], ids), [{ table, id: seen.id, userId: users![0], doing: 'looking' }], 'nobody is at a record that they may not see');
    },
  },
  {
    name: 'subscribe() hints that somebody came, began to write or left, by the table alone',
    skip: both(present, (c) => (c.live ? undefined : 'no live hints')),
    async run(bench) {
      const { adapter, other, subject: { table } } = bench.backend;
      const row = await bench.create('hinted at');
      const theirs = page(bench, other, 'theirs');
      const heard: (readonly string[])[] = [];
      let look: () => void = () => undefined;
      let connected: () => void = () => undefined;
      const up = new Promise<void>((resolve) => void (connected = resolve));
      const stop = adapter.subscribe!((hint) => {
        if (!hint.presence?.includes(table)) return;
        heard.push(hint.tables ?? ['any']);
        look();
      }, (state) => void (state === 'connected' && connected()));
      await within(bench.patience, up, 'subscribe() tells “connected” when hints flow');
      for (const [what, at] of [['came', [{ id: row.id, doing: 'looking' }]], ['began to write', [{ id: row.id, doing: 'writing' }]], ['left', []]] as const) {
        heard.length = 0;
        const told = new Promise<void>((resolve) => void (look = resolve));
        await theirs(at);
        await within(bench.patience, told, `a hint with “presence” that names ${table} comes after somebody ${what}`);
        check(heard.every((tables) => tables.length === 0), 'such a hint says that no rows changed: “tables” is empty', heard);
      }
      stop();
    },
  },
];
