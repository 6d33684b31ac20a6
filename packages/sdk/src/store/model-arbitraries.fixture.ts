import fc from 'fast-check';
import { type AnyRow, boolean, date, decimal, type Entity, entity, type Field, integer, instant, type Measure, money, now, number, option, ref, tags, text, type Where } from '../schema/index.ts';

/** Values of few kinds and close together, so that rows meet, tie and cross the edges of filters. */
export const epoch: number = Date.UTC(2026, 10, 22, 10);
const instantAt = (step: number): string => new Date(epoch + step * 60_000).toISOString();
const dayAt = (step: number): string => `2026-11-${String(18 + step).padStart(2, '0')}`;
export const accountIds: readonly string[] = ['a1', 'a2', 'a3'];

interface Kind {
  readonly make: () => Field;
  readonly value: fc.Arbitrary<unknown>;
  readonly ordered: boolean;
  readonly moment?: true;
  readonly words?: true;
}

const kinds: readonly Kind[] = [
  { make: () => text({ searchable: true }), value: fc.constantFrom('', 'a', 'b', 'Ab', '王', 'ab 王'), ordered: true, words: true },
  { make: () => option({ x: { en: 'X' }, y: { en: 'Y' }, z: { en: 'Z' } } as never), value: fc.constantFrom('x', 'y', 'z'), ordered: true },
  { make: () => integer(), value: fc.integer({ min: -2, max: 3 }), ordered: true },
  { make: () => number(), value: fc.constantFrom(0.1, 0.2, 0.3, 1e16, -1e16, 2.5), ordered: true },
  { make: () => decimal(), value: fc.constantFrom('0.1', '10', '9', '-3.25'), ordered: true },
  { make: () => money(), value: fc.record({ minor: fc.integer({ min: -5, max: 500 }), currency: fc.constantFrom('EUR', 'CNY') }), ordered: true },
  { make: () => instant(), value: fc.integer({ min: -4, max: 4 }).map(instantAt), ordered: true, moment: true },
  { make: () => date(), value: fc.integer({ min: 0, max: 8 }).map(dayAt), ordered: true, moment: true },
  { make: () => boolean(), value: fc.boolean(), ordered: true },
  { make: () => ref('account'), value: fc.constantFrom(...accountIds), ordered: true },
  { make: () => tags(), value: fc.uniqueArray(fc.constantFrom('p', 'q', 'r')), ordered: false },
];

export interface Schema {
  readonly entity: Entity;
  /** What a row of it may hold in each field. */
  readonly values: fc.Arbitrary<Readonly<Record<string, unknown>>>;
  readonly question: fc.Arbitrary<Question>;
  /** How a failure prints it. */
  readonly [fc.toStringMethod]: () => string;
}

export type Question =
  | { readonly ask: 'rows'; readonly where: Where | undefined; readonly orderBy: readonly string[]; readonly offset: number | undefined; readonly limit: number | undefined; readonly include: readonly string[] }
  | { readonly ask: 'groups'; readonly where: Where | undefined; readonly groupBy: readonly string[]; readonly measures: Readonly<Record<string, Measure>> };

/** An entity of some fields of any kinds, with rows and questions that fit it. */
export const schemas: fc.Arbitrary<Schema> = fc.array(fc.integer({ min: 0, max: kinds.length - 1 }), { minLength: 2, maxLength: 5 }).map((picked) => {
  const fields = picked.map((kind, i) => ({ name: `f${i}`, ...kinds[kind]! }));
  const e = entity({ name: 'thing', plural: 'things', title: 'f0', residency: 'table', fields: Object.fromEntries(fields.map((f) => [f.name, f.make()])) });
  const values = fc.record(Object.fromEntries(fields.map((f) => [f.name, fc.option(f.value, { nil: null, freq: 5 })])), { requiredKeys: [] });
  return { entity: e, values, question: questions(fields), [fc.toStringMethod]: () => fields.map((f) => `${f.name}: ${e.fields[f.name]!.kind}`).join(', ') };
});

type NamedKind = Kind & { readonly name: string };

function conditions(f: NamedKind): fc.Arbitrary<unknown> {
  const plain: fc.Arbitrary<unknown>[] = [f.value, fc.constant(null), f.value.map((v) => ({ ne: v })), fc.array(f.value, { maxLength: 3 }).map((list) => ({ in: list }))];
  const moment = fc.integer({ min: -3, max: 3 }).map((step) => now(step * 60_000));
  if (!f.ordered) return fc.oneof(fc.constant(null), fc.constantFrom('p', 'q').map((t) => ({ has: t })));
  if (f.words) plain.push(fc.constantFrom('', 'A', 'b', 'b 王', '王').map((part) => ({ contains: part })));
  for (const op of ['lt', 'lte', 'gt', 'gte'] as const) plain.push((f.moment ? fc.oneof(f.value, moment) : f.value).map((v) => ({ [op]: v })));
  return fc.oneof(...plain);
}

