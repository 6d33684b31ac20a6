import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
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
  /** Whether something may be searched for. */
  readonly isSearching: boolean;
  readonly toggleSearch: () => void;
}

/** The chips with their counts, and the button of the search. */
export function filterBar(w: Localized, { chips, total }: TimelineView, bar: FilterBar): TemplateResult | typeof nothing {
  if (chips.length === 0) return nothing;
  const { chosen, isSearching, choose, toggleSearch } = bar;
  const chip = (label: string, count: number | undefined, on: boolean, press: () => void): TemplateResult =>
    html`<button type="button" part="chip" class="chip" aria-pressed=${on} @click=${press}>${label}${count === undefined ? nothing : html`<span class="count">${formatNumber(w.locale, count)}</span>`}</button>`;
  return html`<div part="filters" class="filters"><div class="chips" role="group" aria-label=${w.t('timeline.filter')}>${chip(w.t('timeline.all'), total, chosen.size === 0, () => choose(undefined))}${
    repeat(chips, ({ group }) => group, ({ group, count }) => chip(plainText(w, groupLabels[group]), count, chosen.has(group), () => choose(group)))}</div>
    <slot name="actions"></slot><button type="button" part="search-button" class="btn square quiet small" aria-label=${w.t('timeline.find')} title=${w.t('timeline.find')} aria-expanded=${isSearching} @click=${toggleSearch}>${icon('search')}</button></div>`;
}
