import { destination, pino } from 'pino';

/** One line of the log: what happened, and figures about it. Never what people wrote, never a token, never a whole address. */
export type Log = (level: 'info' | 'warn' | 'error', event: string, details?: Readonly<Record<string, string | number | boolean | null>>) => void;

const logger = pino({
  base: undefined, messageKey: 'event', timestamp: () => `,"at":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
}, destination({ fd: 2, sync: true }));

/** A JSON object a line, on standard error, written before the call returns: nothing is lost when the process ends. */
export const jsonLog: Log = (level, event, details = {}) => logger[level](details, event);

/** The name and code of an error, and where it was thrown. Its message stays out: a database quotes values in it. */
export function errorDetails(error: unknown): Record<string, string> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code: Record<string, string> = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { error: error.name, ...code, at: (error.stack ?? '').split('\n').filter((l) => l.trimStart().startsWith('at ')).slice(0, 4).map((l) => l.trim()).join(' < ') };
}
