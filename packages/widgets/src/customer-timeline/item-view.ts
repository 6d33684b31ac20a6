import { html, nothing, type TemplateResult } from 'lit';
import { gap } from '../format/cjk.ts';
import { daysBetween, dayOf, formatInstant, formatTime, type Viewer } from '../format/date.ts';
import { formatDuration } from '../format/duration.ts';
import { formatWhen } from '../format/relative.ts';
import { icon, type IconName } from '../parts/icon.ts';
import { bone } from '../parts/skeleton.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import { firstLine } from '../format/first-line.ts';
import { iconOf } from './kinds.ts';
import { activitySentence, opener, phrase } from './sentence.ts';
import type { ActivityItem, MessageItem, TimelineItem } from './timeline-types.ts';
import { contactName, userName, type ViewContext } from './view-context.ts';

/** One row in its pieces. */
export interface Drawn {
  readonly icon: IconName | undefined;
  readonly className?: string;
  readonly head: unknown;
  readonly edit?: unknown;
  readonly time: TemplateResult;
  readonly more?: unknown;
}

/** One row of the timeline: the sentence, the time at the end, and below it what else is known. */
export function itemView(context: ViewContext, item: TimelineItem): TemplateResult {
  const drawn = draw(context, item);
  return html`<li part="item item-${item.type}" class="ev ${drawn.className ?? ''} ${item.unsynced ? 'wait' : ''}" data-key=${item.key} tabindex="-1">
    <span part="dot" class="dot">${drawn.icon ? icon(drawn.icon) : nothing}</span>
    <div class="it"><div class="hd"><div part="sentence" class="says">${drawn.head}</div>${drawn.edit ?? nothing}${drawn.time}</div>${drawn.more ?? nothing}${context.late?.extras.render(context, item)}${item.unsynced ? unsyncedMark(context.w, item.unsynced) : nothing}</div>
  </li>`;
}

function draw(context: ViewContext, item: TimelineItem): Drawn {
  return item.type === 'activity' ? activity(context, item) : (context.late?.furtherItem(context, item) ?? standIn(context, item));
}

const emptyLine = html`<p class="text-2">&nbsp;</p>`;

/** Something from another table whose words are on their way: what it is called, in the room that it takes. */
function standIn(context: ViewContext, item: Exclude<TimelineItem, ActivityItem>): Drawn {
  const time = exact(context.viewer, item.at, formatTime(context.viewer, item.at));
  const row = (name: IconName | undefined, head: string | null | undefined, more: unknown, tag: unknown = nothing): Drawn => ({ icon: name, time, head: html`<bdi>${head}</bdi>${tag}`, more });
  // The state of an order and the stage of a deal stand in one.
  const tag = html` <span class="badge">&nbsp;</span>`;
  switch (item.type) {
    case 'order': return row('order', item.order.number, item.order.total ? emptyLine : nothing, tag);
    case 'ticket': return row('ticket', item.ticket.subject, clamped(item.ticket.description));
    case 'move': return row('arrow', item.name, item.change.fromStageId ? html`<p class="fine text-3">&nbsp;</p>` : nothing, tag);
    case 'message': return row('chat', '', bodyView(context, messageBody(item)));
    case 'changes': case 'touch': return { ...row(undefined, '', nothing), className: 'small' };
  }
}

/** At two rows. */
export function clamped(text: string | null | undefined): TemplateResult | typeof nothing {
  return text ? html`<p class="text-2 clamp"><bdi>${text}</bdi></p>` : nothing;
}

export function messageBody({ message, key }: MessageItem): Body {
  return { id: message.id, key, isSaid: !message.internal, words: [message.body.trim()].filter(Boolean) };
}

export function exact(viewer: Viewer, instant: string, text: string): TemplateResult {
  const full = formatInstant(viewer, instant);
  return html`<time part="time" class="exact" datetime=${instant} title=${full} data-exact=${full} tabindex="0">${text}</time>`;
}

