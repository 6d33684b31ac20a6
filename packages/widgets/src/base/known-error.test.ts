import { ClosedError, ValidationError } from '@vinculo/sdk';
import { expect, test } from 'vitest';
import { isValidationError, isVinculoError } from './known-error.ts';

/** As another copy of the sdk throws it. */
class ForeignError extends Error {
  readonly code: string;
  readonly problems: readonly object[] = [];
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

test.each([
  ['of this copy', new ClosedError(), true, false], ['of this copy, of values', new ValidationError('contact', []), true, true], ['of another copy', new ForeignError('closed'), true, false],
  ['of another copy, of values', new ForeignError('validation'), true, true], ['a fault of a program', new TypeError('x is not a function'), false, false],
  ['of the browser', new DOMException('stopped', 'AbortError'), false, false], ['no error', { code: 'closed' }, false, false],
])('an error %s', (_what, error, is, isOfValues) => {
  expect([isVinculoError(error), isValidationError(error)]).toEqual([is, isOfValues]);
});
