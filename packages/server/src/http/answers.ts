import * as z from 'zod/mini';

const text = z.string();
const problem = z.object({ field: text, reason: text, message: text });
const conflict = z.looseObject({ field: text });
const values = z.record(z.string(), z.unknown());

/** Every row has these; its other fields are the entity's. */
const row = z.looseObject({ id: text, version: text, createdAt: text, updatedAt: text, createdBy: z.nullable(text), updatedBy: z.nullable(text), custom: z.optional(values) });
const rows = z.array(row);

const table = z.object({
  create: z.boolean(), update: z.boolean(), remove: z.boolean(),
  fields: z.optional(z.record(z.string(), z.enum(['hidden', 'read', 'masked']))),
});

const outcome = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), row: z.nullable(row), id: z.optional(text), overwrote: z.optional(z.array(conflict)) }),
  z.object({ status: z.literal('conflict'), row, fields: z.array(conflict) }),
  z.object({ status: z.literal('rejected'), code: text, message: text, problems: z.optional(z.array(problem)) }),
  z.object({ status: z.literal('retry'), message: text, after: z.optional(z.number()) }),
]);

/** What each route answers when it does what it was asked. */
export const answers = {
  describe: z.object({
    hash: text, tenant: text, user: z.object({ id: z.nullable(text), name: text, role: text, contactId: z.optional(text) }),
    tables: z.record(z.string(), table), commands: z.optional(z.array(text)), currency: text, timeZone: text, offlineHours: z.optional(z.number()), mail: z.optional(z.boolean()),
  }),
  pull: z.object({ rows, deleted: z.array(text), movedOut: z.array(text), cursor: text, more: z.boolean(), reset: z.optional(z.literal(true)), restoredTo: z.optional(text) }),
  push: z.object({ outcomes: z.array(outcome) }),
  get: z.object({ rows }),
  query: z.object({ rows, total: z.number(), asOf: text }),
  aggregate: z.object({ groups: z.array(z.object({ key: values, values })), asOf: text }),
  run: z.object({ output: z.unknown() }),
  presence: z.object({ present: z.array(z.object({ table: text, id: text, userId: text, name: text, doing: z.enum(['looking', 'writing']) })) }),
  blob: z.object({ id: text }),
  received: z.object({ outcome: z.enum(['stored', 'twice', 'noted', 'dropped', 'unrouted', 'unreadable']) }),
  done: z.object({}),
  health: z.object({ status: z.literal('ok') }),
  ready: z.object({ status: z.enum(['ready', 'stopping', 'no_database']) }),
  error: z.object({ error: z.object({ code: text, message: text, problems: z.optional(z.array(problem)), table: z.optional(text), id: z.optional(text) }) }),
} as const;
