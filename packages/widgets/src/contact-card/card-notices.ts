import { html, nothing, type TemplateResult } from 'lit';
import { formatDay } from '../format/date.ts';
import { formatWhen } from '../format/relative.ts';
import { banner } from '../parts/banner.ts';
import type { CardView } from './card-view.ts';
import { kindName } from './labels.ts';

/** Somebody else is at work with the same customer, and by what that shows. */
function other(view: CardView, { name, deals, contact }: CardView['card']['others'][number]): TemplateResult {
  const { t, viewer } = view;
  const shown = [deals > 0 ? t('count.deals', { count: deals }) : undefined, contact ? `${kindName(view, contact.kind)} · ${formatWhen(viewer, contact.at)}` : undefined].filter((each) => each !== undefined);
  return html`<span class="line"><bdi>${name}</bdi> <span class="fine text-2"><bdi>${shown.join(t('value.separator'))}</bdi></span></span>`;
}

/** That the personal data is gone, and nothing can be written any more. */
export function erasedNotice({ record, t, viewer }: CardView): unknown {
  return record.erasedAt ? html`<div part="erased" class="notice">${banner(t('deed.erasedOn', { date: formatDay(viewer, record.erasedAt) }), { tone: 'neutral' })}</div>` : nothing;
}

/** Who else works with the customer. Stands last, as it may come last: nothing moves by it. */
export function othersNotice(view: CardView): unknown {
  const { card: { others }, record, t } = view;
  if (others.length === 0 || record.erasedAt) return nothing;
  return html`<div part="others" class="notice">${banner(html`<span class="line bold">${t('deed.alsoWork', { count: others.length })}</span>${others.map((each) => other(view, each))}`, { tone: 'warn', icon: 'person' })}</div>`;
}
