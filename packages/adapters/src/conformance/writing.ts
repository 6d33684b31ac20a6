import { type AnyRow, type Change, type PushOutcome, newId } from '@vinculo/sdk/schema';
import { readAll } from './bench.ts';
import { type ConformanceCase, unlessWritable } from './case.ts';
import { check, checkSame } from './check.ts';

export const writingCases: readonly ConformanceCase[] = [
  {
    name: 'a create answers the row, with its id and, where there are versions, its version',
    skip: unlessWritable,
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
    skip: unlessWritable,
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
    skip: unlessWritable,
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
    skip: unlessWritable,
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
    skip: unlessWritable,
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
    name: 'two edits of different fields, made without knowing of each other, both stay',
    skip: (c) => unlessWritable(c) ?? (c.versions ? undefined : 'no versions: the last write wins'),
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
        outcome = await bench.send(bench.change('update', table, row.id, mine.patch, outcome.row));
      }
      check(outcome.status === 'ok', 'the edit is stored in the end', outcome);
      const now = await bench.now(row.id);
      checkSame([now?.[first.field], now?.[second.field]], [first.values[0], second.values[0]], 'both edits stand');
    },
  },
  {
    name: 'an edit of the same field never covers an unseen value in silence',
    skip: (c) => unlessWritable(c) ?? (c.versions ? undefined : 'no versions: the last write wins'),
    async run(bench) {
      const { other, subject: { table, first } } = bench.backend;
      const row = await bench.create('same field');
      await bench.stored(bench.change('update', table, row.id, { [first.field]: first.values[0] }, row), other);
      const outcome = await bench.send(bench.change('update', table, row.id, { [first.field]: first.values[1] }, row));
      if (outcome.status === 'ok') {
        check((outcome.overwrote ?? []).some((c) => c.field === first.field), 'an answer that covers an unseen value says so under overwrote', outcome);
      } else {
        check(outcome.status === 'conflict', 'the edit is stored or answered with a conflict', outcome);
        checkSame((await bench.now(row.id))?.[first.field], first.values[0], 'a conflict leaves the row as it is');
      }
    },
  },
  {
    name: 'two edits of a field whose policy is to ask are answered with a conflict, and the row',
    skip: (c, hooks) => unlessWritable(c) ?? (!c.versions ? 'no versions: the last write wins' : hooks.includes('ask') ? undefined : 'this backend holds no such field'),
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
    },
  },
  {
    name: 'the same key is never applied twice',
    skip: (c) => unlessWritable(c) ?? (c.idempotency ? undefined : 'no idempotency keys'),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      const create = bench.change('create', subject.table, newId(), subject.make(bench.label('once')));
      const made = await bench.stored(create);
      const again = await adapter.push([create]);
      check(again[0]?.status === 'ok', 'a create sent again is answered as the first time', again);
      check((await bench.labelled('once')).length === 1, 'a create sent again makes no second row');
      const edit = bench.change('update', subject.table, made.id, { [subject.first.field]: subject.first.values[0] }, made);
      const edited = await bench.stored(edit);
      await bench.stored(bench.change('update', subject.table, made.id, { [subject.first.field]: subject.first.values[1] }, edited), other);
      check((await bench.send(edit)).status === 'ok', 'an update sent again is answered as the first time');
      checkSame((await bench.now(made.id))?.[subject.first.field], subject.first.values[1], 'an update sent again does not undo what came after it');
    },
  },
  {
    name: 'a create whose answer was lost never becomes two records, and is never called refused',
    skip: (c, hooks) => unlessWritable(c) ?? (hooks.includes('loseNextAnswer') ? undefined : 'this host cannot lose answers'),
    async run(bench) {
      const { adapter, loseNextAnswer, subject } = bench.backend;
      const create = bench.change('create', subject.table, newId(), subject.make(bench.label('lost')));
      loseNextAnswer!();
      const outcome = await adapter.push([create]).then((o) => o[0], (error: unknown) => error);
      if (adapter.capabilities.idempotency) {
        check(outcome instanceof Error || (outcome as PushOutcome).status === 'retry', 'with idempotency the call fails, and may be made again', outcome);
        await bench.stored(create);
      } else check((outcome as PushOutcome).status === 'unknown', 'without idempotency the outcome is unknown', outcome);
      check((await bench.labelled('lost')).length === 1, 'there is one record', await bench.labelled('lost'));
    },
  },
  {
    name: 'a row may name a row that was created before it',
    skip: (c, hooks) => unlessWritable(c) ?? (hooks.includes('child') ? undefined : 'this backend holds no rows that name the subject'),
    async run(bench) {
      const { subject: { child } } = bench.backend;
      const parent = await bench.create('parent');
      const row = await bench.stored(bench.change('create', child!.table, newId(), child!.make(bench.label('child'), parent.id)));
      checkSame(row[child!.field], parent.id, 'the reference stands in the new row');
      checkSame((await bench.now(row.id, child!.table))?.[child!.field], parent.id, 'the reference stands for others');
    },
  },
  {
    name: 'changes of one push are answered in their order, and may name what was created before them',
    skip: (c, hooks) => unlessWritable(c) ?? (c.push !== 'batch' ? 'one change at a time' : hooks.includes('child') ? undefined : 'this backend holds no rows that name the subject'),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const child = subject.child!;
      const parent = bench.change('create', subject.table, newId(), subject.make(bench.label('first')));
      const bad = bench.change('create', subject.table, newId(), subject.invalid);
      const second = bench.change('create', child.table, newId(), child.make(bench.label('second'), parent.id));
      const outcomes = await adapter.push([parent, bad, second]);
      checkSame(outcomes.map((o) => o.status), ['ok', 'rejected', 'ok'], 'one outcome per change, in order, each for itself');
      const [one, , two] = outcomes as readonly (PushOutcome & { status: 'ok' })[];
      checkSame(two!.row?.[child.field], one!.row?.id, 'a reference to a row created in the same push resolves');
    },
  },
  {
    name: 'a group is stored whole or not at all',
    skip: (c) => unlessWritable(c) ?? (c.atomic ? undefined : 'groups are not atomic'),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const row = await bench.create('group');
      const make = (group: string, patch: Change['patch']): Change[] => [
        bench.change('create', subject.table, newId(), subject.make(bench.label(`in ${group}`)), undefined, group), bench.change('update', subject.table, row.id, patch, undefined, group),
      ];
      const stopped = await adapter.push(make('bad', subject.invalid));
      check(stopped.length === 2 && stopped.every((o) => o.status !== 'ok'), 'no change of a group is stored when one is not', stopped);
      check((await bench.labelled('in bad')).length === 0, 'what came before the refused change is taken back');
      const passed = await adapter.push(make('good', { [subject.first.field]: subject.first.values[0] }));
      checkSame(passed.map((o) => o.status), ['ok', 'ok'], 'a good group is stored');
      check((await bench.labelled('in good')).length === 1, 'all of a good group is there');
    },
  },
  {
    name: 'the links of an activity say what it says, whatever they were given, as soon as it changes',
    skip: (c, hooks) => unlessWritable(c) ?? (hooks.includes('activities') ? undefined : 'this backend holds no activities'),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const [at, due, later] = ['2026-11-20T08:00:00.000Z', '2026-11-24T08:00:00.000Z', '2026-11-26T08:00:00.000Z'] as const;
      const record = await bench.create('visited');
      const activity = await bench.stored(bench.change('create', 'activity', newId(), { kind: 'task', subject: bench.label('visit'), at, dueAt: due, done: false }));
      const link = await bench.stored(bench.change('create', 'activityLink', newId(), { activityId: activity.id, table: subject.table, recordId: record.id, at, kind: 'call', open: false }));
      const says = (from: AnyRow | undefined, values: object, asked: string): void => checkSame({ kind: from?.['kind'], at: from?.['at'], open: from?.['open'] }, values, asked);
      says(link, { kind: 'task', at: due, open: true }, 'a new link has the kind of its activity, is open until that is done, and stands where that is due');

      const until = adapter.capabilities.pull === 'page' ? null : (await readAll(adapter, 'activityLink')).cursor;
      const moved = await bench.stored(bench.change('update', 'activity', activity.id, { dueAt: later, kind: 'visit' }, activity));
      const followed = await bench.now(link.id, 'activityLink');
      says(followed, { kind: 'visit', at: later, open: true }, 'a new time and kind of an activity are those of its links');
      check(!adapter.capabilities.versions || followed?.version !== link.version, 'a link that follows has another version', followed);
      const pulled = (await readAll(adapter, 'activityLink', until)).rows.get(link.id);
      says(pulled, { kind: 'visit', at: later, open: true }, 'a pull brings the links that followed');

      await bench.stored(bench.change('update', 'activity', activity.id, { done: true, at: due }, moved));
      const done = await bench.now(link.id, 'activityLink');
      says(done, { kind: 'visit', at: due, open: false }, 'the links of what is done stand where it was done');
      await bench.stored(bench.change('update', 'activityLink', link.id, { open: true, at }, done));
      says(await bench.now(link.id, 'activityLink'), { kind: 'visit', at: due, open: false }, 'a link is never given what its activity does not say');
    },
  },
  {
    name: 'the links of activities to a record go with it',
    skip: (c, hooks) => unlessWritable(c) ?? (hooks.includes('activities') ? undefined : 'this backend holds no activities'),
    async run(bench) {
      const { subject } = bench.backend;
      const at = '2026-11-20T08:00:00.000Z';
      const [gone, kept] = [await bench.create('leaves'), await bench.create('stays')];
      const activity = await bench.stored(bench.change('create', 'activity', newId(), { kind: 'call', subject: bench.label('call'), at, done: true }));
      const link = (recordId: string): Promise<AnyRow> => bench.stored(bench.change('create', 'activityLink', newId(), { activityId: activity.id, table: subject.table, recordId, at, kind: 'call', open: false }));
      const [theirs, other] = [await link(gone.id), await link(kept.id)];
      await bench.stored(bench.change('remove', subject.table, gone.id, {}, gone));
      check((await bench.now(theirs.id, 'activityLink')) === undefined, 'no link names a record that is gone');
      check((await bench.now(other.id, 'activityLink')) !== undefined, 'the links to other records stay');
    },
  },
  {
    name: 'fields that the declarations do not know outlive an edit of others',
    skip: (c, hooks) => unlessWritable(c) ?? (hooks.includes('writeUnknown') ? undefined : 'this host has no such fields'),
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
  {
    name: 'a read-only backend refuses every change and serves what it has',
    skip: (c) => (c.push === 'none' ? undefined : 'writable'),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      await readAll(adapter, subject.table);
      const said = await adapter.describe();
      check(Object.values(said.tables).every((t) => !t.create && !t.update && !t.remove), 'describe() grants nothing', said.tables);
      const outcome = await bench.send(bench.change('create', subject.table, newId(), subject.make(bench.label('never'))));
      check(outcome.status === 'rejected', 'a change is rejected', outcome);
    },
  },
];
