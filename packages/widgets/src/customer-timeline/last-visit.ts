import type { TimelineSubject } from './timeline-types.ts';

// Only when this record was looked at last; nothing of what it holds.
const keyOf = ({ table, id }: TimelineSubject): string => `vinculo:visited:${table}:${id}`;

/** When this browser showed the timeline of a record before, and notes that it does now. Undefined where it never did or keeps nothing. */
export function noteVisit(subject: TimelineSubject, now: string): string | undefined {
  try {
    const before = localStorage.getItem(keyOf(subject));
    localStorage.setItem(keyOf(subject), now);
    return before !== null && !Number.isNaN(Date.parse(before)) ? before : undefined;
  } catch {
    // Storage may be switched off or full: then nothing is marked as new.
    return undefined;
  }
}
