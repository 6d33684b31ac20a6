import { newId } from '@vinculo/sdk/schema';
import { type ConformanceCase, hook, needs, versions } from './case.ts';
import { check, checkSame } from './check.ts';

/** Two people at one record. */
export const mergingCases: readonly ConformanceCase[] = [
  {
    name: 'two edits of different fields, made without knowing of each other, both stay',
    skip: needs(versions),
    async run(bench) {
      const { other, subject: { table, first, second } } = bench.backend;
      const row = await bench.create('merged');
      const theirs = await bench.stored(bench.change('update', table, row.id, { [first.field]: first.values[0] }, row), other);
      const mine = bench.change('update', table, row.id, { [second.field]: second.values[0] }, row);
      let outcome = await bench.send(mine);
      if (outcome.status === 'conflict') {
        checkSame(outcome.fields, [], 'different fields are nothing for a person to choose between');
        checkSame(outcome.row[first.field], first.values[0], 'a conflict carries the row as others left it');
        checkSame(outcome.row.version, theirs.version, 'a conflict carries the version to write over');
        outcome = await bench.send({ ...mine, baseVersion: outcome.row.version! });
      }
      check(outcome.status === 'ok', 'the edit is stored in the end', outcome);
      checkSame(outcome.overwrote ?? [], [], 'an edit that covers nothing says nothing under overwrote');
      checkSame([outcome.row?.[first.field], outcome.row?.[second.field]], [first.values[0], second.values[0]], 'the answer carries the row as it now stands, with the edit of the other');
      const now = await bench.now(row.id);
      checkSame([now?.[first.field], now?.[second.field]], [first.values[0], second.values[0]], 'both edits stand');
    },
  },
  {
    name: 'an edit of the same field never covers an unseen value in silence',
    skip: needs(versions),
    async run(bench) {
      const { other, subject: { table, first } } = bench.backend;
      const row = await bench.create('same field');
      await bench.stored(bench.change('update', table, row.id, { [first.field]: first.values[0] }, row), other);
      const outcome = await bench.send(bench.change('update', table, row.id, { [first.field]: first.values[1] }, row));
      if (outcome.status === 'ok') {
        const covered = (outcome.overwrote ?? []).find((c) => c.field === first.field);
        check(covered !== undefined, 'an answer that covers an unseen value says so under overwrote', outcome);
        checkSame([covered.base, covered.mine, covered.theirs], [row[first.field] ?? null, first.values[1], first.values[0]], 'overwrote says what the author saw, what he wrote and what he covered');
      } else {
        check(outcome.status === 'conflict', 'the edit is stored or answered with a conflict', outcome);
        checkSame((await bench.now(row.id))?.[first.field], first.values[0], 'a conflict leaves the row as it is');
      }
    },
  },
  {
    name: 'two edits of a field whose policy is to ask are answered with a conflict, and the row',
    skip: needs(versions, hook('ask')),
    async run(bench) {
      const { other, subject: { table, ask } } = bench.backend;
      const { field, values } = ask!;
      const row = await bench.create('asked');
      await bench.stored(bench.change('update', table, row.id, { [field]: values[0] }, row), other);
      const outcome = await bench.send(bench.change('update', table, row.id, { [field]: values[1] }, row));
      check(outcome.status === 'conflict', 'it is answered with a conflict', outcome);
      checkSame(outcome.row[field], values[0], 'the conflict carries their row');
      check(outcome.fields.length === 0 || outcome.fields.some((c) => c.field === field), 'the conflict names the field, or none where only versions are compared', outcome.fields);
      checkSame((await bench.now(row.id))?.[field], values[0], 'the row stays as it is');
      const chosen = await bench.send(bench.update(outcome.row, { [field]: values[1] }));
      check(chosen.status === 'ok', 'what a person chose, having seen theirs, is stored', chosen);
    },
  },
  {
    name: 'two people who write the same agree',
    skip: needs(versions),
    async run(bench) {
      const { other, subject: { table, first, ask } } = bench.backend;
      const row = await bench.create('agreed');
      const patch = { [first.field]: first.values[0], ...(ask ? { [ask.field]: ask.values[0] } : {}) };
      await bench.stored(bench.change('update', table, row.id, patch, row), other);
      const outcome = await bench.edit(row, patch);
      check(outcome.status === 'ok' && (outcome.overwrote ?? []).length === 0, 'the same values twice are no conflict and cover nothing', outcome);
    },
  },
  {
    name: 'what two people add to one list, and take from it, all counts',
    skip: needs(versions, hook('tags')),
    async run(bench) {
      const { other, subject: { table, tags } } = bench.backend;
      const made = await bench.create('tagged');
      const row = await bench.stored(bench.change('update', table, made.id, { [tags!]: ['old', 'kept'] }, made));
      const theirs = await bench.edit(row, { [tags!]: ['kept', 'theirs'] }, other);
      check(theirs.status === 'ok', 'the first edit is stored', theirs);
      const mine = await bench.edit(row, { [tags!]: ['old', 'kept', 'mine'] });
      check(mine.status === 'ok', 'the second edit is stored', mine);
      const now = await bench.now(row.id);
      checkSame((now?.[tags!] as readonly string[] | undefined)?.toSorted(), ['kept', 'mine', 'theirs'], 'both additions and the removal stand');
    },
  },
  {
    name: 'edits of two items of one record both stay',
    skip: needs(versions, hook('items')),
    async run(bench) {
      const { other, subject: { table, items } } = bench.backend;
      const { field, make } = items!;
      const made = await bench.create('items');
      const row = await bench.stored(bench.change('update', table, made.id, { [field]: [make('a', 'one'), make('b', 'two')] }, made));
      const [a, b] = row[field] as readonly { readonly id: string }[];
      const theirs = await bench.edit(row, { [field]: [{ ...make('a', 'theirs'), id: a!.id }, b] }, other);
      check(theirs.status === 'ok', 'the first edit is stored', theirs);
      const mine = await bench.edit(row, { [field]: [a, { ...make('b', 'mine'), id: b!.id }, make('c', 'new')] });
      check(mine.status === 'ok', 'the second edit is stored', mine);
      const now = JSON.stringify((await bench.now(row.id))?.[field]);
      for (const text of ['theirs', 'mine', 'new']) check(now.includes(text), 'each item is as its editor left it, and the new one is there', now);
      check(!now.includes('one') && !now.includes('two'), 'no item stands twice', now);
    },
  },
  {
    name: 'two edits of custom fields merge key by key',
    skip: needs(versions, hook('custom')),
    async run(bench) {
      const { other, subject } = bench.backend;
      const made = await bench.stored(bench.change('create', subject.table, newId(), { ...subject.make(bench.label('custom')), custom: { colour: 'red', size: 3, note: { deep: ['值', null] } } }));
      checkSame(made.custom, { colour: 'red', size: 3, note: { deep: ['值', null] } }, 'custom fields are kept as given');
      const theirs = await bench.edit(made, { custom: { ...made.custom, colour: 'blue' } }, other);
      check(theirs.status === 'ok', 'the first edit is stored', theirs);
      const mine = await bench.edit(made, { custom: { ...made.custom, size: 4 } });
      check(mine.status === 'ok', 'the second edit is stored', mine);
      checkSame((await bench.now(made.id))?.custom, { colour: 'blue', size: 4, note: { deep: ['值', null] } }, 'both keys stand, and the third is as it was');
      check(mine.overwrote === undefined || mine.overwrote.length === 0, 'an edit of another key covers nothing', mine);
      const late = await bench.send(bench.change('update', subject.table, made.id, { custom: { ...made.custom, colour: 'green' } }, made));
      if (late.status === 'ok') {
        const covered = (late.overwrote ?? []).find((c) => c.field === 'custom');
        check(covered !== undefined, 'an answer that covers an unseen value of a key says so under overwrote', late);
        const rest = { size: 4, note: { deep: ['值', null] } };
        checkSame([covered.mine, covered.theirs], [{ colour: 'green', ...rest }, { colour: 'blue', ...rest }], 'overwrote says how custom stands, and how it would with what was covered');
      } else {
        check(late.status === 'conflict', 'the edit is stored or answered with a conflict', late);
        checkSame((await bench.now(made.id))?.custom?.['colour'], 'blue', 'a conflict leaves the row as it is');
      }
    },
  },
];
