import type { VinculoElement } from '../base/vinculo-element.ts';
import { firstLine } from '../format/first-line.ts';
import { instantOf, localInput } from '../parts/local-input.ts';
import { isMailAddress, typedAddresses } from '../parts/mail-addresses.ts';
import { mostReceivers } from './mail-receivers.ts';
import type { ActivityDraft } from './timeline-types.ts';

export type Kind = ActivityDraft['kind'];

/** What was typed so far, each as its input holds it. Kept over a change of the tab, and in the draft. */
export interface Typed {
  readonly text: string;
  readonly subject: string;
  readonly place: string;
  readonly when: string;
  readonly minutes: string;
  /** Of a call; a call that nobody took is `missed` (theirs) or `noAnswer` (ours). */
  readonly direction: string;
  /** Whether a mail is sent, or was sent or received elsewhere and is only noted: `send`, `out`, `in`. */
  readonly mail: string;
  /** To whom it is sent: tables and ids, with blanks between. */
  readonly to: string;
  /** Addresses that no record has. */
  readonly addresses: string;
  /** Addresses in copy. */
  readonly cc: string;
  /** Who takes part in a meeting: tables and ids, with blanks between. */
  readonly attendees: string;
  /** Minutes before it is due; empty for no reminder. */
  readonly remind: string;
  /** The next step. */
  readonly next: string;
  readonly nextWhen: string;
}

export const blank: Typed = { text: '', subject: '', place: '', when: '', minutes: '', direction: 'out', mail: '', to: '', addresses: '', cc: '', attendees: '', remind: '', next: '', nextWhen: '' };

export interface ComposerProblem {
  readonly field: keyof Typed;
  readonly text: string;
}

/** What is to be filled in first. `sends`: whether a mail can be sent from here. */
export function missing(t: VinculoElement['t'], kind: Kind, { text, subject, when, direction, to, addresses, cc, mail, next, nextWhen }: Typed, sends: boolean): ComposerProblem | undefined {
  const isSent = kind === 'email' && sends && (mail === '' || mail === 'send');
  if (isSent && !to.trim() && !addresses.trim()) return { field: 'to', text: t('timeline.needReceiver') };
  if (isSent) {
    for (const [field, typed] of [['addresses', addresses], ['cc', cc]] as const) {
      const wrong = typedAddresses(typed).find((each) => !isMailAddress(each));
      if (wrong !== undefined) return { field, text: t('timeline.addressWrong', { address: `\u2068${wrong}\u2069` }) };
    }
    const many = receivers(to).length + typedAddresses(addresses).length + typedAddresses(cc).length > mostReceivers;
    if (many) return { field: cc.trim() ? 'cc' : addresses.trim() ? 'addresses' : 'to', text: t('timeline.receiversMany', { count: mostReceivers }) };
  }
  if (kind === 'email' && !subject.trim()) return { field: 'subject', text: t('timeline.needSubject') };
  // Of a call that nobody took there may be nothing to say.
  const saysItself = kind === 'call' && (direction === 'missed' || direction === 'noAnswer');
  if ((kind !== 'email' || isSent) && !saysItself && !text.trim()) return { field: 'text', text: t('timeline.needText') };
  if (kind === 'meeting' && !when) return { field: 'when', text: t('timeline.needStart') };
  if (kind === 'call' && nextWhen && !next.trim()) return { field: 'next', text: t('timeline.needNext') };
  return undefined;
}

function reminder(remind: string, due: string | undefined): { remindAt?: string } {
  return remind === '' || due === undefined ? {} : { remindAt: new Date(Date.parse(due) - Number(remind) * 60_000).toISOString() };
}

/** A step to do. What is planned has its text in its title, what is beyond the first line in the body. */
function task(lines: string, when: string, remind: string, now: string): ActivityDraft {
  const due = instantOf(when);
  const title = firstLine(lines);
  return { kind: 'task', subject: title, body: title === lines ? null : lines, at: due ?? now, done: false, ...(due ? { dueAt: due } : {}), ...reminder(remind, due) };
}

