import * as z from 'zod/mini';

const id = z.string().check(z.minLength(1), z.maxLength(200));
const words = z.string().check(z.minLength(1), z.maxLength(400));

/** Who gets a record that has nobody: of a team and those below it, of these people, or of the team of the record's queue. */
const assign = z.strictObject({
  by: z.enum(['roundRobin', 'load']),
  teamId: z.optional(id),
  userIds: z.optional(z.array(id).check(z.minLength(1), z.maxLength(1000))),
  /** A field of the record: only people who have its value among their skills. */
  skill: z.optional(z.string()),
  /** Only people of teams whose region is the customer's region or country. */
  territory: z.optional(z.boolean()),
  /** Also where the record has somebody. */
  reassign: z.optional(z.boolean()),
});

const followUp = z.strictObject({
  subject: words,
  kind: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  /** Until it is due; working minutes where a calendar is named. */
  minutes: z.number().check(z.minimum(0)),
  calendarId: z.optional(id),
});

const notify = z.strictObject({
  to: z.array(z.union([z.enum(['owner', 'team', 'teamLead']), z.strictObject({ userId: id })])).check(z.minLength(1)),
  text: words,
});

const actions = z.strictObject({
  assign: z.optional(assign),
  set: z.optional(z.record(z.string(), z.unknown())),
  priority: z.optional(z.union([z.strictObject({ raise: z.literal(true) }), z.strictObject({ byValue: z.record(z.string(), z.string()) })])),
  startSla: z.optional(z.strictObject({ policyId: id })),
  followUp: z.optional(followUp),
  notify: z.optional(notify),
});

export type Actions = z.infer<typeof actions>;
export type Assign = z.infer<typeof assign>;
export type FollowUp = z.infer<typeof followUp>;
export type Notify = z.infer<typeof notify>;

/** The actions of a rule, checked. @throws TypeError naming the part that does not fit */
export function readActions(value: unknown): Actions {
  const read = actions.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TypeError(`The rule's actions do not fit at “${issue?.path.join('.') ?? ''}”: ${issue?.message ?? 'invalid'}.`);
}
