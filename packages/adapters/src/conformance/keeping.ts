import { type AnyRow, fieldAccess, newId } from '@vinculo/sdk/schema';
import { readAll } from './bench.ts';
import { type ConformanceCase, hook, needs } from './case.ts';
import { check, checkSame } from './check.ts';

/** Values come back as they were given. */
export const keepingCases: readonly ConformanceCase[] = [
  {
    name: 'texts of all scripts come back as they were given',
    skip: needs(),
    async run(bench) {
      const { subject: { table, title, make } } = bench.backend;
      for (const text of ['冷柜', 'ثلاجة צידנית', '👩🏽‍🔧🇩🇪', 'e\u0301\u00e9', '“a” \\ % _ \' <b>&amp;</b>']) {
        const name = `${text} ${bench.label('text')}`;
        const row = await bench.stored(bench.change('create', table, newId(), { ...make(name), [title]: name }));
        checkSame(row[title], name, 'a text is answered letter by letter: not cut, not normalised, not escaped');
        checkSame((await bench.now(row.id))?.[title], name, 'a text is read letter by letter');
      }
    },
  },
  {
    name: 'values of every kind come back as they were given, or in their one form',
    skip: needs(hook('samples')),
    async run(bench) {
      const wrong: string[] = [];
      const { tables } = await bench.backend.adapter.describe();
      for (const sample of bench.backend.subject.samples!) {
        const given = sample.make(bench.label(sample.what));
        // What this user may not write is refused, which is another case.
        if (Object.keys(given).some((field) => fieldAccess(tables[sample.table], field) !== 'write')) continue;
        const outcome = await bench.send(bench.change('create', sample.table, newId(), given));
        if (outcome.status !== 'ok' || !outcome.row) {
          wrong.push(`${sample.what} is not stored: ${JSON.stringify(outcome).slice(0, 300)}`);
          continue;
        }
        const expected: Readonly<Record<string, unknown>> = { ...given, ...sample.kept };
        const ways: readonly AnyRow[] = [outcome.row, (await bench.now(outcome.row.id, sample.table)) ?? { id: '' }, (await readAll(bench.backend.adapter, sample.table)).rows.get(outcome.row.id) ?? { id: '' }];
        for (const [i, way] of ways.entries()) {
          try {
            checkSame(Object.fromEntries(Object.keys(expected).map((f) => [f, way[f]])), expected, `${sample.what}, as ${['push()', 'get()', 'pull()'][i]} gives it`);
          } catch (error) {
            wrong.push((error as Error).message);
          }
        }
      }
      check(wrong.length === 0, 'every value is kept', wrong);
    },
  },
  {
    name: 'an emptied field is null, and what was not named stays',
    skip: needs(),
    async run(bench) {
      const { adapter, subject: { table, first, second, ask, title } } = bench.backend;
      const { field, values } = ask ?? first;
      const made = await bench.create('emptied');
      const full = await bench.stored(bench.update(made, { [field]: values[0], [second.field]: second.values[0] }));
      const emptied = await bench.stored(bench.update(full, { [field]: null }));
      for (const row of [emptied, await bench.now(made.id), (await readAll(adapter, table)).rows.get(made.id)]) {
        check(row?.[field] === null, 'a field that was set to null is null: absent would say that it may not be seen', row);
        checkSame([row[second.field], row[title]], [second.values[0], made[title]], 'what was not named stays');
      }
    },
  },
  {
    name: 'an edit that says what the row says already is stored, and changes nothing',
    skip: needs(),
    async run(bench) {
      const { subject: { first } } = bench.backend;
      const made = await bench.create('idle');
      const row = await bench.stored(bench.update(made, { [first.field]: first.values[0] }));
      const outcome = await bench.send(bench.update(row, { [first.field]: first.values[0] }));
      check(outcome.status === 'ok', 'it is answered ok, with the row', outcome);
      checkSame(outcome.row?.[first.field], first.values[0], 'the answer carries the row');
    },
  },
  {
    name: 'a text that no database takes is stored or rejected, and holds up nothing',
    skip: needs(),
    async run(bench) {
      const { adapter, subject: { table, make, title } } = bench.backend;
      for (const odd of ['\u0000', '\ud800']) {
        const change = bench.change('create', table, newId(), { ...make(bench.label('odd')), [title]: `a${odd}b ${bench.label('odd')}` });
        const outcomes = await adapter.push([change]).catch((error: unknown) => error);
        check(Array.isArray(outcomes) && ['ok', 'rejected'].includes((outcomes as { status: string }[])[0]?.status ?? ''), 'the change is answered: an error would have it sent again without end, and all that comes after it would wait', outcomes);
      }
      await bench.create('after the odd one');
    },
  },
  {
    name: 'fields that the declarations do not know outlive an edit of others',
    skip: needs(hook('writeUnknown')),
    async run(bench) {
      const { subject, writeUnknown } = bench.backend;
      const row = await bench.create('unknown field');
      const read = await writeUnknown!(row.id);
      const seen = await bench.now(row.id);
      const before = read(seen!);
      check(before !== undefined, 'an unknown field is given', seen);
      await bench.stored(bench.change('update', subject.table, row.id, { [subject.first.field]: subject.first.values[0] }, seen));
      checkSame(read((await bench.now(row.id))!), before, 'an unknown field is kept');
    },
  },
];
