import { type FieldProblem, RefusedError } from '../../errors.ts';
import { claimCommand, returnToPoolCommand } from './claim.ts';
import { convertLeadCommand } from './convert-lead.ts';
import { erasePersonCommand } from './erase-person.ts';
import { exportPersonCommand } from './export-person.ts';
import { findDuplicatesCommand } from './find-duplicates.ts';
import { mergeCommand } from './merge.ts';
import { splitTicketCommand } from './split-ticket.ts';
import { transferCommand } from './transfer.ts';
import { unmergeCommand } from './unmerge.ts';

/** All named commands. */
export const commands = {
  merge: mergeCommand, unmerge: unmergeCommand, findDuplicates: findDuplicatesCommand, convertLead: convertLeadCommand, transfer: transferCommand,
  claim: claimCommand, returnToPool: returnToPoolCommand, splitTicket: splitTicketCommand, exportPerson: exportPersonCommand, erasePerson: erasePersonCommand,
} as const;

export type Commands = typeof commands;
export type CommandName = keyof Commands;
export type CommandInput<N extends CommandName> = Parameters<Commands[N]['run']>[1];
export type CommandOutput<N extends CommandName> = Awaited<ReturnType<Commands[N]['run']>>;

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

/**
 * The input of a command as its declaration wants it, without what it does not name.
 * @throws RefusedError with the code `validation`, naming each part that does not fit
 */
export function readCommandInput(name: CommandName, input: unknown): unknown {
  const read = commands[name].input.safeParse(input);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }): FieldProblem => ({ field: path.join('.'), reason: 'invalid', message }));
  throw new RefusedError('', '', 'validation', `The command ${name} does not take this input; what does not fit: ${problems.map((p) => p.field || 'all of it').join(', ')}.`, problems);
}
