/**
 * Says where a value does not fit: a path into it (`rows.0.id`), empty for the value itself; undefined where all of it fits. `T` is what fits.
 * Small and without a library, because every page needs it before its first record and all it asks is yes or no.
 */
export interface Shape<T = unknown> {
  (value: unknown): string | undefined;
  /** Never there: says to the compiler what fits. */
  readonly type?: T;
}

type Shapes = Readonly<Record<string, Shape>>;

/** Whatever a test takes. */
export function shapeOf<T>(test: (value: unknown) => boolean): Shape<T> {
  return (value) => (test(value) ? undefined : '');
}

/** Whether a value fits. */
export function fits<T>(shape: Shape<T>, value: unknown): value is T {
  return shape(value) === undefined;
}

/** Text of so many characters (code points), and of this pattern. */
export function textOf(least: number = 0, most: number = Infinity, pattern?: RegExp): Shape<string> {
  return shapeOf((value) => {
    if (typeof value !== 'string' || value.length < least) return false;
    return (value.length <= most || (value.length <= 2 * most && [...value].length <= most)) && (pattern?.test(value) ?? true);
  });
}

export const anyText: Shape<string> = textOf();
export const finite: Shape<number> = shapeOf((value) => Number.isFinite(value));
export const yesNo: Shape<boolean> = shapeOf((value) => typeof value === 'boolean');

/** An object as JSON has them. */
export const plainObject: Shape<Readonly<Record<string, unknown>>> = shapeOf((value) => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // The root of any realm: an object of another frame's is as plain.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
});

/** An object whose named values fit. It may hold others. @param free values that may be absent */
export function objectOf<T>(needed: Shapes, free: Shapes = {}): Shape<T> {
  const parts = [...Object.entries(needed).map(([name, shape]) => [name, shape, false] as const), ...Object.entries(free).map(([name, shape]) => [name, shape, true] as const)];
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
    for (const [name, shape, isFree] of parts) {
      // What a page adds to Object.prototype is no value of ours.
      const held: unknown = Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
      const fault = isFree && held === undefined ? undefined : shape(held);
      if (fault !== undefined) return join(name, fault);
    }
    return undefined;
  };
}

/** A list of no more than so many values that fit. */
export function listOf<T>(shape: Shape<T>, most: number = Infinity): Shape<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value) || value.length > most) return '';
    for (const [i, one] of value.entries()) {
      const fault = shape(one);
      if (fault !== undefined) return join(String(i), fault);
    }
    return undefined;
  };
}

export function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value) => (value === null ? undefined : shape(value));
}

function join(name: string, fault: string): string {
  return fault === '' ? name : `${name}.${fault}`;
}
