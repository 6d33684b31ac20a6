import { type Check, fits } from './check.ts';

/** What does not fit, and where: keys from outside in; none where it is the value as a whole. */
export interface Issue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

/** What a Standard Schema answers. */
export type ShapeResult<T> = { readonly value: T; readonly issues?: undefined } | { readonly issues: readonly { readonly message: string }[] };

/**
 * Whether a value fits. It is a Standard Schema (https://standardschema.dev), so form libraries take it; and every schema of zod that leaves values as they are is
 * one. What fits is stored as it was given: a schema that makes another value of it (a transform, a coercion) has no place here.
 */
export interface Shape<T = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => ShapeResult<T> | Promise<ShapeResult<T>>;
    readonly types?: { readonly input: T; readonly output: T } | undefined;
  };
  readonly safeParse: (value: unknown) => { readonly success: true; readonly data: T } | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

/** A shape of what a check takes. */
export function shapeOf<T>(check: Check<T>): Shape<T> {
  const issuesOf = (value: unknown): readonly Issue[] => [{ message: 'Invalid input', path: check(value) ?? [] }];
  return {
    '~standard': { version: 1, vendor: 'vinculo', validate: (value) => (fits(check, value) ? { value } : { issues: issuesOf(value) }) },
    safeParse: (value) => (fits(check, value) ? { success: true, data: value } : { success: false, error: { issues: issuesOf(value) } }),
  };
}
