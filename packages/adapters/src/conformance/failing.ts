import { AuthError, BadAnswerError, OfflineError, type VinculoError } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import { newId } from '@vinculo/sdk/schema';
import { type ConformanceCase, hook, idempotency, needs, writable } from './case.ts';
import { check, checkSame, rejection } from './check.ts';
import type { Failure } from './host.ts';

type Calls = Readonly<Record<string, (signal?: AbortSignal) => Promise<unknown>>>;

/** Every call of an adapter that only reads. */
function readings(adapter: Adapter, table: string): Calls {
  return {
    describe: (signal) => adapter.describe(signal),
    pull: (signal) => adapter.pull({ table }, null, 10, signal),
    ...(adapter.get ? { get: (signal) => adapter.get!(table, ['1'], signal) } : {}),
    ...(adapter.query ? { query: (signal) => adapter.query!({ table, limit: 1 }, signal) } : {}),
    ...(adapter.aggregate ? { aggregate: (signal) => adapter.aggregate!({ table, groupBy: [], measures: { n: { op: 'count' } } }, signal) } : {}),
    ...(adapter.digest ? { digest: (signal) => adapter.digest!({ table }, signal) } : {}),
  };
}

const errors: Readonly<Record<Failure, readonly [kind: new (...args: never[]) => VinculoError, what: string]>> = {
  offline: [OfflineError, 'an OfflineError when the backend cannot be reached: the client then waits for it'],
  auth: [AuthError, 'an AuthError when the sign-in is refused: the client then asks for another'],
  badAnswer: [BadAnswerError, 'a BadAnswerError when the answer makes no sense: a proxy’s page must not pass for data'],
};

const failures = Object.keys(errors) as readonly Failure[];

