import { languageOf } from '../mail/mail-texts.ts';

/** What members of staff are told in the pages. */
const english = {
  assigned: 'Now yours: {title}',
  mentioned: 'You were mentioned',
  answered: 'The customer wrote: {title}',
  late: 'Too late: {title}',
  invited: 'You take part in a meeting: {when}',
  meetingMoved: 'A meeting you take part in has a new time: {when}',
  webhookStopped: 'A webhook was stopped: its receiver takes nothing, or its user works here no more',
  jobFailed: 'The server gave up a job of the kind {kind}',
} as const;

/** What wakes a browser says: why, and nothing of the record. */
const titles: Readonly<Record<string, readonly [english: string, chinese: string]>> = {
  assigned: ['Something is yours now', '有新内容分配给您'],
  mentioned: ['You were mentioned', '有人提到了您'],
  answered: ['A customer wrote', '有客户来信'],
  late: ['Something is late', '有事项已超时'],
  invited: ['A meeting of yours', '您有会议'],
  failed: ['The server needs somebody', '服务器需要处理'],
};
const anyTitle = ['There is news', '有新消息'] as const;

const chinese: Readonly<Record<NoticeText, string>> = {
  assigned: '已分配给您：{title}',
  mentioned: '有人提到了您',
  answered: '客户来信：{title}',
  late: '已超时：{title}',
  invited: '您参加的会议：{when}',
  meetingMoved: '您参加的会议改期：{when}',
  webhookStopped: '一个 Webhook 已停用：接收方不再接收，或其用户已离职',
  jobFailed: '服务器放弃了一项任务（{kind}）',
};

type NoticeText = keyof typeof english;

/** Which text, and what is put into it. */
export type Says = readonly [text: NoticeText, values: Readonly<Record<string, string>>];

/** @param locale BCP 47; null where none is known */
export function sayNotice(locale: string | null, [text, values]: Says): string {
  const isEnglish = languageOf(locale ?? 'en') === 'en';
  const said = (name: string): string | undefined => (name === 'when' ? sayWhen(isEnglish ? 'en' : 'zh-CN', values['at'] ?? '', values['zone'] ?? '') : values[name]);
  return (isEnglish ? english : chinese)[text].replace(/\{(\w+)\}/g, (all, name: string) => said(name) ?? all).slice(0, 500);
}

/** An instant by the zone it was agreed in; UTC where none is known. */
function sayWhen(locale: string, at: string, zone: string): string {
  const format = (timeZone: string): string => new Intl.DateTimeFormat(locale, { year: 'numeric', month: locale === 'en' ? 'short' : 'long', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short', timeZone }).format(new Date(at));
  try {
    return format(zone || 'UTC');
  } catch {
    return format('UTC'); // a zone that this Node does not know
  }
}

/** @param locale BCP 47; null where none is known */
export function sayTitle(locale: string | null, kind: string | null): string {
  return (titles[kind ?? ''] ?? anyTitle)[languageOf(locale ?? 'en') === 'en' ? 0 : 1];
}
