import type { ValidationError, VinculoError } from '@vinculo/sdk';

/** Whether it is an error of a client. Told by its code, not its class: a page may hold two copies of the sdk. */
export function isVinculoError(error: unknown): error is VinculoError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** The same of values that do not fit an entity. */
export function isValidationError(error: unknown): error is ValidationError {
  return isVinculoError(error) && error.code === 'validation' && 'problems' in error;
}
