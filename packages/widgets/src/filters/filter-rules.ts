import { type Where, now } from '@vinculo/sdk/schema';
import type { FieldKind } from '@vinculo/sdk';

/** What may be asked of a field of many records. `past`, `next` and `last` go with the time: days from or until now. */
export type FilterOp = 'is' | 'not' | 'contains' | 'has' | 'atLeast' | 'atMost' | 'past' | 'next' | 'last' | 'empty' | 'filled';

/** One condition of a filter. Several hold together; the values of one are alternatives. Plain data: it is what a saved view keeps. */
export interface FilterRule {
  readonly field: string;
  readonly op: FilterOp;
  /** As the field holds them; of `next` and `last` a number of days; none of `past`, `empty`, `filled`. */
  readonly values: readonly unknown[];
}

const compared: readonly FilterOp[] = ['is', 'atLeast', 'atMost', 'empty', 'filled'];
const dated: readonly FilterOp[] = ['past', 'next', 'last', 'atLeast', 'atMost', 'empty', 'filled'];
const written: readonly FilterOp[] = ['contains', 'is', 'empty', 'filled'];
const listed: readonly FilterOp[] = ['empty', 'filled'];

/** What may be asked of a kind, the likeliest first. */
export function opsOf(kind: FieldKind): readonly FilterOp[] {
  switch (kind) {
    case 'option': case 'ref': return ['is', 'not', 'empty', 'filled'];
    case 'boolean': return ['is'];
    case 'tags': return ['has', 'empty', 'filled'];
    case 'date': case 'instant': return dated;
    case 'integer': case 'number': case 'decimal': case 'percent': case 'money': return compared;
    case 'emails': case 'phones': case 'addresses': case 'socials': case 'lines': return listed;
    default: return written;
  }
}

/** Whether it asks for values at all. */
export const takesValues = (op: FilterOp): boolean => op !== 'past' && op !== 'empty' && op !== 'filled';

const day = 86_400_000;

function conditionOf({ op, values }: FilterRule): unknown {
  const [first] = values;
  switch (op) {
    case 'is': return values.length === 1 ? { eq: first } : { in: values };
    case 'contains': return { contains: String(first) };
    case 'has': return { has: String(first) };
    case 'atLeast': return { gte: first };
    case 'atMost': return { lte: first };
    case 'past': return { lt: now() };
    case 'next': return { gte: now(), lte: now(Number(first) * day) };
    case 'last': return { gte: now(-Number(first) * day), lte: now() };
    case 'empty': return { eq: null };
    case 'filled': return { ne: null };
    default: return undefined;
  }
}

/** The filter that some rules make. */
export function whereOf(rules: readonly FilterRule[]): Where {
  const and = rules.filter((rule) => !takesValues(rule.op) || rule.values.length > 0).map((rule): Where => {
    // An empty field is none of the values either.
    if (rule.op === 'not') return { not: { [rule.field]: { in: rule.values } } };
    return { [rule.field]: conditionOf(rule) };
  });
  return and.length > 0 ? { and } : {};
}
