import type { AggregateAnswer, Hint, PullPage, QueryAnswer } from '@vinculo/sdk/adapter';
import { BadAnswerError, type AnyRow, type Description, type FieldProblem, type Present, type PushOutcome } from '@vinculo/sdk/schema';
import * as z from 'zod/mini';

const row = z.looseObject({ id: z.string() });
const rights = z.looseObject({ create: z.boolean(), update: z.boolean(), remove: z.boolean() });
const problems = z.optional(z.array(z.looseObject({ field: z.string(), reason: z.string(), message: z.string() })));
const conflicts = z.array(z.looseObject({ field: z.string() }));

const outcomes: Readonly<Record<string, z.ZodMiniType>> = {
  ok: z.looseObject({ row: z.nullable(row), id: z.optional(z.string()), overwrote: z.optional(conflicts) }),
  conflict: z.looseObject({ row, fields: conflicts }),
  rejected: z.looseObject({ code: z.string(), message: z.string(), problems }),
  retry: z.looseObject({ message: z.string(), after: z.optional(z.number()) }),
  unknown: z.looseObject({ message: z.string() }),
};
// Chosen by its status here: zod's own unions weigh a kilobyte, for this one place.
const outcome = z.looseObject({ status: z.string() }).check(z.refine((o) => Object.hasOwn(outcomes, o.status) && outcomes[o.status]!.safeParse(o).success));

/** What every refusal is answered with. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly problems?: readonly FieldProblem[]; readonly table?: string; readonly id?: string };
}

/** A check of what the client relies on. The rest of T is the protocol's promise, so this is where it is believed. */
function shape<T>(check: z.ZodMiniType): z.ZodMiniType<T> {
  return check as z.ZodMiniType<T>;
}

/** What the backend answers. */
export const answers: {
  readonly describe: z.ZodMiniType<Description>;
  readonly pull: z.ZodMiniType<PullPage>;
  readonly push: z.ZodMiniType<{ readonly outcomes: readonly PushOutcome[] }>;
  readonly get: z.ZodMiniType<{ readonly rows: readonly AnyRow[] }>;
  readonly query: z.ZodMiniType<QueryAnswer>;
  readonly aggregate: z.ZodMiniType<AggregateAnswer>;
  readonly run: z.ZodMiniType<{ readonly output: unknown }>;
  readonly upload: z.ZodMiniType<{ readonly id: string }>;
  readonly presence: z.ZodMiniType<{ readonly present: readonly Present[] }>;
  readonly hint: z.ZodMiniType<Hint>;
  readonly error: z.ZodMiniType<ErrorAnswer>;
} = {
  describe: shape(z.looseObject({
    hash: z.string(), tenant: z.string(), currency: z.string(), timeZone: z.string(), user: z.looseObject({ id: z.nullable(z.string()), name: z.string(), role: z.string() }),
    tables: z.looseObject({}).check(z.refine((tables) => Object.values(tables).every((table) => rights.safeParse(table).success))),
  })),
  pull: shape(z.looseObject({ rows: z.array(row), deleted: z.array(z.string()), movedOut: z.array(z.string()), cursor: z.string(), more: z.boolean(), reset: z.optional(z.boolean()), restoredTo: z.optional(z.string()) })),
  push: shape(z.looseObject({ outcomes: z.array(outcome) })),
  get: shape(z.looseObject({ rows: z.array(row) })),
  query: shape(z.looseObject({ rows: z.array(row), total: z.optional(z.number()), asOf: z.string() })),
  aggregate: shape(z.looseObject({ groups: z.array(z.looseObject({ key: z.looseObject({}), values: z.looseObject({}) })), asOf: z.string() })),
  run: shape(z.looseObject({ output: z.unknown() })),
  upload: shape(z.looseObject({ id: z.string() })),
  presence: shape(z.looseObject({ present: z.array(z.looseObject({ table: z.string(), id: z.string(), userId: z.string(), name: z.string(), doing: z.string() })) })),
  hint: shape(z.looseObject({ tables: z.optional(z.array(z.string())), access: z.optional(z.boolean()), presence: z.optional(z.array(z.string())) })),
  error: shape(z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string(), problems, table: z.optional(z.string()), id: z.optional(z.string()) }) })),
};

/** An answer of the right shape. @throws BadAnswerError */
export function checked<T>(expected: z.ZodMiniType<T>, value: unknown, what: string): T {
  const read = expected.safeParse(value);
  if (read.success) return read.data;
  throw new BadAnswerError(`${what}: the server’s answer does not fit the protocol at “${read.error.issues[0]?.path.join('.') ?? ''}”. Client and server may be of different versions.`);
}
