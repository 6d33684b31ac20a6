import type { FieldProblem } from '@vinculo/sdk/schema';
import * as z from 'zod/mini';
import type { Form } from './site-keys.ts';

/** How long what people write in a form may be, in characters. */
const longestText = 20_000;
const mostFiles = 5;

const maybe = <T extends z.ZodMiniType>(shape: T) => z.optional(z.nullable(shape));
const text = (longest: number) => z.string().check(z.maxLength(longest));
const id = z.string().check(z.minLength(1), z.maxLength(200));
/** A field's own check of what an address looks like follows when it is stored. */
const email = text(320);

/** What a visitor may say in a ticket. */
export const ticketWords = {
  subject: z.string().check(z.minLength(1), z.maxLength(200)), description: maybe(text(longestText)), type: maybe(text(100)), priority: maybe(text(20)), channel: maybe(text(50)),
  guestName: maybe(text(200)), guestEmail: maybe(email), guestPhone: maybe(z.strictObject({ raw: text(50), e164: z.optional(text(16)) })),
} as const;

/** What a visitor may say in a lead. */
export const leadWords = { name: z.string().check(z.minLength(1), z.maxLength(200)), company: maybe(text(200)), jobTitle: maybe(text(200)), email: maybe(email), phone: maybe(text(50)), description: maybe(text(longestText)) } as const;

/** How somebody came to a form: what the link said (UTM), and the page before. */
export const touchWords = { campaignName: maybe(text(300)), source: maybe(text(300)), medium: maybe(text(300)), content: maybe(text(300)), referrer: maybe(text(500)) } as const;

/** On which channels a form may ask for consent. */
const channel = z.enum(['email', 'phone', 'sms', 'message', 'post']);
/** What somebody agreed to, and the words they read beside it. */
export const consentWords = { purpose: z.string().check(z.minLength(1), z.maxLength(100)), channel, evidence: maybe(text(2000)) } as const;
export const mostTouches = 5;
export const mostConsents = 10;

interface RowRule {
  readonly shape: z.ZodMiniType;
  readonly most: number;
}

const itemOf = { id, primary: maybe(z.boolean()) } as const;

/** What each new row of a form may hold. Fields that are not named here are refused. */
const rows: Readonly<Record<Form, Readonly<Record<string, RowRule>>>> = {
  ticket: {
    ticket: { most: 1, shape: z.strictObject({ pipelineId: id, stageId: id, queueId: maybe(id), ...ticketWords }) },
    ticketMessage: {
      most: 1,
      shape: z.strictObject({ ticketId: id, body: z.string().check(z.minLength(1), z.maxLength(longestText)), internal: maybe(z.literal(false)), at: text(40), channel: maybe(text(50)), attachmentIds: maybe(z.array(id).check(z.maxLength(mostFiles))) }),
    },
    attachment: { most: mostFiles, shape: z.strictObject({ table: z.enum(['ticket', 'ticketMessage']), recordId: id, name: text(255), type: maybe(text(100)), bytes: maybe(z.int()), blobId: id, addedAt: maybe(text(40)) }) },
  },
  lead: {
    lead: {
      most: 1,
      shape: z.strictObject({
        pipelineId: id, stageId: id, givenName: maybe(text(200)), familyName: maybe(text(200)), source: maybe(text(100)), campaignId: maybe(id), name: leadWords.name, company: leadWords.company, jobTitle: leadWords.jobTitle, description: leadWords.description,
        emails: maybe(z.array(z.strictObject({ ...itemOf, value: text(320) })).check(z.maxLength(1))), phones: maybe(z.array(z.strictObject({ ...itemOf, raw: text(50), e164: z.optional(text(16)) })).check(z.maxLength(1))),
      }),
    },
    touch: { most: mostTouches, shape: z.strictObject({ table: z.literal('lead'), recordId: id, campaignId: maybe(id), at: text(40), ...touchWords }) },
    consent: { most: mostConsents, shape: z.strictObject({ leadId: id, state: z.enum(['asked', 'given']), source: maybe(text(200)), at: text(40), ...consentWords }) },
  },
};

/** Why a push is not what a form sends; undefined when it is. The fields are named, what was written in them is not. */
export function formProblem(form: Form, changes: readonly { readonly op: string; readonly table: string; readonly patch: Readonly<Record<string, unknown>> }[]): { readonly message: string; readonly problems: readonly FieldProblem[] } | undefined {
  const counts = new Map<string, number>();
  for (const { op, table, patch } of changes) {
    const rule = Object.hasOwn(rows[form], table) ? rows[form][table] : undefined;
    const count = (counts.get(table) ?? 0) + 1;
    counts.set(table, count);
    if (!rule || op !== 'create') return { message: form === 'ticket' ? 'A form sends new tickets, messages and attachments.' : 'A form sends new leads, what they agree to and how they came.', problems: [] };
    if (count > rule.most) return { message: `A form sends at most ${rule.most} of ${table} at a time.`, problems: [] };
    const read = rule.shape.safeParse(patch);
    if (!read.success) return { message: `The form’s ${table} is not accepted.`, problems: problemsOf(read.error) };
  }
  return undefined;
}

function problemsOf({ issues }: { readonly issues: readonly z.core.$ZodIssue[] }): FieldProblem[] {
  return issues.slice(0, 20).map((issue) => {
    const field = String(issue.path[0] ?? (issue.code === 'unrecognized_keys' ? issue.keys[0]?.slice(0, 50) : '') ?? '');
    const reason = issue.code === 'unrecognized_keys' ? 'unknown' : issue.code === 'too_big' ? 'too_long' : 'invalid';
    return { field, reason, message: reason === 'too_long' ? `${field} is too long` : reason === 'unknown' ? `${field} is no field of this form` : `${field} is not valid` };
  });
}
