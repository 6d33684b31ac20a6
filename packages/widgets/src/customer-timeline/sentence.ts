import { html, type TemplateResult } from 'lit';
import type { Localized, MessageKey } from '../messages/message.ts';
import type { ActivityItem } from './timeline-types.ts';
import { counterpart, userName, type ViewContext } from './view-context.ts';

type Slots = Readonly<Record<string, unknown>>;
/** A value that has other words within a sentence than at its beginning. */
type ByPlace = (isFirst: boolean) => TemplateResult;

/** A message whose values are templates: its words around them, in the order of the language. A text of more than one form takes `count`. */
export function phrase(w: Localized, key: MessageKey, slots: Slots, count?: number): TemplateResult {
  // The message is written with marks in place of the values, then taken apart at them. Its own types know only texts and numbers.
  const marks = Object.fromEntries(Object.keys(slots).map((name) => [name, `\u0001${name}\u0001`]));
  const text = (w.t as (key: MessageKey, values: object) => string).call(w, key, { ...marks, ...(count === undefined ? {} : { count }) });
  const parts = text.split('\u0001');
  const isFirst = (at: number): boolean => at === 1 && parts[0]!.trim() === '';
  // Of the slots only this kind is a function.
  const filled = (slot: unknown, at: number): unknown => (typeof slot === 'function' ? (slot as ByPlace)(isFirst(at)) : slot);
  return html`${parts.map((part, i) => (i % 2 === 1 ? filled(slots[part], i) : part))}`;
}

/** Who looks, as the one who did something: "You called", "changed by you". */
export const you = (w: Localized): ByPlace => (isFirst) => html`<span class="bold">${w.t(isFirst ? 'value.you' : 'timeline.you')}</span>`;

export const bold = (text: string): TemplateResult => html`<bdi class="bold">${text}</bdi>`;

export interface Sentence {
  readonly text: TemplateResult;
  /** Whether it says the activity's subject. */
  readonly subject: boolean;
}

/** What happened, who did it and to whom, in the words of the kind. */
export function activitySentence(context: ViewContext, item: ActivityItem): Sentence {
  const { w } = context;
  const { activity } = item;
  const user = userName(context, activity.ownerId ?? activity.createdBy);
  const other = counterpart(context, item);
  const doer = user && (user.me ? you(w) : bold(user.name));
  const object = user && (user.me ? w.t('timeline.you') : html`<bdi>${user.name}</bdi>`);
  const them = other === undefined ? undefined : bold(other);
  const toThem = other === undefined ? undefined : html`<bdi>${other}</bdi>`;
  const subject = opener(context, item, false);
  const incoming = activity.direction === 'in';
  const say = (key: MessageKey, slots: Slots): Sentence => ({ text: phrase(w, key, slots), subject: 'subject' in slots });
  switch (activity.kind) {
    case 'note':
      return doer ? say('timeline.wroteNote', { who: doer }) : { text: html`<span class="bold">${w.t('timeline.note')}</span>`, subject: false };
    case 'call':
      if (incoming && them && object) return say('timeline.calledIn', { who: them, whom: object });
      return activity.direction === 'out' && doer && toThem ? say('timeline.calledOut', { who: doer, whom: toThem }) : less(context, item);
    case 'email':
      if (incoming && them) return say('timeline.mailIn', { who: them, subject });
      return doer && !incoming && toThem ? say('timeline.mailOut', { who: doer, whom: toThem, subject }) : less(context, item);
    case 'message': return less(context, item, them);
    case 'task':
      // Whose task it was is known, not who ticked it off.
      return say('timeline.taskDone', { subject });
    default:
      return less(context, item);
  }
}

/** Words within a sentence that open a record. A span, since a button's words do not flow with those around it. */
export function opening({ open }: ViewContext, table: string, id: string, words: unknown, className = ''): TemplateResult {
  const run = (): void => open(table, id);
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    run();
  };
  return html`<span role="button" tabindex="0" part="open" class="open ${className}" @click=${run} @keydown=${key}>${words}</span>`;
}

/** The subject, which opens the activity. */
export function opener(context: ViewContext, { activity }: ActivityItem, strong: boolean): TemplateResult {
  return opening(context, 'activity', activity.id, html`<bdi>${activity.subject}</bdi>`, strong ? 'bold' : '');
}

/** What comes less often, or of which less is known, has its words later; until then it is called by its subject, or as is said here. */
function less(context: ViewContext, item: ActivityItem, called?: TemplateResult): Sentence {
  return context.late?.rareSentence(context, item) ?? (called && !context.late ? { text: called, subject: false } : { text: opener(context, item, true), subject: true });
}

/** A message of a key that is only known at run time, without values. */
export function plainText(w: Localized, key: MessageKey): string {
  return (w.t as (key: MessageKey) => string).call(w, key);
}