/** What is written. `now`: an ISO instant. */
export function draft(kind: Kind, typed: Typed, sends: boolean, now: string): ActivityDraft {
  const { text, subject, place, when, minutes, direction, mail, to, addresses, cc, remind, next, nextWhen } = typed;
  const at = instantOf(when);
  const lines = text.trim();
  const title = kind === 'email' ? subject.trim() : firstLine(lines);
  const length = Number(minutes) > 0 ? Number(minutes) : undefined;
  // What happened has its text in the body, its title is only the first line.
  const base = { kind, subject: title, body: lines || null };
  switch (kind) {
    case 'note': return { ...base, at: now, done: true };
    case 'call': {
      const unanswered = direction === 'missed' || direction === 'noAnswer' ? direction : undefined;
      const way = direction === 'in' || direction === 'missed' ? 'in' : 'out';
      return {
        ...base, at: at ?? now, done: true, direction: way, ...(unanswered ? { outcome: unanswered } : {}), ...(length && !unanswered ? { seconds: Math.round(length * 60) } : {}),
        ...(next.trim() ? { followUp: task(next.trim(), nextWhen, remind, now) } : {}),
      };
    }
    case 'email': {
      const [further, copies] = [typedAddresses(addresses), typedAddresses(cc)];
      if (sends && (mail === '' || mail === 'send')) return { ...base, at: now, done: false, direction: 'out', sendTo: receivers(to), ...(further.length > 0 ? { addresses: further } : {}), ...(copies.length > 0 ? { cc: copies } : {}) };
      return { ...base, at: at ?? now, done: true, direction: mail === 'in' ? 'in' : 'out' };
    }
    case 'task': return task(lines, when, remind, now);
    case 'meeting': {
      const start = at ?? now;
      const endsAt = length ? new Date(Date.parse(start) + length * 60_000).toISOString() : undefined;
      return { ...base, body: title === lines ? null : lines, at: start, done: (endsAt ?? start) < now, ...(endsAt ? { endsAt } : {}), ...(place.trim() ? { place: place.trim() } : {}), ...reminder(remind, start) };
    }
  }
}

function receivers(to: string): NonNullable<ActivityDraft['sendTo']> {
  return to.split(' ').filter(Boolean).map((each) => {
    const slash = each.indexOf('/');
    const table = each.slice(0, slash);
    return { table: table === 'account' || table === 'lead' ? table : 'contact', id: each.slice(slash + 1) };
  });
}

/** What has to be typed to write an activity again that was refused, with the step that went with it. */
export function typedOf(values: Readonly<Record<string, unknown>>, next: Readonly<Record<string, unknown>> | undefined, to: readonly string[]): { readonly kind: Kind; readonly typed: Typed } | undefined {
  const kind = values['kind'];
  if (kind !== 'note' && kind !== 'call' && kind !== 'task' && kind !== 'meeting' && kind !== 'email') return undefined;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const input = (value: unknown): string => (typeof value === 'string' ? localInput(new Date(value)) : '');
  const [due, remind] = [text((next ?? values)['dueAt'] ?? values['at']), text((next ?? values)['remindAt'])];
  const sent = values['done'] === false && kind === 'email';
  const details = (values['details'] ?? {}) as { readonly to?: unknown; readonly cc?: unknown; readonly attendees?: unknown }; // a field of JSON
  const texts = (value: unknown, separator: string): string => (Array.isArray(value) ? value.join(separator) : '');
  const seconds = typeof values['seconds'] === 'number' ? values['seconds'] : values['endsAt'] ? (Date.parse(text(values['endsAt'])) - Date.parse(text(values['at']))) / 1000 : 0;
  return {
    kind,
    typed: {
      text: text(values['body']) || (kind === 'email' ? '' : text(values['subject'])), subject: kind === 'email' ? text(values['subject']) : '', place: text(values['place']),
      when: kind === 'task' ? input(values['dueAt']) : kind === 'note' || sent ? '' : input(values['at']), minutes: seconds > 0 ? String(Math.round(seconds / 60)) : '',
      direction: text(values['outcome']) || text(values['direction']) || 'out', mail: kind === 'email' ? (sent ? 'send' : text(values['direction'])) : '', to: to.join(' '),
      addresses: texts(details.to, ', '), cc: texts(details.cc, ', '), attendees: texts(details.attendees, ' '),
      remind: remind && due ? String(Math.round((Date.parse(due) - Date.parse(remind)) / 60_000)) : '', next: text(next?.['body']) || text(next?.['subject']), nextWhen: input(next?.['dueAt']),
    },
  };
}