export const dot = (parts: readonly unknown[]): unknown => parts.filter((part) => part !== undefined && part !== nothing).map((part, i) => (i === 0 ? part : html` · ${part}`));

// ---- activities --------------------------------------------------------------------------------------------------

function activity(context: ViewContext, item: ActivityItem): Drawn {
  const { w, viewer } = context;
  const { activity: row } = item;
  const todo = item.when !== 'past' && !row.done;
  const sentence = todo ? { text: opener(context, item, item.when === 'upcoming'), subject: true } : activitySentence(context, item);
  const late = item.when === 'overdue';
  return {
    icon: late ? 'clock' : iconOf(row.kind),
    className: late ? 'bad' : '',
    head: late ? html`<span class="bad bold">${w.t('timeline.overdue')}</span> ${sentence.text}` : sentence.text,
    edit: context.late?.editing.pencil(item),
    time: todo ? dueTime(context, item) : item.when === 'upcoming' ? exact(viewer, row.at, formatWhen(viewer, row.at)) : span(viewer, row.at, row.endsAt),
    more: html`${details(context, item, sentence.subject)}${todo ? todoActions(context, item) : nothing}`,
  };
}

function span(viewer: Viewer, at: string, end: string | null | undefined): TemplateResult {
  return exact(viewer, at, end && end > at ? `${formatTime(viewer, at)}–${formatTime(viewer, end)}` : formatTime(viewer, at));
}

/** "due yesterday", "due today, 15:00": within a day of now in words, and there in lower case, since it stands within a sentence. */
function dueTime({ w, viewer }: ViewContext, { due, when, activity: row }: ActivityItem): TemplateResult {
  if (due === undefined) return html`<span class="fine text-3 at">${w.t('timeline.noDate')}</span>`;
  const day = dayOf(new Date(due));
  const distance = daysBetween(dayOf(viewer.now), day);
  // Something that lasts is awaited at its beginning.
  if (when === 'upcoming') return exact(viewer, row.endsAt ? row.at : due, formatWhen(viewer, row.endsAt ? row.at : due));
  const text = formatWhen(viewer, distance === 0 || day === '' ? due : day);
  return exact(viewer, due, w.t('timeline.due', { when: Math.abs(distance) <= 1 ? text[0]!.toLocaleLowerCase(w.locale) + text.slice(1) : text }));
}

function todoActions({ controller, late, viewer }: ViewContext, item: ActivityItem): unknown {
  return html`<div class="row wrap acts">${controller.may('update') ? (late?.editing.actions(item, viewer.now) ?? bone('control')) : nothing}</div>`;
}

function details(context: ViewContext, item: ActivityItem, subjectSaid: boolean): unknown {
  const editor = context.late?.editing.editor(item);
  if (editor) return editor;
  const { w } = context;
  const { activity: row } = item;
  const meeting = item.group === 'meetings';
  const facts = [
    row.place ? html`<bdi>${row.place}</bdi>` : undefined,
    meeting ? (context.late?.attendees.names(context, item) ?? people(context, item)) : undefined,
    row.kind === 'call' ? callFacts(context, item) : row.outcome ? html`<bdi>${row.outcome}</bdi>` : undefined,
    item.when !== 'past' || row.kind === 'task' ? responsible(context, item) : undefined,
    row.source ? phrase(w, 'timeline.from', { source: html`<bdi>${row.source}</bdi>` }) : undefined,
    ...(context.late?.whose(context, item) ?? []),
  ].filter((fact) => fact !== undefined);
  const body = row.body?.trim() ?? '';
  const title = subjectSaid || row.subject === firstLine(body) || body.startsWith(row.subject) ? '' : row.subject;
  const words = [title, body].filter((text) => text !== '');
  const line = facts.length > 0 ? html`<span class="facts">${dot(facts)}</span>` : undefined;
  // A call's facts lead into what was said; elsewhere they stand alone.
  const inline = row.kind === 'call' && words.length > 0;
  return html`${line && !inline ? html`<p class="text-2">${line}</p>` : nothing}${text(context, item, inline ? line : undefined, words)}`;
}