function questions(fields: readonly NamedKind[]): fc.Arbitrary<Question> {
  const ordered = fields.filter((f) => f.ordered);
  const one = fc.oneof(...fields.map((f) => conditions(f).map((c): Where => ({ [f.name]: c }))), fc.constantFrom<Where>({ search: 'a' }, { id: { in: ['r1', 'r2', 'n1'] } }, { id: 'r3' }));
  const where: fc.Arbitrary<Where | undefined> = fc.oneof(
    fc.constant(undefined), one,
    fc.tuple(one, one).map(([a, b]): Where => ({ and: [a, b] })), fc.tuple(one, one).map(([a, b]): Where => ({ or: [a, b] })), one.map((w): Where => ({ not: w })),
    fc.tuple(one, one).map(([a, b]): Where => ({ ...a, ...b })),
  );
  const orderBy = ordered.length === 0 ? fc.constant([]) : fc.uniqueArray(fc.constantFrom(...ordered.map((f) => f.name)), { maxLength: 2 }).chain((names) => fc.tuple(...names.map((n) => fc.constantFrom(n, `-${n}`))));
  const include = fields.filter((f) => f.make().ref).map((f) => f.name);
  const rows: fc.Arbitrary<Question> = fc.record({
    ask: fc.constant('rows' as const), where, orderBy,
    offset: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
    include: fc.boolean().map((yes) => (yes ? include : [])),
  });
  const measure = fc.oneof(fc.constant<Measure>({ op: 'count' }), ...ordered.filter((f) => !f.moment).map((f) => fc.constantFrom('min' as const, 'max' as const, 'sum' as const, 'avg' as const).map((op): Measure => ({ op, field: f.name }))));
  const groups: fc.Arbitrary<Question> = fc.record({
    ask: fc.constant('groups' as const), where,
    groupBy: fc.uniqueArray(fc.constantFrom(...fields.map((f) => f.name)), { maxLength: 2 }),
    measures: fc.tuple(measure, measure).map(([a, b]) => ({ a, b })),
  });
  return fc.oneof(rows, groups);
}

/** What may happen to a store between two looks at its answers. Rows are named by small numbers, so that the same ones come again. */
export type Event =
  | { readonly do: 'confirm'; readonly rows: readonly { readonly row: number; readonly values: Readonly<Record<string, unknown>> | undefined }[]; readonly origin: 'read' | 'write' }
  | { readonly do: 'bulk'; readonly values: readonly Readonly<Record<string, unknown>>[] }
  | { readonly do: 'edit'; readonly row: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly do: 'create'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly do: 'remove'; readonly row: number }
  | { readonly do: 'answer'; readonly entry: number; readonly values: Readonly<Record<string, unknown>>; readonly minted: boolean }
  | { readonly do: 'refuse'; readonly entry: number }
  | { readonly do: 'rename'; readonly account: number; readonly name: string | undefined }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'ask'; readonly question: Question }
  | { readonly do: 'leave'; readonly answer: number }
  | { readonly do: 'together'; readonly events: readonly Event[] };

export function events({ values, question }: Schema): fc.Arbitrary<readonly Event[]> {
  const row = fc.integer({ min: 1, max: 9 });
  const entry = fc.integer({ min: 0, max: 3 });
  const change: fc.Arbitrary<Event> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('confirm' as const), rows: fc.array(fc.record({ row, values: fc.option(values, { nil: undefined, freq: 4 }) }), { minLength: 1, maxLength: 4 }), origin: fc.constantFrom('read' as const, 'write' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('edit' as const), row, values }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('create' as const), values }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), row }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), entry, values, minted: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse' as const), entry }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('rename' as const), account: fc.integer({ min: 0, max: 2 }), name: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }) }) },
  );
  const other: fc.Arbitrary<Event> = fc.oneof(
    fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 1, 2, 600) }),
    fc.record({ do: fc.constant('ask' as const), question }),
    fc.record({ do: fc.constant('leave' as const), answer: fc.integer({ min: 0, max: 3 }) }),
    fc.array(change, { maxLength: 3 }).map((list): Event => ({ do: 'together', events: list })),
  );
  const bulk: fc.Arbitrary<Event> = fc.array(values, { minLength: 1, maxLength: 4 }).map((list) => ({ do: 'bulk', values: list }));
  return fc.array(fc.oneof({ weight: 30, arbitrary: change }, { weight: 10, arbitrary: other }, { weight: 1, arbitrary: bulk }), { maxLength: 20 });
}

/** A row as a backend would give it. */
export function rowOf(id: string, values: Readonly<Record<string, unknown>>, version: number): AnyRow {
  return { id, version: String(version), ...values };
}
