import { type PushOutcome, newId } from '@vinculo/sdk/schema';
import { VinculoError } from '@vinculo/sdk';
import { type ConformanceCase, batches, hook, idempotency, needs } from './case.ts';
import { check, checkSame } from './check.ts';

/** The same change, sent more than once. */
export const repeatingCases: readonly ConformanceCase[] = [
  {
    name: 'the same key is never applied twice',
    skip: needs(idempotency),
    async run(bench) {
      const { adapter, other, subject } = bench.backend;
      const create = bench.creation('once');
      const made = await bench.stored(create);
      const again = await adapter.push([create]);
      check(again[0]?.status === 'ok', 'a create sent again is answered as the first time', again);
      check((await bench.labelled('once')).length === 1, 'a create sent again makes no second row');
      const edit = bench.update(made, { [subject.first.field]: subject.first.values[0] });
      const edited = await bench.stored(edit);
      await bench.stored(bench.update(edited, { [subject.first.field]: subject.first.values[1] }), other);
      check((await bench.send(edit)).status === 'ok', 'an update sent again is answered as the first time');
      checkSame((await bench.now(made.id))?.[subject.first.field], subject.first.values[1], 'an update sent again does not undo what came after it');
    },
  },
  {
    name: 'a key that comes again is answered with the record as it stands then',
    skip: needs(idempotency),
    async run(bench) {
      const { other, subject: { table, first } } = bench.backend;
      const create = bench.creation('as it stands');
      const made = await bench.stored(create);
      const theirs = await bench.stored(bench.update(made, { [first.field]: first.values[1] }), other);
      const again = await bench.send(create);
      check(again.status === 'ok', 'the create is answered as stored', again);
      checkSame(again.row, theirs, 'the answer carries the row as others left it: the client takes it for the newest');
      check(bench.backend.adapter.capabilities.ids === 'client' || again.id === made.id, 'the answer names the minted id again', again);
      await bench.stored(bench.change('remove', table, made.id, {}, theirs), other);
      const late = await bench.send(create);
      check(late.status === 'ok' && late.row === null, 'of a record that was removed meanwhile the answer is ok, with no row', late);
      check((await bench.labelled('as it stands')).length === 0, 'a create sent again does not bring back a removed record');
    },
  },
  {
    name: 'a change that was not stored gives its key back',
    skip: needs(idempotency),
    async run(bench) {
      const { subject: { table, invalid, make } } = bench.backend;
      const refused = bench.change('create', table, newId(), { ...make(bench.label('mended')), ...invalid });
      const first = await bench.send(refused);
      check(first.status === 'rejected', 'a create that does not fit is rejected', first);
      const second = await bench.send({ ...refused, patch: make(bench.label('mended')) });
      check(second.status === 'ok', 'mended, the change is stored under the same key', second);
    },
  },
  {
    name: 'the counter of one client is not that of another',
    skip: needs(idempotency),
    async run(bench) {
      const [one, two] = [bench.creation('one'), bench.creation('two')];
      await bench.stored({ ...one, key: [bench.label('client a'), 1] });
      await bench.stored({ ...two, key: [bench.label('client b'), 1] });
      check((await bench.labelled('two')).length === 1, 'the same number of another client is another change');
    },
  },
  {
    name: 'the same key at the same time is applied once',
    skip: needs(idempotency),
    async run(bench) {
      const { adapter } = bench.backend;
      const create = bench.creation('at once');
      const answers = await Promise.all([1, 2, 3].map(() => adapter.push([create]).then((o) => o[0]!, (error: unknown) => error)));
      for (const answer of answers) {
        check(answer instanceof VinculoError ? answer.retryable : ['ok', 'retry'].includes((answer as PushOutcome).status), 'each of them is answered ok, or may be made again', answer);
      }
      await bench.stored(create);
      check((await bench.labelled('at once')).length === 1, 'there is one record', (await bench.labelled('at once')).length);
    },
  },
  {
    name: 'the same key twice in one push is applied once, if at all',
    skip: needs(idempotency, batches),
    async run(bench) {
      const { adapter } = bench.backend;
      const create = bench.creation('in one');
      const outcomes = await adapter.push([create, create]).catch((error: unknown) => error);
      check(Array.isArray(outcomes) ? outcomes.every((o: PushOutcome) => o.status === 'ok') : outcomes instanceof VinculoError, 'both are answered ok, or the push is refused by an error of the contract', outcomes);
      await bench.stored(create);
      check((await bench.labelled('in one')).length === 1, 'there is one record', (await bench.labelled('in one')).length);
    },
  },
  {
    name: 'a group that comes again is not applied twice',
    skip: needs(idempotency, (c) => (c.atomic ? undefined : 'groups are not atomic')),
    async run(bench) {
      const { adapter, subject: { first } } = bench.backend;
      const row = await bench.create('grouped');
      const group = bench.label('group');
      const changes = [bench.creation('in a group', group), { ...bench.update(row, { [first.field]: first.values[0] }), group }];
      checkSame((await adapter.push(changes)).map((o) => o.status), ['ok', 'ok'], 'the group is stored');
      checkSame((await adapter.push(changes)).map((o) => o.status), ['ok', 'ok'], 'the group is answered as the first time');
      check((await bench.labelled('in a group')).length === 1, 'there is one record');
    },
  },
  {
    name: 'a key outlives the page that made it',
    skip: needs(idempotency, hook('reload')),
    async run(bench) {
      const create = bench.creation('before the reload');
      await bench.stored(create);
      const again = await bench.send(create, bench.backend.reload!());
      check(again.status === 'ok', 'after a reload the change is answered as stored', again);
      check((await bench.labelled('before the reload')).length === 1, 'there is one record');
    },
  },
  {
    name: 'a create whose answer was lost never becomes two records, and is never called refused',
    skip: needs(hook('loseNextAnswer')),
    async run(bench) {
      const { adapter, loseNextAnswer } = bench.backend;
      const create = bench.creation('lost');
      loseNextAnswer!();
      const outcome = await adapter.push([create]).then((o) => o[0], (error: unknown) => error);
      if (adapter.capabilities.idempotency) {
        check(outcome instanceof Error || (outcome as PushOutcome).status === 'retry', 'with idempotency the call fails, and may be made again', outcome);
        await bench.stored(create);
      } else check((outcome as PushOutcome).status === 'unknown', 'without idempotency the outcome is unknown', outcome);
      check((await bench.labelled('lost')).length === 1, 'there is one record', await bench.labelled('lost'));
    },
  },
];
