import type { FieldProblem } from '@vinculo/sdk/schema';

/** A change that will not pass unless it is edited. Undoes the transaction it is thrown in. */
export class Refused extends Error {
  readonly code: string;
  readonly problems: readonly FieldProblem[];

  constructor(code: string, message: string, problems: readonly FieldProblem[] = []) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.problems = problems;
  }
}
