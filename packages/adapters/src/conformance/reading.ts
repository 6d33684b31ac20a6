import { VinculoError } from '@vinculo/sdk';
import { newId } from '@vinculo/sdk/schema';
import { readAll } from './bench.ts';
import { type ConformanceCase, unlessWritable } from './case.ts';
import { check, checkSame, rejection } from './check.ts';

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const readingCases: readonly ConformanceCase[] = [
  {
    name: 'describe() names the user, the tables and a hash that stays while nothing changes',
    async run({ backend: { adapter, subject } }) {
      const said = await adapter.describe();
      check(said.tables[subject.table] !== undefined, `describe() lists ${subject.table}`, Object.keys(said.tables));
      check(/^[A-Z]{3}$/.test(said.currency), 'describe() names the currency by its ISO 4217 code', said.currency);
      check(isTimeZone(said.timeZone), 'describe() names an IANA time zone', said.timeZone);
      check(said.hash !== '' && said.hash === (await adapter.describe()).hash, 'the hash stays while nothing changes', said.hash);
    },
  },
  {
    name: 'a pull from nothing gives every row once all pages are in, whatever their size',
    skip: unlessWritable,
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const made = [];
      for (let i = 0; i < 7; i++) made.push(await bench.create(`page ${i}`));
      const small = await readAll(adapter, subject.table, null, 2);
      const large = await readAll(adapter, subject.table, null, 1000);
      for (const row of made) {
        check(small.rows.has(row.id), 'no row is missing from a reading in small pages', row.id);
        checkSame(small.rows.get(row.id), large.rows.get(row.id), 'a row is the same in small and large pages');
      }
      checkSame([...small.rows.keys()].toSorted(), [...large.rows.keys()].toSorted(), 'small and large pages give the same rows');
    },
  },
  {
    name: 'a pull goes on from its cursor with what was created and changed since',
    skip: (c) => unlessWritable(c) ?? (c.pull === 'page' ? 'this backend gives whole tables only' : undefined),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      const old = await bench.create('before');
      const { cursor } = await readAll(adapter, subject.table);
      const changed = await bench.stored(bench.change('update', subject.table, old.id, { [subject.first.field]: subject.first.values[0] }, old), other);
      const made = await bench.create('after', other);
      const next = await readAll(adapter, subject.table, cursor);
      check(next.rows.has(made.id), 'the next pull gives the row that was created', [...next.rows.keys()]);
      checkSame(next.rows.get(old.id)?.[subject.first.field], changed[subject.first.field], 'the next pull gives the row that was changed, as it is now');
      const last = await readAll(adapter, subject.table, next.cursor);
      check(adapter.capabilities.pull !== 'delta' || last.rows.size === 0, 'a delta pull gives nothing when nothing changed', [...last.rows.keys()]);
    },
  },
  {
    name: 'no row is lost that was written in the same tick of the clock as a pull',
    skip: (c) => unlessWritable(c) ?? (c.pull === 'since' ? undefined : 'pulls do not go by time'),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      let { cursor } = await readAll(adapter, subject.table);
      for (let i = 0; i < 4; i++) {
        const made = await bench.create(`tick ${i}`, other);
        const seen = await readAll(adapter, subject.table, cursor);
        check(seen.rows.has(made.id), 'a row made right after the last pull comes with the next', { round: i, made: made.id });
        const value = subject.first.values[i % 2];
        await bench.stored(bench.change('update', subject.table, made.id, { [subject.first.field]: value }, made), other);
        const again = await readAll(adapter, subject.table, seen.cursor);
        checkSame(again.rows.get(made.id)?.[subject.first.field], value, 'a row changed right after a pull comes with the next');
        ({ cursor } = again);
      }
    },
  },
  {
    name: 'a removed row is told by the next pull, or is missing from digest()',
    skip: unlessWritable,
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      const [kept, gone] = [await bench.create('kept'), await bench.create('gone')];
      const { cursor } = await readAll(adapter, subject.table);
      await bench.stored(bench.change('remove', subject.table, gone.id, {}, gone), other);
      if (adapter.capabilities.tombstones) {
        check((await readAll(adapter, subject.table, cursor)).gone.has(gone.id), 'the next pull lists the removed row under deleted', gone.id);
      } else if (adapter.capabilities.pull === 'page') {
        check(!(await readAll(adapter, subject.table)).rows.has(gone.id), 'a new reading no longer has the removed row', gone.id);
      } else {
        check(adapter.digest !== undefined, 'a backend without tombstones has digest()');
        const ids = await adapter.digest({ table: subject.table });
        check(!ids.includes(gone.id) && ids.includes(kept.id), 'digest() lists exactly the rows that are there', ids);
      }
      check((await bench.now(gone.id)) === undefined, 'a removed row is not given any more', gone.id);
    },
  },
  {
    name: 'get() gives the rows asked for that are there, and no others',
    skip: unlessWritable,
    async run(bench) {
      const { adapter, subject } = bench.backend;
      if (!adapter.get) return;
      const row = await bench.create('got');
      const rows = await adapter.get(subject.table, [row.id, adapter.capabilities.ids === 'client' ? newId() : '999999999']);
      checkSame(rows.map((r) => r.id), [row.id], 'get() leaves out what is not there');
    },
  },
  {
    name: 'a table that is not served is refused by an error of the contract',
    async run({ backend: { adapter } }) {
      const error = await rejection(adapter.pull({ table: 'noSuchEntity' }, null, 10), 'a pull of an unknown table rejects');
      check(error instanceof VinculoError && ['unknown_table', 'unsupported', 'forbidden', 'not_found'].includes(error.code), 'the error is an UnknownTableError, UnsupportedError, ForbiddenError or NotFoundError', error);
    },
  },
  {
    name: 'a call that was aborted before it began rejects with the reason of its signal',
    async run({ backend: { adapter, subject } }) {
      const reason = new Error('the view is gone');
      const error = await rejection(adapter.pull({ table: subject.table }, null, 10, AbortSignal.abort(reason)), 'an aborted pull rejects');
      check(error === reason, 'it rejects with the reason of the signal', error);
    },
  },
  {
    name: 'subscribe() hints at a change of someone else, and is silent after the end of it',
    skip: (c) => unlessWritable(c) ?? (c.live ? undefined : 'no live hints'),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      let hints = 0;
      let tell: () => void = () => undefined;
      const hinted = new Promise<void>((resolve) => void (tell = resolve));
      let connected: () => void = () => undefined;
      const up = new Promise<void>((resolve) => void (connected = resolve));
      const stop = adapter.subscribe!((hint) => {
        if (hint.tables && !hint.tables.includes(subject.table)) return;
        hints++;
        tell();
      }, (state) => void (state === 'connected' && connected()));
      await up;
      await bench.create('live', other);
      await hinted;
      stop();
      const before = hints;
      await bench.create('live, unheard', other);
      check(hints === before, 'no hint comes after the end of the subscription', hints - before);
    },
  },
];
