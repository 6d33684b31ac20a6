import { simplifiedChinese } from './mail-texts.zh-hans.ts';

/** What the server writes in mail and in its notes on tickets. */
const english = {
  aboveThisLine: 'Please write your answer above this line',
  receivedSubject: '[{number}] We have received your request',
  received: 'We have received your request. Its number is {number}. To add something, answer this mail.',
  receivedAbout: 'It is about: {subject}',
  confirm: 'Please confirm that this address is yours: {link}',
  answerSubject: '[{number}] An answer to your request',
  answerSubjectOf: '[{number}] {subject}',
  leftOut: 'Too large for a mail, see the request itself: {files}',
  newSubject: '[{number}] New request: {subject}',
  replySubject: '[{number}] The customer wrote: {subject}',
  whoWrote: '{who} wrote:',
  someone: 'Somebody without a name',
  agentHint: 'What you answer to this mail is sent to the customer and kept with the request.',
  solvedSubject: '[{number}] Your request is solved',
  solved: 'Your request {number} is solved. If it is not, answer this mail, and it is opened again.',
  noSubject: 'Request by mail',
  noText: '(no text)',
  noteRefused: 'The mail to {address} was refused: {reason}',
  noteFailed: 'The mail to {address} could not be handed in for sending. It is not tried again.',
  noteBounced: 'The mail to {address} came back: {reason}. No more mail is sent to this address.',
  noteCameBack: 'The mail to {address} came back: {reason}.',
  noteNotSent: 'Nothing was sent to {address}: earlier mail to it came back.',
  mailSentTo: 'Sent to {address}',
  mailNobody: 'Not sent: there is nobody in the role “to” with an address.',
  mailNoAddress: 'Not sent to “{address}”: this is no address.',
  mailTooMany: 'Not sent to {count} more: a mail goes to {most} in all.',
  mailNoConsent: 'Not sent to {address}: there is no consent to mail for this purpose, or it was taken back.',
  noteOtherSender: '{address}, who is not the requester, wrote by mail:',
  confirmTitle: 'Confirm your address',
  confirmButton: 'This is my address',
  confirmDone: 'Thank you. Your address is confirmed.',
  unsubscribeTitle: 'No more automatic mail',
  unsubscribeButton: 'Stop automatic mail to me',
  unsubscribeDone: 'No more automatic mail is sent to this address. Answers to your requests still are.',
  linkInvalid: 'This link is not valid.',
  consentSubject: 'Please confirm: mail from {company}',
  consentAsk: 'This address was entered in a form to get {what} from {company}. If that was you, confirm it with this link:',
  consentIgnore: 'If it was not you, do nothing: you get nothing then.',
  purposeNewsletter: 'the newsletter',
  purposeOffers: 'offers',
  purposeEvents: 'invitations to events',
  purposeSurveys: 'surveys',
  purposeOther: 'mail',
  consentTitle: 'Confirm that you want this mail',
  consentButton: 'Yes, I want it',
  consentDone: 'Thank you. It is confirmed. You can end it at any time.',
} as const;

export type MailText = keyof typeof english;
export type MailTexts = { readonly [K in MailText]: string };

type Placeholders<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never;
type Values<K extends MailText> = [Placeholders<(typeof english)[K]>] extends [never] ? [] : [values: { readonly [Name in Placeholders<(typeof english)[K]>]: string }];

/** A text that takes no values. */
export type PlainMailText = { [K in MailText]: [Placeholders<(typeof english)[K]>] extends [never] ? K : never }[MailText];

const languages: Readonly<Record<string, MailTexts>> = { en: english, 'zh-Hans': simplifiedChinese };

/** All languages' words for one text. */
export function inEveryLanguage(key: MailText): readonly string[] {
  return Object.values(languages).map((texts) => texts[key]);
}

/** The language we have that is nearest to a locale. */
export function languageOf(locale: string): string {
  return locale.toLowerCase().split(/[-_]/)[0] === 'zh' ? 'zh-Hans' : 'en';
}

/** A text with its values. Values are put in as they are: what looks like a placeholder in them stays. */
export function say<K extends MailText>(locale: string, key: K, ...[values]: Values<K>): string {
  const given: Readonly<Record<string, string>> = values ?? {};
  return languages[languageOf(locale)]![key].replace(/\{(\w+)\}/g, (all, name: string) => given[name] ?? all);
}
