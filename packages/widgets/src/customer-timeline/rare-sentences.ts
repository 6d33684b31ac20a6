import { html, nothing, type TemplateResult } from 'lit';
import type { MessageKey } from '../messages/message.ts';
import { bold, opener, phrase, plainText, you, type Sentence } from './sentence.ts';
import type { ActivityItem } from './timeline-types.ts';
import { counterpart, userName, type ViewContext } from './view-context.ts';

const brands: Readonly<Record<string, MessageKey>> = {
  wechat: 'timeline.wechat', wecom: 'timeline.wecom', whatsapp: 'timeline.whatsapp', sms: 'timeline.sms', dingtalk: 'timeline.dingtalk', chat: 'timeline.chat',
};

function channelName({ w }: ViewContext, channel: string): unknown {
  const key = brands[channel.toLowerCase()];
  return key ? plainText(w, key) : html`<bdi>${channel}</bdi>`;
}

/** A person who did something, as the doer of a sentence. */
export function doerOf(context: ViewContext, id: string | null | undefined): TemplateResult | ReturnType<typeof you> | typeof nothing {
  const user = userName(context, id);
  if (!user) return nothing;
  return user.me ? you(context.w) : bold(user.name);
}

/** Messages, letters, forms and visits of pages in their words, calls and mail of which less is known; undefined where that is too little for a sentence, and of other kinds. */
export function rareSentence(context: ViewContext, item: ActivityItem): Sentence | undefined {
  const { activity } = item;
  const doer = doerOf(context, activity.ownerId ?? activity.createdBy);
  const other = counterpart(context, item);
  const them = other === undefined ? undefined : bold(other);
  const whom = other === undefined ? undefined : html`<bdi>${other}</bdi>`;
  const say = (key: MessageKey, slots: Readonly<Record<string, unknown>>): Sentence => ({ text: phrase(context.w, key, slots), subject: 'subject' in slots });
  const subject = opener(context, item, false);
  const incoming = activity.direction === 'in';
  switch (activity.kind) {
    case 'call':
      if (incoming) return them ? say('timeline.calledInAlone', { who: them }) : doer === nothing ? undefined : say('timeline.tookCall', { who: doer });
      if (activity.direction === 'out') return doer !== nothing ? say('timeline.calledOutAlone', { who: doer }) : whom && say('timeline.callTo', { whom });
      return doer !== nothing && whom ? say('timeline.spoke', { who: doer, whom }) : undefined;
    case 'email': return doer !== nothing && !incoming ? say('timeline.mailOutAlone', { who: doer, subject }) : say('timeline.mailAlone', { subject });
    case 'message': {
      const channel = activity.channel ? channelName(context, activity.channel) : undefined;
      if (activity.direction === 'out') return doer === nothing || !whom ? undefined : channel ? say('timeline.messageOut', { who: doer, whom, channel }) : say('timeline.messageOutPlain', { who: doer, whom });
      return them && (channel ? say('timeline.messageIn', { who: them, channel }) : say('timeline.messageInPlain', { who: them }));
    }
    case 'letter': case 'form': case 'webVisit': {
      const who = them ?? (doer === nothing ? undefined : doer);
      return who === undefined ? undefined : say(`timeline.${activity.kind}`, { who, subject });
    }
    default: return undefined;
  }
}
