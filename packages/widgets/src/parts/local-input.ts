/** A date as `<input type="datetime-local">` takes it: the viewer's clock, YYYY-MM-DDTHH:mm. */
export function localInput(date: Date): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant of what stands in such an input; undefined for an empty or broken one. */
export function instantOf(text: string): string | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/** A day some days from `now`, at nine in the morning of the viewer. */
export function morningIn(days: number, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9).toISOString();
}