export const failingCases: readonly ConformanceCase[] = [
  {
    name: 'a reading that fails says how, and works again when the cause is gone',
    skip: (c, hooks) => hook('fail')(c, hooks),
    async run({ backend: { adapter, fail, subject } }) {
      for (const how of failures) {
        const [kind, what] = errors[how];
        for (const [method, call] of Object.entries(readings(adapter, subject.table))) {
          const mend = fail!(how);
          const error = await rejection(call(), `${method}() rejects with ${what}`).finally(mend);
          check(error instanceof kind, `${method}() rejects with ${what}`, error);
        }
        await adapter.pull({ table: subject.table }, null, 1).catch((error: unknown) => check(false, 'the next call works again', error));
      }
    },
  },
  {
    name: 'a change that did not reach the backend is never called stored or refused',
    skip: needs(hook('fail')),
    async run(bench) {
      const { adapter, fail, subject: { first } } = bench.backend;
      const row = await bench.create('waits');
      for (const how of failures) {
        const [kind, what] = errors[how];
        for (const change of [bench.creation(`not sent, ${how}`), bench.update(row, { [first.field]: first.values[0] }), bench.change('remove', bench.backend.subject.table, row.id, {}, row)]) {
          const mend = fail!(how);
          const outcome = await adapter.push([change]).then((o) => o[0], (error: unknown) => error).finally(mend);
          if (outcome instanceof Error) check(outcome instanceof kind, `push() rejects with ${what}`, outcome);
          // After a failure on the way an adapter without idempotency may not know more.
          else check(how !== 'auth' && ['retry', 'unknown'].includes((outcome as { status: string } | undefined)?.status ?? ''), 'a change that may not have arrived is answered retry or unknown, or push() rejects: “rejected” would lose it', outcome);
        }
        checkSame((await bench.now(row.id))?.[first.field] ?? null, row[first.field] ?? null, 'nothing was stored');
      }
      await bench.stored(bench.update(row, { [first.field]: first.values[1] }));
    },
  },
  {
    name: 'a command that did not reach the backend rejects, and may be run again',
    skip: needs(hook('fail'), (c) => (c.commands.includes('merge') ? undefined : 'no merge command')),
    async run(bench) {
      const { adapter, fail, subject: { table } } = bench.backend;
      const [into, from] = [await bench.create('stays'), await bench.create('goes')];
      const key = bench.label('merge');
      const mend = fail!('offline');
      const error = await rejection(adapter.run!('merge', { table, intoId: into.id, fromId: from.id }, key), `run() rejects with ${errors.offline[1]}`).finally(mend);
      check(error instanceof OfflineError, `run() rejects with ${errors.offline[1]}`, error);
      check((await bench.now(from.id)) !== undefined, 'nothing was done');
      await adapter.run!('merge', { table, intoId: into.id, fromId: from.id }, key);
    },
  },
  {
    name: 'a call that was aborted before it began rejects with the reason of its signal',
    async run({ backend: { adapter, subject } }) {
      for (const [method, call] of Object.entries(readings(adapter, subject.table))) {
        const reason = new Error('the view is gone');
        const error = await rejection(call(AbortSignal.abort(reason)), `an aborted ${method}() rejects`);
        check(error === reason, `${method}() rejects with the reason of the signal`, error);
      }
    },
  },
  {
    name: 'a write that was aborted before it began rejects with the reason of its signal, and is not done',
    skip: writable,
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const row = await bench.create('aborted');
      const reason = new Error('the view is gone');
      const signal = AbortSignal.abort(reason);
      const calls: Calls = {
        push: () => adapter.push([bench.update(row, { [subject.first.field]: subject.first.values[0] })], signal),
        ...(adapter.run && adapter.capabilities.commands.includes('merge') ? { run: () => adapter.run!('merge', { table: subject.table, intoId: row.id, fromId: newId() }, newId(), signal) } : {}),
        ...(adapter.upload ? { upload: () => adapter.upload!(new Blob(['x']), 'x', signal) } : {}),
      };
      for (const [method, call] of Object.entries(calls)) {
        const error = await rejection(call(), `an aborted ${method}() rejects`);
        check(error === reason, `${method}() rejects with the reason of the signal`, error);
      }
      checkSame((await bench.now(row.id))?.[subject.first.field] ?? null, row[subject.first.field] ?? null, 'nothing was stored');
    },
  },
  {
    name: 'a call that is cut short on its way ends with the reason of its signal, or is done',
    async run({ backend: { adapter, subject } }) {
      for (const [method, call] of Object.entries(readings(adapter, subject.table))) {
        const reason = new Error('the view is gone');
        const cut = new AbortController();
        const answer = call(cut.signal).then(() => undefined, (error: unknown) => error);
        cut.abort(reason);
        const error = await answer;
        check(error === undefined || error === reason, `${method}() ends with the reason of the signal`, error);
      }
    },
  },
  {
    name: 'a call that is cut short takes no other with it',
    async run({ backend: { adapter, subject } }) {
      const cut = new AbortController();
      const first = adapter.describe(cut.signal).catch(() => undefined);
      const second = adapter.pull({ table: subject.table }, null, 10).then(() => undefined, (error: unknown) => error);
      cut.abort(new Error('the view is gone'));
      await first;
      checkSame(await second, undefined, 'a call beside it is answered: what calls share (a sign-in, settings) must not end with one of them');
    },
  },
  {
    name: 'a push that is cut short on its way and sent again is applied once',
    skip: needs(idempotency),
    async run(bench) {
      const { adapter } = bench.backend;
      const create = bench.creation('cut short');
      const reason = new Error('the page ends');
      const cut = new AbortController();
      const answer = adapter.push([create], cut.signal).then(() => undefined, (error: unknown) => error);
      cut.abort(reason);
      const error = await answer;
      check(error === undefined || error === reason, 'push() ends with the reason of the signal, or is done', error);
      await bench.stored(create);
      check((await bench.labelled('cut short')).length === 1, 'there is one record', (await bench.labelled('cut short')).length);
    },
  },
];
