import type { Localized, MessageKey } from '../messages/message.ts';

// Words that records of any backend use for these things. Others are shown as they were written.
const labels = { mobile: 'card.labelMobile', work: 'card.labelWork', home: 'card.labelHome', main: 'card.labelMain', fax: 'card.labelFax', old: 'card.labelOld', other: 'card.labelOther' } as const;
const networks = { wechat: 'card.wechat', wecom: 'card.wecom' } as const;
const channels = { email: 'card.channelEmail', phone: 'card.channelPhone', post: 'card.channelPost', sms: 'card.channelSms', wechat: 'card.wechat' } as const;
const purposes = { offers: 'card.purposeOffers', newsletter: 'card.purposeNewsletter', service: 'card.purposeService' } as const;
const kinds = { call: 'timeline.call', email: 'timeline.email', meeting: 'timeline.meeting', visit: 'timeline.visit', message: 'timeline.message', letter: 'card.letter' } as const;

function word(view: Localized, known: Readonly<Record<string, MessageKey>>, value: string): string {
  const key = Object.hasOwn(known, value) ? known[value] : undefined;
  // None of the keys above takes values.
  return key ? (view.t as (key: MessageKey) => string)(key) : value;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** "mobile" of a phone, an email or an address. */
export const itemLabel = (view: Localized, label: string): string => word(view, labels, label);
/** "WeChat" of a messaging account. */
export const networkName = (view: Localized, network: string): string => capitalised(word(view, networks, network));
/** "Email offers" of a consent. */
export const consentName = (view: Localized, { purpose, channel }: { readonly purpose: string; readonly channel: string }): string =>
  view.t('card.consentFor', { channel: capitalised(word(view, channels, channel)), purpose: word(view, purposes, purpose) });
/** "Email, in" of an activity. */
export function kindName(view: Localized, kind: string, direction?: string): string {
  const name = word(view, kinds, kind);
  return direction === 'in' ? view.t('card.kindIn', { kind: name }) : direction === 'out' ? view.t('card.kindOut', { kind: name }) : name;
}
