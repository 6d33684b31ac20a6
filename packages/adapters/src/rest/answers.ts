import type { AggregateAnswer, Hint, PullPage, QueryAnswer } from '@vinculo/sdk/adapter';
import { BadAnswerError, type AnyRow, anyText, type Description, type FieldProblem, finite, fits, listOf, objectOf, orNull, type PushOutcome, type Shape, shapeOf, yesNo } from '@vinculo/sdk/schema';

const row = objectOf<AnyRow>({ id: anyText });
const rights = objectOf({ create: yesNo, update: yesNo, remove: yesNo });
const problems = listOf(objectOf({ field: anyText, reason: anyText, message: anyText }));
const conflicts = listOf(objectOf({ field: anyText }));
const anything = objectOf({});

const outcomes: Readonly<Record<string, Shape>> = {
  ok: objectOf({ row: orNull(row) }, { id: anyText, overwrote: conflicts }),
  conflict: objectOf({ row, fields: conflicts }),
  rejected: objectOf({ code: anyText, message: anyText }, { problems }),
  retry: objectOf({ message: anyText }, { after: finite }),
  unknown: objectOf({ message: anyText }),
};
const hasStatus = objectOf<{ readonly status: string }>({ status: shapeOf((status) => typeof status === 'string' && Object.hasOwn(outcomes, status)) });
const outcome: Shape = (value) => hasStatus(value) ?? (fits(hasStatus, value) ? outcomes[value.status]!(value) : '');

/** What every refusal is answered with. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly problems?: readonly FieldProblem[]; readonly table?: string; readonly id?: string };
}

/** What the backend answers: what the client relies on is checked. The rest of each type is the protocol's promise, so this is where it is believed. */
export const answers: {
  readonly describe: Shape<Description>;
  readonly pull: Shape<PullPage>;
  readonly push: Shape<{ readonly outcomes: readonly PushOutcome[] }>;
  readonly get: Shape<{ readonly rows: readonly AnyRow[] }>;
  readonly query: Shape<QueryAnswer>;
  readonly aggregate: Shape<AggregateAnswer>;
  readonly run: Shape<{ readonly output: unknown }>;
  readonly upload: Shape<{ readonly id: string }>;
  readonly hint: Shape<Hint>;
  readonly error: Shape<ErrorAnswer>;
} = {
  describe: objectOf({
    hash: anyText, tenant: anyText, currency: anyText, timeZone: anyText, user: objectOf({ id: orNull(anyText), name: anyText, role: anyText }),
    tables: (tables) => anything(tables) ?? listOf(rights)(Object.values(Object(tables))),
  }),
  pull: objectOf({ rows: listOf(row), deleted: listOf(anyText), movedOut: listOf(anyText), cursor: anyText, more: yesNo }, { reset: yesNo }),
  push: objectOf({ outcomes: listOf(outcome) }),
  get: objectOf({ rows: listOf(row) }),
  query: objectOf({ rows: listOf(row), asOf: anyText }, { total: finite }),
  aggregate: objectOf({ groups: listOf(objectOf({ key: anything, values: anything })), asOf: anyText }),
  run: objectOf({ output: () => undefined }),
  upload: objectOf({ id: anyText }),
  hint: objectOf({}, { tables: listOf(anyText), access: yesNo }),
  error: objectOf({ error: objectOf({ code: anyText, message: anyText }, { problems, table: anyText, id: anyText }) }),
};

/** An answer of the right shape. @throws BadAnswerError */
export function checked<T>(expected: Shape<T>, value: unknown, what: string): T {
  if (fits(expected, value)) return value;
  throw new BadAnswerError(`${what}: the server’s answer does not fit the protocol at “${expected(value)}”. Client and server may be of different versions.`);
}
