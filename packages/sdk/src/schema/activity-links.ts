import type { AnyRow } from './entity.ts';
import { sameValue } from './same-value.ts';

type Values = Readonly<Record<string, unknown>>;

/** An activity: an untyped row, or the fields that its links repeat. */
type ActivityLike = Values | { readonly kind: string; readonly at: string; readonly dueAt?: string | null; readonly done: boolean };

/** What an activityLink repeats of its activity. */
export interface ActivityLinkValues {
  readonly kind: string;
  /** When it is to be done; once it is done, when it was. ISO instant. */
  readonly at: string;
  /** Still to do. */
  readonly open: boolean;
}

/**
 * The values that all links of an activity have. Backends keep links so: whoever writes an activity writes it alone, and what a link is
 * given of these fields counts for nothing.
 *
 * @example activityLinkValues({ kind: 'task', at: '2026-11-20T08:00:00.000Z', dueAt: '2026-11-24T08:00:00.000Z', done: false })
 * // { kind: 'task', at: '2026-11-24T08:00:00.000Z', open: true }
 */
export function activityLinkValues({ kind, at, dueAt, done }: ActivityLike): ActivityLinkValues {
  const open = done === false;
  return { kind: String(kind), at: String(open ? (dueAt ?? at) : at), open };
}

/** What a link must be given to say the same as its activity; undefined where it does already. */
export function activityLinkPatch(link: AnyRow, activity: ActivityLike): Values | undefined {
  const wrong = Object.entries(activityLinkValues(activity)).filter(([field, value]) => !sameValue(link[field], value));
  return wrong.length > 0 ? Object.fromEntries(wrong) : undefined;
}

/** Whether an update of an activity concerns its links. */
export function changesActivityLinks(before: AnyRow, after: AnyRow): boolean {
  return activityLinkPatch({ ...before, ...activityLinkValues(before) }, after) !== undefined;
}

/** Whether a write of a link concerns what it repeats. */
export function repeatsActivity(set: Values): boolean {
  return ['activityId', 'kind', 'at', 'open'].some((field) => field in set);
}
