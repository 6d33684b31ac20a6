import type { CommandName, Where } from '@vinculo/sdk/schema';
import { isCommandName } from '@vinculo/sdk/schema';
import * as z from 'zod/mini';
import { commandClient } from '../records/run.ts';

const name = z.string().check(z.minLength(1), z.maxLength(100));
const id = z.string().check(z.minLength(1), z.maxLength(200));
/** Names a client, never a command: what a command answered is kept under its own keys. */
const client = z.string().check(z.minLength(1), z.maxLength(200), z.refine((text) => !text.startsWith(commandClient), 'no name of a client'));
/** No record has as many fields. */
const mostFields = 200;
const values = z.record(z.string(), z.unknown()).check(z.refine((fields) => Object.keys(fields).length <= mostFields, `more than ${mostFields} fields`));
const nat = z.number().check(z.int(), z.nonnegative());
const names = z.array(name).check(z.maxLength(50));

/** Deep enough for any filter a person makes; one that is deeper is built to hurt. */
const deepest = 12;
const mostTests = 500;
/** Values in the lists of a filter, all together. */
const mostListed = 5000;

function isFilter(value: unknown): boolean {
  let tests = 0;
  let members = 0;
  let listed = 0;
  const fits = (where: unknown, depth: number): boolean => {
    if (depth > deepest || typeof where !== 'object' || where === null || Array.isArray(where)) return false;
    return Object.entries(where).every(([key, v]) => {
      if (++tests > mostTests) return false;
      if (key === 'and' || key === 'or') return Array.isArray(v) && (members += v.length) <= mostTests && v.every((w) => fits(w, depth + 1));
      if (key === 'not') return fits(v, depth + 1);
      listed += lengthOfList(v);
      if (listed > mostListed) return false;
      return key !== 'search' || (typeof v === 'string' && v.length <= 500);
    });
  };
  return fits(value, 0);
}

function lengthOfList(test: unknown): number {
  if (Array.isArray(test)) return test.length;
  return typeof test === 'object' && test !== null && 'in' in test && Array.isArray(test.in) ? test.in.length : 0;
}

const where = z.optional(z.custom<Where>(isFilter, 'no filter'));

/** The most changes of one push. */
const mostChanges = 500;

const change = z.object({
  key: z.tuple([client, nat]), op: z.enum(['create', 'update', 'remove']), table: name, id, patch: values, base: values,
  baseVersion: z.optional(id), group: z.optional(id), at: z.string().check(z.maxLength(40)),
});

const distinctKeys = (list: readonly { readonly key: readonly [string, number] }[]): boolean => new Set(list.map((c) => JSON.stringify(c.key))).size === list.length;

/** The most figures of one aggregate: a sum of money is a statement of its own. */
const mostMeasures = 50;
const measure = z.union([z.object({ op: z.literal('count') }), z.object({ op: z.enum(['sum', 'min', 'max', 'avg']), field: name })]);

const whereabout = z.object({ table: name, id, doing: z.enum(['looking', 'writing']) });
/** Ids of which one page asks who is there. */
const mostLookedAt = 200;
const lookedAt = z.array(z.object({ table: name, ids: z.array(id) })).check(z.maxLength(20), z.refine((of) => of.reduce((sum, { ids }) => sum + ids.length, 0) <= mostLookedAt, `more than ${mostLookedAt} ids`));

/** What each route takes. */
export const bodies = {
  pull: z.object({ table: name, where, cursor: z.nullable(z.string().check(z.maxLength(2000))), limit: z.optional(nat.check(z.minimum(1))) }),
  push: z.object({ changes: z.array(change).check(z.maxLength(mostChanges), z.refine(distinctKeys, 'two changes have the same key')) }),
  get: z.object({ table: name, ids: z.array(id).check(z.maxLength(1000)) }),
  query: z.object({ table: name, where, orderBy: z.optional(names), offset: z.optional(nat), limit: z.optional(nat) }),
  aggregate: z.object({ table: name, where, groupBy: names, measures: z.record(name, measure).check(z.refine((measures) => Object.keys(measures).length <= mostMeasures, `more than ${mostMeasures} measures`)) }),
  // Told to other processes in one notification, which Postgres takes up to 8000 bytes of.
  presence: z.object({ page: z.string().check(z.minLength(1), z.maxLength(64)), at: z.array(whereabout).check(z.maxLength(5)), of: lookedAt }),
  revoke: z.union([z.strictObject({ session: id }), z.strictObject({ subject: id })]),
  run: z.object({ command: z.custom<CommandName>((v) => typeof v === 'string' && isCommandName(v), 'no such command'), input: values, key: id }),
} as const;
