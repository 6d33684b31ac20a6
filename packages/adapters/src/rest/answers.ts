import type { AggregateAnswer, Hint, PullPage, QueryAnswer } from '@vinculo/sdk/adapter';
import { type Check, array, boolean, looseObject, nullable, number, optional, record, string, unknown } from '@vinculo/sdk/checks';
import { BadAnswerError, type AnyRow, type Description, type FieldProblem, type Present, type PushOutcome } from '@vinculo/sdk/schema';

const row = looseObject({ id: string });
const rights = looseObject({ create: boolean, update: boolean, remove: boolean });
const problems = optional(array(looseObject({ field: string, reason: string, message: string })));
const conflicts = array(looseObject({ field: string }));
const strings = array(string);
const anything = record(unknown);

const outcomes: Readonly<Record<string, Check<unknown>>> = {
  ok: looseObject({ row: nullable(row), id: optional(string), overwrote: optional(conflicts) }),
  conflict: looseObject({ row, fields: conflicts }),
  rejected: looseObject({ code: string, message: string, problems }),
  retry: looseObject({ message: string, after: optional(number) }),
  unknown: looseObject({ message: string }),
};
const withStatus = looseObject({ status: string });
const outcome: Check<unknown> = (value) => {
  const misfit = withStatus(value);
  if (misfit) return misfit;
  const { status } = value as { readonly status: string };
  return Object.hasOwn(outcomes, status) ? outcomes[status]!(value) : ['status'];
};

/** What every refusal is answered with. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly problems?: readonly FieldProblem[]; readonly table?: string; readonly id?: string };
}

/** A check of what the client relies on. The rest of T is the protocol's promise, so this is where it is believed. */
function promised<T>(check: Check<unknown>): Check<T> {
  return check as Check<T>;
}

/** What the backend answers. */
export const answers: {
  readonly describe: Check<Description>;
  readonly pull: Check<PullPage>;
  readonly push: Check<{ readonly outcomes: readonly PushOutcome[] }>;
  readonly get: Check<{ readonly rows: readonly AnyRow[] }>;
  readonly query: Check<QueryAnswer>;
  readonly aggregate: Check<AggregateAnswer>;
  readonly run: Check<{ readonly output: unknown }>;
  readonly upload: Check<{ readonly id: string }>;
  readonly presence: Check<{ readonly present: readonly Present[] }>;
  readonly hint: Check<Hint>;
  readonly error: Check<ErrorAnswer>;
} = {
  describe: promised(looseObject({ hash: string, tenant: string, currency: string, timeZone: string, user: looseObject({ id: nullable(string), name: string, role: string }), tables: record(rights) })),
  pull: promised(looseObject({ rows: array(row), deleted: strings, movedOut: strings, cursor: string, more: boolean, reset: optional(boolean), restoredTo: optional(string) })),
  push: promised(looseObject({ outcomes: array(outcome) })),
  get: promised(looseObject({ rows: array(row) })),
  query: promised(looseObject({ rows: array(row), total: optional(number), asOf: string })),
  aggregate: promised(looseObject({ groups: array(looseObject({ key: anything, values: anything })), asOf: string })),
  run: promised(looseObject({ output: unknown })),
  upload: looseObject({ id: string }),
  presence: promised(looseObject({ present: array(looseObject({ table: string, id: string, userId: string, name: string, doing: string })) })),
  hint: promised(looseObject({ tables: optional(strings), access: optional(boolean), presence: optional(strings) })),
  error: promised(looseObject({ error: looseObject({ code: string, message: string, problems, table: optional(string), id: optional(string) }) })),
};

/** An answer of the right shape. @throws BadAnswerError */
export function checked<T>(expected: Check<T>, value: unknown, what: string): T {
  const misfit = expected(value);
  // What fits is a T.
  if (!misfit) return value as T;
  throw new BadAnswerError(`${what}: the server’s answer does not fit the protocol at “${misfit.join('.')}”. Client and server may be of different versions.`);
}
