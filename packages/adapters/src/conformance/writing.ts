import { newId } from '@vinculo/sdk/schema';
import { readAll } from './bench.ts';
import { type ConformanceCase, hook, needs } from './case.ts';
import { check, checkSame } from './check.ts';

/** One change at a time. */
export const writingCases: readonly ConformanceCase[] = [
  {
    name: 'a create answers the row, with its id and, where there are versions, its version',
    skip: needs(),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const id = newId();
      const outcome = await bench.send(bench.change('create', subject.table, id, subject.make(bench.label('new'))));
      check(outcome.status === 'ok' && outcome.row !== null, 'a create is stored and answered with the row', outcome);
      check(outcome.row[subject.title] === bench.label('new'), 'the row holds what was given', outcome.row);
      if (adapter.capabilities.ids === 'server') check(outcome.id !== undefined && outcome.id === outcome.row.id, 'a backend that mints ids answers the new one', outcome);
      else check(outcome.row.id === id, 'the row has the id that the client gave it', outcome.row.id);
      check(!adapter.capabilities.versions || outcome.row.version !== undefined, 'the row carries a version', outcome.row);
      checkSame((await bench.now(outcome.row.id))?.[subject.title], bench.label('new'), 'the row is there for others');
    },
  },
  {
    name: 'an update sets what it names, leaves the rest, and gives another version',
    skip: needs(),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const row = await bench.create('updated');
      const one = await bench.stored(bench.change('update', subject.table, row.id, { [subject.second.field]: subject.second.values[0] }, row));
      const two = await bench.stored(bench.change('update', subject.table, row.id, { [subject.first.field]: subject.first.values[0] }, one));
      checkSame([two[subject.first.field], two[subject.second.field], two[subject.title]], [subject.first.values[0], subject.second.values[0], bench.label('updated')], 'an update changes only what it names');
      check(!adapter.capabilities.versions || (one.version !== row.version && two.version !== one.version), 'each update gives another version', [row.version, one.version, two.version]);
    },
  },
  {
    name: 'a remove is answered with no row, and again when the row is gone already',
    skip: needs(),
    async run(bench) {
      const { subject } = bench.backend;
      const row = await bench.create('removed');
      for (let i = 0; i < 2; i++) {
        const outcome = await bench.send(bench.change('remove', subject.table, row.id, {}, row));
        check(outcome.status === 'ok' && outcome.row === null, i === 0 ? 'a remove is answered ok, with no row' : 'what is gone already is removed', outcome);
      }
    },
  },
  {
    name: 'an update of a row that is gone is rejected',
    skip: needs(),
    async run(bench) {
      const { subject } = bench.backend;
      const row = await bench.create('gone');
      await bench.stored(bench.change('remove', subject.table, row.id, {}, row));
      const outcome = await bench.send(bench.change('update', subject.table, row.id, { [subject.first.field]: subject.first.values[0] }, row));
      check(outcome.status === 'rejected', 'an update of a removed row is rejected', outcome);
    },
  },
  {
    name: 'a change that does not fit is rejected, says which field, and leaves the row as it was',
    skip: needs(),
    async run(bench) {
      const { subject } = bench.backend;
      const row = await bench.create('valid');
      const outcome = await bench.send(bench.change('update', subject.table, row.id, subject.invalid, row));
      check(outcome.status === 'rejected' && outcome.message !== '', 'a change that does not fit is rejected with a message', outcome);
      check((outcome.problems ?? []).some((p) => Object.hasOwn(subject.invalid, p.field)), 'its problems name the field', outcome);
      checkSame((await bench.now(row.id))?.[subject.title], row[subject.title], 'a rejected change is not stored');
    },
  },
  {
    name: 'a field that the backend does not know is refused by name, never dropped in silence',
    skip: needs(),
    async run(bench) {
      const { subject } = bench.backend;
      const row = await bench.create('unknown');
      const outcome = await bench.send(bench.update(row, { noSuchField: 'x', [subject.first.field]: subject.first.values[0] }));
      check(outcome.status === 'rejected', 'a change that names an unknown field is rejected', outcome);
      check((outcome.problems ?? []).some((p) => p.field === 'noSuchField') || outcome.message.includes('noSuchField'), 'the refusal names the field', outcome);
      checkSame((await bench.now(row.id))?.[subject.first.field] ?? null, row[subject.first.field] ?? null, 'of a rejected change nothing is stored, not the good fields either');
    },
  },
  {
    name: 'a create under an id that is taken is rejected, and leaves the row that has it',
    skip: needs((c) => (c.ids === 'client' ? undefined : 'this backend mints ids')),
    async run(bench) {
      const { subject } = bench.backend;
      const row = await bench.create('taken');
      const outcome = await bench.send(bench.change('create', subject.table, row.id, subject.make(bench.label('taker'))));
      check(outcome.status === 'rejected', 'the second create is rejected', outcome);
      checkSame((await bench.now(row.id))?.[subject.title], bench.label('taken'), 'the first row stands as it was');
    },
  },
  {
    name: 'a row may name a row that was created before it',
    skip: needs(hook('child')),
    async run(bench) {
      const { subject: { child } } = bench.backend;
      const parent = await bench.create('parent');
      const row = await bench.stored(bench.change('create', child!.table, newId(), child!.make(bench.label('child'), parent.id)));
      checkSame(row[child!.field], parent.id, 'the reference stands in the new row');
      checkSame((await bench.now(row.id, child!.table))?.[child!.field], parent.id, 'the reference stands for others');
    },
  },
  {
    name: 'it is the order of sending that counts, whatever the authors’ clocks say',
    skip: needs(),
    async run(bench) {
      const { subject: { first } } = bench.backend;
      const row = await bench.create('clocks');
      const one = await bench.stored({ ...bench.update(row, { [first.field]: first.values[0] }), at: '2099-01-01T00:00:00.000Z' });
      await bench.stored({ ...bench.update(one, { [first.field]: first.values[1] }), at: '2001-01-01T00:00:00.000Z' });
      checkSame((await bench.now(row.id))?.[first.field], first.values[1], 'the later change stands, although its author’s clock was far behind');
    },
  },
  {
    name: 'a read-only backend refuses every change and serves what it has',
    skip: (c) => (c.push === 'none' ? undefined : 'writable'),
    async run(bench) {
      const { adapter, subject: { table, make, title } } = bench.backend;
      const said = await adapter.describe();
      check(Object.values(said.tables).every((t) => !t.create && !t.update && !t.remove), 'describe() grants nothing', said.tables);
      const outcome = await bench.send(bench.change('create', table, newId(), make(bench.label('never'))));
      check(outcome.status === 'rejected', 'a change is rejected', outcome);
      const [small, large] = [await readAll(adapter, table, null, 2), await readAll(adapter, table, null, 1000)];
      checkSame([...small.rows.values()].map((r) => r.id).toSorted(), [...large.rows.keys()].toSorted(), 'small and large pages give the same rows');
      const rows = [...large.rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      if (adapter.get) checkSame((await adapter.get(table, rows.map((r) => r.id))).toSorted((a, b) => (a.id < b.id ? -1 : 1)), rows, 'get() gives the rows as the pull did');
      if (adapter.query) checkSame((await adapter.query({ table, orderBy: [title] })).total ?? rows.length, rows.length, 'query() counts the rows that a pull gives');
      check(!rows.some((r) => r[title] === bench.label('never')), 'the refused row is not there');
    },
  },
];
