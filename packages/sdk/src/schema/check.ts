// Plain checks: whether a value from outside is what it should be, and where it is not. They keep nothing and copy nothing: what fits is used as it came.

/** Where a value does not fit: keys and places from outside in; none where it is the value as a whole. */
export type Misfit = readonly (string | number)[];

/**
 * Says where a value does not fit; undefined where it does.
 *
 * @example
 * const point = looseObject({ x: number, y: number, label: optional(string) });
 * point({ x: 1, y: '2' }) // ['y']
 */
export interface Check<T> {
  (value: unknown): Misfit | undefined;
  /** Never there: what fits is a T. */
  readonly '~fits'?: T;
}

/** A check per property. */
export type ChecksOf<T> = { readonly [K in keyof T]-?: Check<T[K]> };

const whole: Misfit = [];

/** Whether it fits. */
export function fits<T>(check: Check<T>, value: unknown): value is T {
  return check(value) === undefined;
}

/** A check of what a type guard takes. */
export function guarded<T>(holds: (value: unknown) => value is T): Check<T> {
  return (value) => (holds(value) ? undefined : whole);
}

export const string: Check<string> = guarded((value) => typeof value === 'string');
/** Neither NaN nor infinite: JSON has no such numbers. */
export const number: Check<number> = guarded((value): value is number => Number.isFinite(value));
export const boolean: Check<boolean> = guarded((value) => typeof value === 'boolean');
export const unknown: Check<unknown> = () => undefined;

/** An object as JSON has them. */
export const plainObject: Check<Readonly<Record<string, unknown>>> = guarded((value): value is Readonly<Record<string, unknown>> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The root of any realm: an object of another frame's is as plain.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
});

/** What fits `check`, and more must hold of it. */
export function where<T>(check: Check<T>, holds: (value: T) => boolean): Check<T> {
  // What fits the check is a T.
  return (value) => check(value) ?? (holds(value as T) ? undefined : whole);
}

/** What may be absent. */
export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value) => (value === undefined ? undefined : check(value));
}

export function nullable<T>(check: Check<T>): Check<T | null> {
  return (value) => (value === null ? undefined : check(value));
}

/** A list, of at most so many. */
export function array<T>(check: Check<T>, most = Infinity): Check<T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) return whole;
    for (let i = 0; i < value.length; i++) {
      const inner = check(value[i]);
      if (inner) return [i, ...inner];
    }
    return undefined;
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object of any properties whose values all fit. */
export function record<T>(check: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value) => {
    if (!isObject(value)) return whole;
    for (const name of Object.keys(value)) {
      const inner = check(value[name]);
      if (inner) return [name, ...inner];
    }
    return undefined;
  };
}

/** An object with these properties, and any others. */
export function looseObject<T extends object>(checks: ChecksOf<T>): Check<T> {
  const all = Object.entries<Check<unknown>>(checks);
  return (value) => {
    if (!isObject(value)) return whole;
    for (const [name, check] of all) {
      const inner = check(value[name]);
      if (inner) return [name, ...inner];
    }
    return undefined;
  };
}

/** An object with these properties and no others. */
export function strictObject<T extends object>(checks: ChecksOf<T>): Check<T> {
  const loose = looseObject(checks);
  return (value) => {
    const misfit = loose(value);
    if (misfit) return misfit;
    const other = Object.keys(value as object).find((name) => !Object.hasOwn(checks, name));
    return other === undefined ? undefined : [other];
  };
}
