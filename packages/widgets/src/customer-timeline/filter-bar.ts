import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dayOf, formatDate } from '../format/date.ts';
import { formatNumber } from '../format/number.ts';
import type { Localized } from '../messages/message.ts';
import { icon } from '../parts/icon.ts';
import type { TimelineView } from './customer-timeline.controller.ts';
import { groupLabels } from './kinds.ts';
import { plainText } from './sentence.ts';
import type { Group } from './timeline-types.ts';

export interface FilterBar {
  readonly chosen: ReadonlySet<Group>;
  readonly choose: (group: Group | undefined) => void;
  /** What is searched for; undefined while the search is closed. */
  readonly search: string | undefined;
  readonly find: (text: string) => void;
  readonly toggleSearch: () => void;
}

/** The chips with their counts, and the search. */
export function filterBar(w: Localized, { chips, total }: TimelineView, bar: FilterBar): TemplateResult | typeof nothing {
  if (chips.length === 0) return nothing;
  const { chosen, search, choose, find, toggleSearch } = bar;
  const chip = (label: string, count: number | undefined, on: boolean, press: () => void): TemplateResult =>
    html`<button type="button" part="chip" class="chip" aria-pressed=${on} @click=${press}>${label}${count === undefined ? nothing : html`<span class="count">${formatNumber(w.locale, count)}</span>`}</button>`;
  const input = (event: Event): void => find((event.currentTarget as HTMLInputElement).value);
  const keydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    toggleSearch();
  };
  return html`<div part="filters" class="filters"><div class="chips" role="group" aria-label=${w.t('timeline.filter')}>${chip(w.t('timeline.all'), total, chosen.size === 0, () => choose(undefined))}${
    repeat(chips, ({ group }) => group, ({ group, count }) => chip(plainText(w, groupLabels[group]), count, chosen.has(group), () => choose(group)))}</div>
    <slot name="actions"></slot><button type="button" part="search-button" class="btn square quiet small" aria-label=${w.t('timeline.search')} title=${w.t('timeline.search')} aria-expanded=${search !== undefined} @click=${toggleSearch}>${icon('search')}</button></div>
    ${search === undefined ? nothing : html`<div class="finder"><label class="input">${icon('search')}<input type="search" part="search" aria-label=${w.t('timeline.search')} .value=${search} @input=${input} @keydown=${keydown}></label></div>`}`;
}

/** How many earlier items there are, back to when, as the button that shows them. */
export function loadMore(w: Localized, { more, earlier, backTo, growing, shown }: TimelineView, search: string | undefined, load: () => void): TemplateResult | typeof nothing {
  if (!more) return nothing;
  const label = earlier === undefined ? w.t('timeline.loadMore')
    : backTo === undefined ? w.t('timeline.earlierOnly', { count: earlier })
    : w.t('timeline.earlier', { count: earlier, month: formatDate(w.locale, dayOf(new Date(backTo)), 'month') });
  return html`<div class="foot bottom">${search ? html`<span>${w.t('timeline.searched', { count: shown })}</span>` : nothing}<button type="button" part="load-more" class="btn quiet small" aria-disabled=${growing ? 'true' : nothing} @click=${() => { if (!growing) load(); }}>${label}</button></div>`;
}
