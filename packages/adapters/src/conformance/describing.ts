import { type Field, type TableDescription, entityNamed, fieldAccess, newId } from '@vinculo/sdk/schema';
import { readAll } from './bench.ts';
import { type ConformanceCase, writable } from './case.ts';
import { check, checkSame } from './check.ts';

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A value that fits a field, where one can be made up. */
function somethingFor(field: Field | undefined): unknown {
  switch (field?.kind) {
    case 'text': case 'longText': case 'rank': return 'x';
    case 'option': return field.options?.at(-1)?.value;
    case 'integer': case 'number': case 'percent': return 7;
    case 'instant': return '2026-11-22T01:18:50.000Z';
    case 'date': return '2026-11-22';
    case 'tags': return ['x'];
    default: return undefined;
  }
}

/** Fields that describe() gives less than full access to, with that access. */
function narrowed(table: TableDescription): (readonly [field: string, access: string])[] {
  return [...new Set([...Object.keys(table.fields ?? {}), ...(table.without ?? [])])].map((field) => [field, fieldAccess(table, field)] as const).filter(([, access]) => access !== 'write');
}

export const describingCases: readonly ConformanceCase[] = [
  {
    name: 'describe() names the user, the tables and a hash that stays while nothing changes',
    async run({ backend: { adapter, subject } }) {
      const said = await adapter.describe();
      check(said.tables[subject.table] !== undefined, `describe() lists ${subject.table}`, Object.keys(said.tables));
      check(said.tenant !== '' && typeof said.user.name === 'string', 'describe() names the tenant and the user', said.user);
      check(/^[A-Z]{3}$/.test(said.currency), 'describe() names the currency by its ISO 4217 code', said.currency);
      check(isTimeZone(said.timeZone), 'describe() names an IANA time zone', said.timeZone);
      for (const command of said.commands ?? []) check(adapter.capabilities.commands.includes(command), 'describe() lets run only commands that the capabilities promise', command);
      check(said.hash !== '' && said.hash === (await adapter.describe()).hash, 'the hash stays while nothing changes', said.hash);
    },
  },
  {
    name: 'what the capabilities promise is there, and nothing else',
    run({ backend: { adapter } }) {
      const c = adapter.capabilities;
      const has = (method: 'query' | 'aggregate' | 'subscribe' | 'run' | 'upload' | 'download' | 'presence', promised: boolean): void =>
        check((adapter[method] !== undefined) === promised, `${method}() is there if and only if the capabilities say so`, promised ? 'promised, but not there' : 'there, but not promised');
      has('query', c.query);
      has('aggregate', c.aggregate);
      has('subscribe', c.live);
      has('run', c.commands.length > 0);
      has('upload', c.blobs);
      has('download', c.blobs);
      has('presence', c.presence);
      check(c.tombstones || c.pull === 'page' || adapter.digest !== undefined, 'a backend without tombstones has digest(): else nobody hears of a removal');
      check(!(c.pull === 'page' && c.tombstones), 'a backend that gives whole tables tells of removals by their absence: it claims no tombstones');
      check(c.push !== 'single' || !c.atomic, 'a backend that takes one change at a time cannot store groups whole');
      return Promise.resolve();
    },
  },
  {
    name: 'the adapter names its data and who is signed in',
    async run({ backend: { adapter, other } }) {
      check(adapter.name !== '' && adapter.source !== '', 'name and source are not empty', [adapter.name, adapter.source]);
      check(adapter.source === other.source, 'two sessions on the same data name the same source, so that it has one name', [adapter.source, other.source]);
      if (!adapter.identity) return;
      const identity = await adapter.identity();
      check(/^.+\/.+$/.test(identity), 'identity() answers tenant/subject', identity);
      check(identity === (await adapter.identity()), 'identity() answers the same for as long as the adapter lives', identity);
    },
  },
  {
    name: 'a table that describe() does not let be written refuses changes',
    skip: writable,
    async run(bench) {
      const { adapter } = bench.backend;
      const closed = Object.entries((await adapter.describe()).tables).find(([name, t]) => t && !t.create && entityNamed(name));
      if (!closed) return;
      const outcome = await bench.send(bench.change('create', closed[0], newId(), { name: bench.label('closed') }));
      check(outcome.status === 'rejected' && outcome.message !== '', `a create of a ${closed[0]} is rejected with a message, as describe() says`, outcome);
    },
  },
  {
    name: 'a change of a table that is not served is rejected, not thrown',
    skip: writable,
    async run(bench) {
      const outcome = await bench.send(bench.change('create', 'noSuchEntity', newId(), { name: 'x' }));
      check(outcome.status === 'rejected' && outcome.message !== '', 'it is rejected with a message, so that it holds up nothing else', outcome);
    },
  },
  {
    name: 'a field that may not be seen is absent, never null, and none that may not be written is',
    skip: writable,
    async run(bench) {
      const { adapter, subject } = bench.backend;
      const table = (await adapter.describe()).tables[subject.table];
      check(table !== undefined, `describe() lists ${subject.table}`);
      const less = narrowed(table);
      const row = await bench.create('narrow');
      const ways = [row, (await readAll(adapter, subject.table)).rows.get(row.id), await bench.now(row.id, subject.table, adapter)];
      for (const [field, access] of less) {
        for (const way of ways) check(access !== 'hidden' || (way !== undefined && !Object.hasOwn(way, field)), `${field}, which this user may not see or the backend does not hold, is absent from rows: null would say that it is empty`, way);
        const value = somethingFor(entityNamed(subject.table)?.fields[field]);
        if (value === undefined) continue;
        const outcome = await bench.send(bench.update(row, { [field]: value }));
        check(outcome.status === 'rejected', `a change of ${field}, which describe() calls ${access}, is rejected`, outcome);
        check((outcome.problems ?? []).some((p) => p.field === field) || outcome.message.includes(field), `the refusal names ${field}`, outcome);
      }
      checkSame((await bench.now(row.id, subject.table, adapter))?.version, row.version, 'refused changes leave the row as it was');
    },
  },
];
