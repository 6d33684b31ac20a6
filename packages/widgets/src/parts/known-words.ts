import type { Localized, MessageKey } from '../messages/message.ts';

// Words that records of any backend use for these things.
const labels = { mobile: 'card.labelMobile', work: 'card.labelWork', home: 'card.labelHome', main: 'card.labelMain', fax: 'card.labelFax', old: 'card.labelOld', other: 'card.labelOther' } as const;
const kinds = {
  call: 'timeline.call', email: 'timeline.email', meeting: 'timeline.meeting', visit: 'timeline.visit', message: 'timeline.message', letter: 'card.letter', task: 'timeline.task', note: 'timeline.note',
} as const;

/** The word for a value that is known; any other value as it was written. */
export function knownWord(view: Localized, known: Readonly<Record<string, MessageKey>>, value: string): string {
  const key = Object.hasOwn(known, value) ? known[value] : undefined;
  // None of the keys takes values; and what says it may be on its way.
  return (key && (view.t as (this: Localized, key: MessageKey) => string).call(view, key)) || value;
}

/** "mobile" of a phone, an email or an address. */
export const itemLabel = (view: Localized, label: string): string => knownWord(view, labels, label);
/** "Call" of an activity. */
export const activityKind = (view: Localized, kind: string): string => knownWord(view, kinds, kind);