/** Who it falls to, where that is somebody else. */
function responsible(context: ViewContext, { activity: row }: ActivityItem): unknown {
  const user = userName(context, row.ownerId);
  return user && !user.me ? html`<bdi>${user.name}</bdi>` : undefined;
}

function people(context: ViewContext, { activity: row, links }: ActivityItem): unknown {
  const contacts = [...new Set(links.flatMap((link) => (link.table === 'contact' ? (contactName(context, link.recordId) ?? []) : [])))];
  const owner = userName(context, row.ownerId);
  const names = [...contacts, ...(owner ? [owner.me ? context.w.t(contacts.length > 0 ? 'timeline.you' : 'value.you') : owner.name] : [])];
  return names.length > 0 ? names.map((name, i) => html`${i > 0 ? context.w.t('value.separator') : nothing}<bdi>${name}</bdi>`) : undefined;
}

function callFacts({ w }: ViewContext, { activity: row }: ActivityItem): unknown {
  const parts = [
    row.direction === 'in' ? w.t('timeline.incoming') : row.direction === 'out' ? w.t('timeline.outgoing') : undefined,
    typeof row.seconds === 'number' && row.seconds > 0 ? formatDuration(w.locale, row.seconds * 1000) : undefined,
    row.outcome === 'missed' || row.outcome === 'noAnswer' ? html`<span class="warn">${w.t(`timeline.${row.outcome}`)}</span>` : row.outcome ? html`<bdi>${row.outcome}</bdi>` : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? html`<span>${parts.map((part, i) => html`${i > 0 ? w.t('timeline.comma') : nothing}${part}`)}</span>` : undefined;
}

const ended = /[.!?…。！？]$/u;

function text(context: ViewContext, item: ActivityItem, lead: unknown, words: readonly string[]): unknown {
  const markup = item.activity.details?.['html'];
  return bodyView(context, { id: item.activity.id, key: item.key, isSaid: item.group === 'messages', lead, words, ...(typeof markup === 'string' ? { markup } : {}) });
}

export interface Body {
  readonly id: string;
  readonly key: string;
  /** What somebody said, in a frame of its own. */
  readonly isSaid: boolean;
  /** Before the words. */
  readonly lead?: unknown;
  readonly words: readonly string[];
  /** The same with markup, shown where it is opened. */
  readonly markup?: string;
}

/** A text at two rows, and the button that shows all of it. */
export function bodyView({ w, expanded, late, toggle }: ViewContext, { id: of, key, isSaid, lead, words, markup }: Body): unknown {
  const whole = expanded.has(key);
  const foreign = markup !== undefined && (whole || words.length === 0) ? late?.rich.render(of, markup) : undefined;
  if (words.length === 0 && !foreign) return lead ? html`<p class="text-2">${lead}</p>` : nothing;
  const plain = words.map((each, i) => html`${i > 0 ? (ended.test(words[i - 1]!) ? gap(w.locale) : w.t('timeline.stop')) : nothing}<bdi>${each}</bdi>`);
  const id = `text-${of}`;
  const content = foreign ?? html`${lead ? html`${lead}${w.t('timeline.stop')}` : nothing}${plain}`;
  return html`<div part="body" class="body text-2 ${isSaid ? 'said' : ''}"><div id=${id} class="words ${whole ? '' : 'short'}" data-markup=${markup === undefined ? nothing : ''}>${content}</div>
    <button type="button" part="expand" class="expand" aria-expanded=${whole} aria-controls=${id} @click=${() => toggle(key)}>${w.t(whole ? 'timeline.showLess' : 'timeline.showAllText')}</button></div>`;
}
