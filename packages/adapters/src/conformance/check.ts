/** What a case found wrong. The message says what the contract asks and what came instead. */
export class ConformanceError extends Error {
  override name = 'ConformanceError';
}

export function check(holds: boolean, asked: string, came?: unknown): asserts holds {
  if (holds) return;
  throw new ConformanceError(came === undefined ? asked : `${asked}. It came: ${show(came)}`);
}

export function checkSame(came: unknown, expected: unknown, asked: string): void {
  if (canonical(came) !== canonical(expected)) throw new ConformanceError(`${asked}. Expected ${show(expected)}, it came: ${show(came)}`);
}

/** Fulfilled with what a promise rejects with. */
export async function rejection(promise: Promise<unknown>, asked: string): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new ConformanceError(`${asked}. It was fulfilled with ${show(value)}`);
}

/** The value of a promise that is fulfilled in time. */
export async function within<T>(milliseconds: number, promise: Promise<T>, asked: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ConformanceError(`${asked}. Nothing came for ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function show(value: unknown): string {
  return value instanceof Error ? `${value.name}: ${value.message}` : (JSON.stringify(value) ?? String(value)).slice(0, 600);
}

/** One text for equal values. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => (typeof v === 'object' && v !== null && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v)) ?? 'undefined';
}
