import { type Change, type PushOutcome, newId } from '@vinculo/sdk/schema';
import { type ConformanceCase, batches, hook, idempotency, needs, versions } from './case.ts';
import { check, checkSame } from './check.ts';

const atomic = needs((c) => (c.atomic ? undefined : 'groups are not atomic'));

/** Several changes in one call. */
export const batchingCases: readonly ConformanceCase[] = [
  {
    name: 'a push of nothing is answered with nothing',
    skip: needs(),
    async run({ backend: { adapter } }) {
      checkSame(await adapter.push([]), [], 'no change, no outcome');
    },
  },
  {
    name: 'changes of one push are answered in their order, and may name what was created before them',
    skip: needs(batches, hook('child')),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const child = subject.child!;
      const parent = bench.creation('first');
      const bad = bench.change('create', subject.table, newId(), subject.invalid);
      const second = bench.change('create', child.table, newId(), child.make(bench.label('second'), parent.id));
      const outcomes = await adapter.push([parent, bad, second]);
      checkSame(outcomes.map((o) => o.status), ['ok', 'rejected', 'ok'], 'one outcome per change, in order, each for itself');
      const [one, , two] = outcomes as readonly (PushOutcome & { status: 'ok' })[];
      checkSame(two!.row?.[child.field], one!.row?.id, 'a reference to a row created in the same push resolves');
    },
  },
  {
    name: 'a row may be created, edited twice and removed in one push',
    skip: needs(batches),
    async run(bench) {
      const { adapter, subject: { table, first, second } } = bench.backend;
      const [kept, gone] = [bench.creation('all at once'), bench.creation('come and gone')];
      const outcomes = await adapter.push([
        kept, bench.change('update', table, kept.id, { [first.field]: first.values[0] }), gone, bench.change('update', table, kept.id, { [first.field]: first.values[1], [second.field]: second.values[0] }), bench.change('remove', table, gone.id),
      ]);
      checkSame(outcomes.map((o) => o.status), ['ok', 'ok', 'ok', 'ok', 'ok'], 'changes may name a row that a change before them creates, also by the client’s id where the backend mints its own');
      const rows = await bench.labelled('all at once');
      checkSame(rows.map((r) => [r[first.field], r[second.field]]), [[first.values[1], second.values[0]]], 'the last edit stands');
      check((await bench.labelled('come and gone')).length === 0, 'the removed row is gone');
    },
  },
  {
    name: 'edits of one record in one push stand on each other',
    skip: needs(batches),
    async run(bench) {
      const { subject: { table, first, second }, adapter } = bench.backend;
      const row = await bench.create('edited in a row');
      const edits = [bench.update(row, { [first.field]: first.values[0] }), bench.update({ ...row, [first.field]: first.values[0] }, { [first.field]: first.values[1] }), bench.update(row, { [second.field]: second.values[0] })];
      const outcomes = await adapter.push(edits);
      checkSame(outcomes.map((o) => o.status), ['ok', 'ok', 'ok'], 'all of them are stored: the later ones name the version that the first one named, and have seen what it left');
      const last = outcomes.at(-1) as PushOutcome & { status: 'ok' };
      checkSame([last.row?.[first.field], last.row?.[second.field]], [first.values[1], second.values[0]], 'the answer to the last one carries them all');
      checkSame(await bench.now(row.id), last.row, 'the last edit stands');
      const gone = await adapter.push([bench.update(last.row!, { [second.field]: second.values[1] }), bench.change('remove', table, row.id, {}, last.row!)]);
      checkSame(gone.map((o) => o.status), ['ok', 'ok'], 'a remove may follow edits');
      check((await bench.labelled('edited in a row')).length === 0, 'the row is gone');
    },
  },
  {
    name: 'an edit that has to come again lets no later one of its record pass it',
    skip: needs(batches, versions),
    async run(bench) {
      const { subject: { first, second }, adapter, other } = bench.backend;
      const seen = await bench.create('in a row, late');
      const theirs = await bench.stored(bench.update(seen, { [second.field]: second.values[0] }), other);
      const [one, two] = await adapter.push([bench.update(seen, { [first.field]: first.values[0] }), bench.update({ ...seen, [first.field]: first.values[0] }, { [first.field]: first.values[1] })]);
      const stands = await bench.now(seen.id);
      if (one!.status === 'ok') {
        check(two!.status === 'ok', 'where the first is merged, the second is stored over it', two);
        checkSame([stands?.[first.field], stands?.[second.field]], [first.values[1], second.values[0]], 'the last edit stands, with what the others wrote');
        return;
      }
      check(one!.status === 'conflict' && one!.fields.length === 0, 'an edit that meets another version is merged, or answered with a conflict', one);
      check(two!.status === 'retry' || (two!.status === 'conflict' && two!.fields.length === 0), 'the later edit waits for it: else its older value would cover the newer one afterwards', two);
      checkSame(stands, theirs, 'neither is stored');
    },
  },
  {
    name: 'two hundred changes travel in one push',
    skip: needs(batches),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const changes = Array.from({ length: 200 }, () => bench.creation('many'));
      const outcomes = await adapter.push(changes);
      check(outcomes.length === 200 && outcomes.every((o) => o.status === 'ok'), 'all of them are answered ok', outcomes.filter((o) => o.status !== 'ok').slice(0, 3));
      const ids = outcomes.map((o) => (o.status === 'ok' ? o.row?.id : undefined));
      check(new Set(ids).size === 200, 'each has a row of its own');
      if (adapter.capabilities.ids === 'client') checkSame(ids, changes.map((c) => c.id), 'the outcomes stand in the order of the changes');
      check((await bench.labelled('many')).length === 200, `all rows of ${subject.table} are there`);
    },
  },
  {
    name: 'a group is stored whole or not at all',
    skip: needs(atomic),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const row = await bench.create('group');
      const make = (group: string, patch: Change['patch']): Change[] => [bench.creation(`in ${group}`, group), bench.change('update', subject.table, row.id, patch, undefined, group)];
      const stopped = await adapter.push(make('bad', subject.invalid));
      check(stopped.length === 2 && stopped.every((o) => o.status !== 'ok'), 'no change of a group is stored when one is not', stopped);
      const [held, cause] = stopped;
      check(held?.status === 'rejected' && held.code === 'group_failed', 'what was held back says group_failed', held);
      check(cause?.status === 'rejected' && cause.code !== 'group_failed' && (cause.problems ?? []).some((p) => Object.hasOwn(subject.invalid, p.field)), 'the one that did not pass says why', cause);
      check((await bench.labelled('in bad')).length === 0, 'what came before the refused change is taken back');
      checkSame((await bench.now(row.id))?.version, row.version, 'no row of the group has changed');
      const passed = await adapter.push(make('good', { [subject.first.field]: subject.first.values[0] }));
      checkSame(passed.map((o) => o.status), ['ok', 'ok'], 'a good group is stored');
      check((await bench.labelled('in good')).length === 1, 'all of a good group is there');
    },
  },
  {
    name: 'a group that met a conflict is answered with the row as it stands',
    skip: needs(atomic, versions, hook('ask')),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const { field, values } = subject.ask!;
      const { table, first, second } = subject;
      const seen = await bench.create('group in conflict');
      const theirs = await bench.stored(bench.update(seen, { [field]: values[0] }), bench.backend.other);
      const own = { [first.field]: first.values[0], [second.field]: second.values[0] };
      const outcomes = await adapter.push([bench.change('update', table, seen.id, own, theirs, 'g'), bench.change('update', table, seen.id, { [field]: values[1] }, seen, 'g')]);
      check(outcomes.every((o) => o.status !== 'ok'), 'no change of the group is stored', outcomes);
      const stands = await bench.now(seen.id);
      checkSame(stands, theirs, 'the row is as the others left it');
      for (const outcome of outcomes) {
        if (outcome.status !== 'conflict') continue;
        checkSame(outcome.row, stands, 'the conflict carries no value that was taken back with the group: else the client takes it for the backend’s');
        for (const f of outcome.fields) checkSame(f.theirs, stands?.[f.field] ?? null, 'nor does what it says of a field');
      }
      check(outcomes.some((o) => o.status === 'conflict'), 'one of them is answered with a conflict', outcomes);
    },
  },
  {
    name: 'a group that fails takes nothing else with it',
    skip: needs(atomic),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const before = bench.creation('before');
      const bad = [bench.creation('held back', 'bad'), bench.change('create', subject.table, newId(), subject.invalid, undefined, 'bad')];
      const good = [bench.creation('beside', 'good'), bench.creation('beside too', 'good')];
      const outcomes = await adapter.push([before, ...bad, ...good, bench.creation('after')]);
      checkSame(outcomes.map((o) => o.status), ['ok', 'rejected', 'rejected', 'ok', 'ok', 'ok'], 'the other changes and groups of the push are stored');
      for (const [what, count] of [['before', 1], ['held back', 0], ['beside', 1], ['after', 1]] as const) check((await bench.labelled(what)).length === count, `${count} rows “${what}” are there`, (await bench.labelled(what)).length);
    },
  },
  {
    name: 'a group that failed may be sent again, mended, under the same keys',
    skip: needs(atomic, idempotency),
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const first = bench.creation('mended', 'g');
      const bad = bench.change('create', subject.table, newId(), { ...subject.make(bench.label('mended too')), ...subject.invalid }, undefined, 'g');
      check((await adapter.push([first, bad])).every((o) => o.status === 'rejected'), 'the group is refused as a whole');
      const again = await adapter.push([first, { ...bad, patch: subject.make(bench.label('mended too')) }]);
      checkSame(again.map((o) => o.status), ['ok', 'ok'], 'mended, the group is stored: no key of it counts as applied');
      check((await bench.labelled('mended')).length === 1, 'there is one record of each');
    },
  },
];
