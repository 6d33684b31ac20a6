import type { IncomingMail } from './parse-mail.ts';

/** Why a mail is not to be taken for a person's: a machine answered, sent to many, or it is our own come round. Undefined for all other mail. */
export function machineReason({ headers, from }: IncomingMail, ownAddresses: readonly string[], returnPath: string | undefined): string | undefined {
  const submitted = headers.get('auto-submitted')?.trim().toLowerCase();
  // RFC 3834: anything but `no` was sent by a machine.
  if (submitted !== undefined && !/^no\b/.test(submitted)) return 'auto-submitted';
  if (/^\s*(bulk|junk|list|auto_reply)\b/i.test(headers.get('precedence') ?? '')) return 'precedence';
  if (headers.get('x-autoreply') !== undefined || headers.get('x-autorespond') !== undefined) return 'auto-reply';
  const loop = headers.get('x-loop')?.trim().toLowerCase();
  if (loop !== undefined && ownAddresses.includes(loop)) return 'loop';
  // Nobody is to answer to mail without a return path (RFC 5321, 4.5.5).
  if ((returnPath ?? headers.get('return-path'))?.trim() === '<>') return 'no-return-path';
  if (from !== undefined && (/^(mailer-daemon|postmaster)@/.test(from.address) || ownAddresses.includes(from.address))) return 'no-person';
  return undefined;
}
