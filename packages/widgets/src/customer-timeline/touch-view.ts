import { html, nothing } from 'lit';
import { formatTime } from '../format/date.ts';
import { dot, exact, type Drawn } from './item-view.ts';
import { phrase } from './sentence.ts';
import type { TouchItem } from './timeline-types.ts';
import type { ViewContext } from './view-context.ts';
import { whose } from './whose.ts';

/** How they came: the first that is known of source, campaign and so on says it, the others follow. */
export function touchView(context: ViewContext, item: TouchItem): Drawn {
  const { w, viewer, late } = context;
  const { touch, at } = item;
  const campaign = (touch.campaignId ? late?.names.nameOf('campaign', touch.campaignId) : undefined) ?? touch.campaignName;
  const said = [touch.source, campaign, touch.medium, touch.content, touch.referrer].flatMap((text) => (typeof text === 'string' && text.trim()) || []);
  // An address as people say it.
  const [first, ...others] = [...new Set(said.map((text) => text.replace(/^https?:\/\/(.+?)\/?$/, '$1')))].map((text) => html`<bdi>${text}</bdi>`);
  const facts = [...others, ...whose(context, item)];
  return {
    icon: undefined, className: 'small', time: exact(viewer, at, formatTime(viewer, at)),
    head: html`<span class="text-2">${first ? phrase(w, 'timeline.touch', { source: first }) : w.t('timeline.touchPlain')}${facts.length > 0 ? html` · ${dot(facts)}` : nothing}</span>`,
  };
}
