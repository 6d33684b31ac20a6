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
