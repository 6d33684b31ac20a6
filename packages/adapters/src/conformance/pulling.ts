import { VinculoError } from '@vinculo/sdk';
import type { PullPage } from '@vinculo/sdk/adapter';
import type { AnyRow } from '@vinculo/sdk/schema';
import { apply, onePage, readAll } from './bench.ts';
import { type ConformanceCase, cursors, hook, needs } from './case.ts';
import { check, checkSame } from './check.ts';

/** Where readings begin, resume and end. */
export const pullingCases: readonly ConformanceCase[] = [
  {
    name: 'a pull from nothing gives every row once all pages are in, whatever their size',
    skip: needs(),
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
      check(!small.reset || adapter.capabilities.pull === 'page', 'a first reading has nothing to reset');
    },
  },
  {
    name: 'a pull goes on from its cursor with what was created and changed since',
    skip: needs(cursors),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      const old = await bench.create('before');
      const { cursor } = await readAll(adapter, subject.table);
      const changed = await bench.stored(bench.update(old, { [subject.first.field]: subject.first.values[0] }), other);
      const made = await bench.create('after', other);
      const next = await readAll(adapter, subject.table, cursor);
      check(next.rows.has(made.id), 'the next pull gives the row that was created', [...next.rows.keys()]);
      checkSame(next.rows.get(old.id)?.[subject.first.field], changed[subject.first.field], 'the next pull gives the row that was changed, as it is now');
      const last = await readAll(adapter, subject.table, next.cursor);
      check(adapter.capabilities.pull !== 'delta' || last.rows.size === 0, 'a delta pull gives nothing when nothing changed', [...last.rows.keys()]);
    },
  },
  {
    name: 'a reading that was cut goes on from any of its pages',
    skip: needs(cursors),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const { cursor } = await readAll(adapter, subject.table);
      const made = [];
      for (let i = 0; i < 5; i++) made.push(await bench.create(`cut ${i}`));
      const rows = new Map<string, AnyRow>();
      let page: PullPage;
      let at: string | null = cursor;
      do {
        page = await onePage(adapter, subject.table, at, 2);
        apply(page, rows);
        at = page.cursor;
        const held = new Map(rows);
        const rest = await readAll(adapter, subject.table, at, 3);
        for (const [id, row] of rest.rows) held.set(id, row);
        for (const row of made) check(held.has(row.id), 'what came until the cut and what comes after it are all rows', { missing: row.id, after: rows.size });
      } while (page.more);
    },
  },
  {
    name: 'no row is skipped when rows change while they are being read',
    skip: needs(),
    async run(bench) {
      const { adapter, other, subject: { table, first } } = bench.backend;
      const whole = adapter.capabilities.pull === 'page';
      const start = whole ? null : (await readAll(adapter, table)).cursor;
      const made: AnyRow[] = [];
      for (let i = 0; i < 6; i++) made.push(await bench.create(`moving ${i}`));
      const rows = new Map<string, AnyRow>();
      const head = await onePage(adapter, table, start, 2);
      apply(head, rows);
      const [early, gone, late] = [made[0]!, made[1]!, made[5]!];
      await bench.stored(bench.update(late, { [first.field]: first.values[0] }), other);
      await bench.stored(bench.update(early, { [first.field]: first.values[1] }), other);
      await bench.stored(bench.change('remove', table, gone.id, {}, gone), other);
      const added = await bench.create('moving, new', other);
      let page = head;
      while (page.more) {
        page = await onePage(adapter, table, page.cursor, 2);
        apply(page, rows);
      }
      for (const row of made) check(row === gone || rows.has(row.id), 'a row that was there all the time comes with the reading', row.id);
      // What changed behind the reading's back comes with the next one at the latest.
      if (whole) rows.clear();
      const next = await readAll(adapter, table, whole ? null : page.cursor);
      for (const id of next.gone) rows.delete(id);
      for (const [id, row] of next.rows) rows.set(id, row);
      for (const id of [early.id, late.id, added.id, ...made.slice(2).map((r) => r.id)]) {
        checkSame(rows.get(id), await bench.now(id, table, adapter), 'after the next pull every row is as the backend has it');
      }
      if (adapter.capabilities.tombstones || whole) check(!rows.has(gone.id), 'a row that was removed while it was read is told, or absent from the next reading', gone.id);
      else check(!(await adapter.digest!({ table })).includes(gone.id), 'digest() no longer lists the row that was removed', gone.id);
    },
  },
  {
    name: 'a pull whose answer was lost may be made again from the same cursor',
    skip: needs(cursors),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      const row = await bench.create('twice');
      const gone = await bench.create('twice, gone');
      const { cursor } = await readAll(adapter, subject.table);
      await bench.stored(bench.update(row, { [subject.first.field]: subject.first.values[0] }), other);
      await bench.stored(bench.change('remove', subject.table, gone.id, {}, gone), other);
      const [once, again] = [await readAll(adapter, subject.table, cursor), await readAll(adapter, subject.table, cursor)];
      check(once.rows.has(row.id), 'the pull gives the changed row', row.id);
      checkSame([again.rows.get(row.id), again.gone.has(gone.id)], [once.rows.get(row.id), once.gone.has(gone.id)], 'the same cursor gives the same changes again: a backend must not note what it has answered');
    },
  },
  {
    name: 'a cursor outlives the page that got it',
    skip: needs(cursors, hook('reload')),
    async run(bench) {
      const { adapter, other, reload, subject } = bench.backend;
      const old = await bench.create('yesterday');
      const held = new Map((await readAll(adapter, subject.table)).rows);
      const { cursor } = await readAll(adapter, subject.table);
      const made = await bench.create('today', other);
      const next = await readAll(reload!(), subject.table, cursor);
      if (next.reset) held.clear();
      for (const [id, row] of next.rows) held.set(id, row);
      check(held.has(old.id) && held.has(made.id), 'with what was held, a pull from yesterday’s cursor makes all rows', { reset: next.reset, missing: [old.id, made.id].filter((id) => !held.has(id)) });
    },
  },
  {
    name: 'a cursor that is too old begins a whole new reading, over as many pages as it takes',
    skip: needs(cursors, hook('expire')),
    async run(bench) {
      const { adapter, expire, subject } = bench.backend;
      const made = [];
      for (let i = 0; i < 5; i++) made.push(await bench.create(`old ${i}`));
      const { cursor } = await readAll(adapter, subject.table);
      await bench.stored(bench.change('remove', subject.table, made[0]!.id, {}, made[0]));
      await expire!();
      const next = await readAll(adapter, subject.table, cursor, 2);
      check(next.reset, 'the first page says “reset”');
      for (const row of made.slice(1)) check(next.rows.has(row.id), 'the new reading holds every row', row.id);
      check(!next.rows.has(made[0]!.id), 'the new reading holds no removed row');
      const after = await bench.create('old, after');
      const last = await readAll(adapter, subject.table, next.cursor);
      check(last.rows.has(after.id) && !last.reset, 'the cursor of the new reading is good again', { reset: last.reset });
    },
  },
  {
    name: 'a cursor that means nothing here never hides a row',
    skip: (c, hooks) => needs()(c, hooks) ?? (hooks.includes('attached') ? 'the client’s cache is right about what it holds' : undefined),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const row = await bench.create('foreign');
      for (const cursor of ['cursor of another backend', '0', 'bnVsbA']) {
        const next = await readAll(adapter, subject.table, cursor).catch((error: unknown) => error);
        if (next instanceof VinculoError) continue;
        check(!(next instanceof Error), 'an unreadable cursor is refused by an error of the contract, or begins anew', next);
        const { rows, reset } = next as Awaited<ReturnType<typeof readAll>>;
        check(rows.has(row.id), 'a reading from an unreadable cursor gives every row', { cursor });
        check(reset || !adapter.capabilities.tombstones, 'a reading that began anew says “reset”: else removed rows stay with the client', { cursor });
      }
    },
  },
  {
    name: 'no row is lost that was written in the same tick of the clock as a pull',
    skip: needs((c) => (c.pull === 'since' ? undefined : 'pulls do not go by time')),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      let { cursor } = await readAll(adapter, subject.table);
      for (let i = 0; i < 4; i++) {
        const made = await bench.create(`tick ${i}`, other);
        const seen = await readAll(adapter, subject.table, cursor);
        check(seen.rows.has(made.id), 'a row made right after the last pull comes with the next', { round: i, made: made.id });
        const value = subject.first.values[i % 2];
        await bench.stored(bench.update(made, { [subject.first.field]: value }), other);
        const again = await readAll(adapter, subject.table, seen.cursor);
        checkSame(again.rows.get(made.id)?.[subject.first.field], value, 'a row changed right after a pull comes with the next');
        ({ cursor } = again);
      }
    },
  },
  {
    name: 'a removed row is told by the next pull, or is missing from digest()',
    skip: needs(),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      const [kept, gone] = [await bench.create('kept'), await bench.create('gone')];
      const { cursor } = await readAll(adapter, subject.table);
      await bench.stored(bench.change('remove', subject.table, gone.id, {}, gone), other);
      if (adapter.capabilities.tombstones) {
        const next = await readAll(adapter, subject.table, cursor);
        check(next.gone.has(gone.id), 'the next pull lists the removed row under deleted', gone.id);
        check(!next.gone.has(kept.id), 'rows that are there are not listed as removed', kept.id);
      } else if (adapter.capabilities.pull === 'page') {
        check(!(await readAll(adapter, subject.table)).rows.has(gone.id), 'a new reading no longer has the removed row', gone.id);
      } else {
        const ids = await adapter.digest!({ table: subject.table });
        check(!ids.includes(gone.id) && ids.includes(kept.id), 'digest() lists exactly the rows that are there', ids);
        check(new Set(ids).size === ids.length, 'digest() lists every row once', ids);
      }
      check((await bench.now(gone.id)) === undefined, 'a removed row is not given any more', gone.id);
    },
  },
];
