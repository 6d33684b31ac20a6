import type { OptionValue } from '@vinculo/sdk';
import { formatLabel } from '../format/label.ts';
import type { Localized, MessageKey } from '../messages/message.ts';

// Words that records of any backend use for these things.
const labels = { mobile: 'card.labelMobile', work: 'card.labelWork', home: 'card.labelHome', main: 'card.labelMain', fax: 'card.labelFax', old: 'card.labelOld', other: 'card.labelOther' } as const;
const networks = { wechat: 'card.wechat', wecom: 'card.wecom' } as const;
const channels = {
  form: 'card.channelForm', email: 'card.channelEmail', phone: 'card.channelPhone', chat: 'card.channelChat', wechat: 'card.wechat', wecom: 'card.wecom', sms: 'card.channelSms', post: 'card.channelPost',
} as const;
const kinds = {
  call: 'timeline.call', email: 'timeline.email', meeting: 'timeline.meeting', visit: 'timeline.visit', message: 'timeline.message', letter: 'card.letter', task: 'timeline.task', note: 'timeline.note',
} as const;
const ticketTypes = {
  question: 'desk.typeQuestion', request: 'desk.typeRequest', fault: 'desk.typeFault', incident: 'desk.typeIncident', problem: 'desk.typeProblem', complaint: 'desk.typeComplaint', return: 'desk.typeReturn', repair: 'desk.typeRepair',
} as const;

/** The word for a value that is known; any other value as it was written. */
export function knownWord(view: Localized, known: Readonly<Record<string, MessageKey>>, value: string): string {
  const key = Object.hasOwn(known, value) ? known[value] : undefined;
  // None of the keys takes values; and what says it may be on its way.
  return (key && (view.t as (this: Localized, key: MessageKey) => string).call(view, key)) || value;
}

/** "mobile" of a phone, an email or an address. */
export const itemLabel = (view: Localized, label: string): string => knownWord(view, labels, label);
/** Where a consent came from, within a line. */
export function sourceWord(view: Localized, source: string): string {
  const word = knownWord(view, channels, source);
  return word.toLowerCase() === source.toLowerCase() ? source : word;
}
/** "WeChat" of a messaging account. */
export const networkName = (view: Localized, network: string): string => capitalised(knownWord(view, networks, Object.hasOwn(networks, network.toLowerCase()) ? network.toLowerCase() : network));
/** "Email": how a ticket or a message came, or what a consent is for. */
export const channelName = (view: Localized, channel: string): string => capitalised(knownWord(view, channels, channel));
/** What is stored of a label or a network that was typed in the reader's words: "mobile" for "手机". */
export function storedWord(view: Localized, column: string, typed: string): string {
  const known: Readonly<Record<string, MessageKey>> = column === 'label' ? labels : column === 'network' ? networks : {};
  const same = typed.trim().toLowerCase();
  return Object.keys(known).find((each) => knownWord(view, known, each).toLowerCase() === same) ?? typed;
}
/** "Call" of an activity. */
export const activityKind = (view: Localized, kind: string): string => knownWord(view, kinds, kind);
/** "Fault" of a ticket: as the backend's own list calls it, else one of the usual words. */
export function ticketType(view: Localized, type: string, options: readonly OptionValue[] = []): string {
  const listed = options.find(({ value }) => value === type);
  return listed ? formatLabel(view.locale, listed.label) : knownWord(view, ticketTypes, type);
}
/** The word for what a text holds where it is one of a few: the kind of an activity, the channel or the type of a ticket. `options`: the backend's own list. */
export function knownValue(view: Localized, table: string | undefined, field: string, value: unknown, options?: readonly OptionValue[]): string | undefined {
  if (typeof value !== 'string' || !value) return undefined;
  if (field === 'type' && table === 'ticket') return ticketType(view, value, options);
  return field === 'channel' ? channelName(view, value) : field === 'kind' && table === 'activity' ? activityKind(view, value) : undefined;
}

/** As the first word of a line. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
