import type { Localized } from '../messages/message.ts';
import { activityKind, capitalised, channelName, knownWord } from '../parts/known-words.ts';

// Words that records of any backend use for these things. Others are shown as they were written.
const purposes = { offers: 'card.purposeOffers', newsletter: 'card.purposeNewsletter', service: 'card.purposeService' } as const;

/** "Newsletter", as one of a list. */
export const purposeName = (view: Localized, purpose: string): string => capitalised(knownWord(view, purposes, purpose));
/** "Email offers" of a consent. */
export const consentName = (view: Localized, { purpose, channel }: { readonly purpose: string; readonly channel: string }): string =>
  view.t('card.consentFor', { channel: channelName(view, channel), purpose: knownWord(view, purposes, purpose) });
/** "Email, in" of an activity. */
export function kindName(view: Localized, kind: string, direction?: string): string {
  const name = activityKind(view, kind);
  return direction === 'in' ? view.t('card.kindIn', { kind: name }) : direction === 'out' ? view.t('card.kindOut', { kind: name }) : name;
}
