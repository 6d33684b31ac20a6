import { html, type TemplateResult } from 'lit';
import { dayOf } from '../format/date.ts';
import type { Localized } from '../messages/message.ts';
import type { Order, Span } from './timeline-types.ts';

export interface Author {
  readonly id: string;
  /** With how many items there are. */
  readonly name: string;
}

export interface FilterRow {
  readonly authors: readonly Author[];
  readonly author: string | undefined;
  readonly dates: Span;
  readonly order: Order;
  readonly chooseAuthor: (id: string | undefined) => void;
  readonly chooseDates: (dates: Span) => void;
  readonly chooseOrder: (order: Order) => void;
}

/** The beginning or the end of a day of the viewer, as an instant; undefined for an empty input. */
function edgeOf(day: string, end: boolean): string | undefined {
  const time = Date.parse(`${day}T${end ? '23:59:59.999' : '00:00:00.000'}`);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement | HTMLSelectElement).value;

/** Whose items, from when to when, and which come first. */
export function filterRow(w: Localized, { authors, author, dates, order, chooseAuthor, chooseDates, chooseOrder }: FilterRow): TemplateResult {
  const day = (instant: string | undefined): string => (instant ? dayOf(new Date(instant)) : '');
  const setDates = (from: string | undefined, to: string | undefined): void => chooseDates({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
  return html`<div part="filter-row" class="filter-row">
    <label class="field"><span class="fine text-3">${w.t('timeline.author')}</span><select part="input" class="input" name="author" @change=${(event: Event) => chooseAuthor(valueOf(event) || undefined)}>
      <option value="" ?selected=${author === undefined}>${w.t('timeline.everyone')}</option>${authors.map(({ id, name }) => html`<option value=${id} ?selected=${id === author}>${name}</option>`)}</select></label>
    <label class="field"><span class="fine text-3">${w.t('timeline.fromDay')}</span><input part="input" class="input" type="date" name="from" .value=${day(dates.from)} @change=${(event: Event) => setDates(edgeOf(valueOf(event), false), dates.to)}></label>
    <label class="field"><span class="fine text-3">${w.t('timeline.toDay')}</span><input part="input" class="input" type="date" name="to" .value=${day(dates.to)} @change=${(event: Event) => setDates(dates.from, edgeOf(valueOf(event), true))}></label>
    <label class="field"><span class="fine text-3">${w.t('timeline.sortOrder')}</span><select part="input" class="input" name="order" @change=${(event: Event) => chooseOrder(valueOf(event) === 'oldest' ? 'oldest' : 'newest')}>
      ${(['newest', 'oldest'] as const).map((each) => html`<option value=${each} ?selected=${each === order}>${w.t(each === 'newest' ? 'timeline.newestFirst' : 'timeline.oldestFirst')}</option>`)}</select></label>
  </div>`;
}
