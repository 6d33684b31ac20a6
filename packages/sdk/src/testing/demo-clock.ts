/** Times around one moment, so that a story looks the same on any day. */
export interface DemoClock {
  readonly now: string;
  /** An instant so many days (and hours) away; negative is past. */
  at(days: number, hours?: number): string;
  /** The day so many days away. */
  day(days: number): string;
}

export function demoClock(now: Date | number): DemoClock {
  const base = Number(now);
  const at = (days: number, hours = 0): string => new Date(base + (days * 24 + hours) * 3_600_000).toISOString();
  return { now: at(0), at, day: (days) => at(days).slice(0, 10) };
}
