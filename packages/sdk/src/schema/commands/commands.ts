import { type FieldProblem, RefusedError } from '../../errors.ts';
import { convertLeadCommand } from './convert-lead.ts';
import { mergeCommand } from './merge.ts';
import { transferCommand } from './transfer.ts';

/** All named commands. */
export const commands = { merge: mergeCommand, convertLead: convertLeadCommand, transfer: transferCommand } as const;

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
