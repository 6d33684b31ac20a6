import type { Localized } from '../messages/message.ts';
import { activityKind, knownWord } from '../parts/known-words.ts';

// Words that records of any backend use for these things. Others are shown as they were written.
const networks = { wechat: 'card.wechat', wecom: 'card.wecom' } as const;
const channels = { email: 'card.channelEmail', phone: 'card.channelPhone', post: 'card.channelPost', sms: 'card.channelSms', wechat: 'card.wechat' } as const;
const purposes = { offers: 'card.purposeOffers', newsletter: 'card.purposeNewsletter', service: 'card.purposeService' } as const;

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** "WeChat" of a messaging account. */
export const networkName = (view: Localized, network: string): string => capitalised(knownWord(view, networks, Object.hasOwn(networks, network.toLowerCase()) ? network.toLowerCase() : network));
/** "Newsletter", as one of a list. */
export const purposeName = (view: Localized, purpose: string): string => capitalised(knownWord(view, purposes, purpose));
export const channelName = (view: Localized, channel: string): string => capitalised(knownWord(view, channels, channel));
/** "Email offers" of a consent. */
export const consentName = (view: Localized, { purpose, channel }: { readonly purpose: string; readonly channel: string }): string =>
  view.t('card.consentFor', { channel: capitalised(knownWord(view, channels, channel)), purpose: knownWord(view, purposes, purpose) });
/** "Email, in" of an activity. */
export function kindName(view: Localized, kind: string, direction?: string): string {
  const name = activityKind(view, kind);
  return direction === 'in' ? view.t('card.kindIn', { kind: name }) : direction === 'out' ? view.t('card.kindOut', { kind: name }) : name;
}
