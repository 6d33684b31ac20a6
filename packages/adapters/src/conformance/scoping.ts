import type { AnyRow, Where } from '@vinculo/sdk/schema';
import { apply, type Bench, onePage, readAll } from './bench.ts';
import { type ConformanceCase, cursors, needs, partial } from './case.ts';
import { check, checkSame } from './check.ts';

/** A row in the scope, one out of it, and what brings a row in and out. */
async function parted(bench: Bench): Promise<{ readonly where: Where; readonly inside: AnyRow; readonly outside: AnyRow; readonly enter: AnyRow; readonly leave: AnyRow }> {
  const { field, values: [within, without] } = bench.backend.subject.first;
  const [enter, leave] = [{ id: '', [field]: within }, { id: '', [field]: without }];
  const inside = await bench.stored(bench.update(await bench.create('inside'), { [field]: within }));
  const outside = await bench.stored(bench.update(await bench.create('outside'), { [field]: without }));
  return { where: { [field]: within }, inside, outside, enter, leave };
}

/** Pulls that go over a part of a table. */
export const scopingCases: readonly ConformanceCase[] = [
  {
    name: 'a pull of a scope gives the rows that match, in pages of any size, and no others',
    skip: needs(partial),
    async run(bench) {
      const { adapter, subject: { table } } = bench.backend;
      const { where, inside, outside } = await parted(bench);
      for (const limit of [1, 500]) {
        const { rows } = await readAll(adapter, table, null, limit, where);
        checkSame(rows.get(inside.id), await bench.now(inside.id), 'a row that matches comes');
        check(!rows.has(outside.id), 'a row that does not match does not come', outside.id);
      }
      const { rows } = await readAll(adapter, table);
      check(rows.has(outside.id), 'a pull without a filter still gives all rows', outside.id);
    },
  },
  {
    name: 'a row that leaves the scope moves out, and one that enters it comes',
    skip: needs(partial),
    async run(bench) {
      const { adapter, other, subject: { table, first: { field } } } = bench.backend;
      const { where, inside, outside, enter, leave } = await parted(bench);
      const { cursor, rows: before } = await readAll(adapter, table, null, 500, where);
      const rows = new Map(before);
      await bench.stored(bench.update(inside, { [field]: leave[field] }), other);
      await bench.stored(bench.update(outside, { [field]: enter[field] }), other);
      const whole = adapter.capabilities.pull === 'page';
      if (whole) rows.clear();
      const next = await readAll(adapter, table, whole ? null : cursor, 500, where);
      for (const id of next.gone) rows.delete(id);
      for (const [id, row] of next.rows) rows.set(id, row);
      check(!rows.has(inside.id), 'a row that no longer matches is named in movedOut, or absent from a whole reading', inside.id);
      checkSame(rows.get(outside.id), await bench.now(outside.id), 'a row that matches now comes, though it was not given before');
    },
  },
  {
    name: 'rows that enter and leave the scope while it is read are right after the next pull',
    skip: needs(partial, cursors),
    async run(bench) {
      const { adapter, other, subject: { table, first: { field } } } = bench.backend;
      const { where, inside, outside, enter, leave } = await parted(bench);
      const rest = await bench.stored(bench.update(await bench.create('rest'), { [field]: enter[field] }));
      const rows = new Map<string, AnyRow>();
      let page = await onePage(adapter, table, null, 1, where);
      apply(page, rows);
      await bench.stored(bench.update(inside, { [field]: leave[field] }), other);
      await bench.stored(bench.update(outside, { [field]: enter[field] }), other);
      while (page.more) apply((page = await onePage(adapter, table, page.cursor, 1, where)), rows);
      const next = await readAll(adapter, table, page.cursor, 500, where);
      for (const id of next.gone) rows.delete(id);
      for (const [id, row] of next.rows) rows.set(id, row);
      check(!rows.has(inside.id), 'a row that left behind the reading is gone after the next pull', inside.id);
      check(rows.has(outside.id) && rows.has(rest.id), 'rows that match are there after the next pull', [...rows.keys()]);
    },
  },
  {
    name: 'a cursor of another scope hides no row',
    skip: needs(partial, cursors),
    async run(bench) {
      const { adapter, subject: { table } } = bench.backend;
      const { where, outside } = await parted(bench);
      const { cursor } = await readAll(adapter, table, null, 500, where);
      const all = await readAll(adapter, table, cursor);
      check(all.reset, 'a cursor of another scope is answered by a whole new reading, which says “reset”', all.reset);
      check(all.rows.has(outside.id), 'what the other scope lacked comes', outside.id);
      const part = await readAll(adapter, table, all.cursor, 500, where);
      check(part.reset && !part.rows.has(outside.id), 'and from all rows to a scope as well', part.reset);
    },
  },
];
