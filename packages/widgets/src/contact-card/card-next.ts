import { html, nothing, type TemplateResult } from 'lit';
import type { Viewer } from '../format/date.ts';
import { icon, type IconName } from '../parts/icon.ts';
import { bone } from '../parts/skeleton.ts';
import { timeWhen } from '../parts/time.ts';
import type { CardView } from './card-view.ts';

const icons: Readonly<Record<string, IconName>> = { call: 'phone', email: 'mail', message: 'chat', meeting: 'calendar', visit: 'person', note: 'note', letter: 'mail' };

function activityIcon(kind: string): IconName {
  return icons[kind] ?? 'calendar';
}

function isPast({ now = new Date() }: Viewer, when: string): boolean {
  return Date.parse(when) < now.getTime();
}

/** The next thing to do with this customer, with a check to say that it is done. */
export function cardNext(view: CardView): unknown {
  const { card, viewer, t } = view;
  const { next } = card;
  if (next === null) return nothing;
  if (next === undefined) return html`<div class="next" aria-hidden="true">${bone('face s24')}<div class="grow">${bone('line')}${bone('short')}</div></div>`;
  const { activity } = next;
  if (!activity) return html`<div part="next" class="next"><span class="warn row">${icon('warn')}<span>${t('card.noNextStep')}</span></span></div>`;
  const who = card.userName(activity.ownerId);
  const when = activity.dueAt ?? activity.at;
  const isLate = isPast(viewer, when);
  return html`<div part="next" class="next">${icon(activityIcon(activity.kind))}
    <div class="grow"><button type="button" part="link" class="link plain bold" @click=${() => view.open('activity', activity.id)}><bdi>${activity.subject}</bdi></button>
      <p class="fine text-3 row tight">${isLate ? html`<span class="bad row tight whole">${icon('clock')}${t('timeline.overdue')}</span>·` : nothing}<span class="whole">${timeWhen(viewer, when, { focusable: true })}</span>${who ? html`· <bdi class="cut">${who}</bdi>` : nothing}</p></div>
    ${card.canComplete ? html`<button type="button" part="done" class="btn square small" aria-label=${t('card.markDone', { subject: activity.subject })} title=${t('action.done')} @click=${() => view.complete()}>${icon('check')}</button>` : nothing}
  </div>`;
}

/** "Today, 16:00" or "No next step", at the end of a compact row. */
export function nextBrief({ card, viewer, t }: Pick<CardView, 'card' | 'viewer' | 't'>): unknown {
  const { next } = card;
  if (next === null) return nothing;
  if (next === undefined) return html`<span class="brief" aria-hidden="true">${bone('label')}</span>`;
  if (!next.activity) return html`<span class="brief fine row tight warn">${icon('warn')}${t('card.noNextStep')}</span>`;
  const when = next.activity.dueAt ?? next.activity.at;
  const isLate = isPast(viewer, when);
  const content: TemplateResult = html`${icon(isLate ? 'clock' : activityIcon(next.activity.kind))}${isLate ? html`<span class="hidden-text">${t('timeline.overdue')}</span>` : nothing}${timeWhen(viewer, when)}`;
  return html`<span part="next" class="brief fine row tight num ${isLate ? 'bad' : 'text-2'}">${content}</span>`;
}
