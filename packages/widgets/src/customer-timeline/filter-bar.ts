import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatNumber } from '../format/number.ts';
import type { Localized, MessageKey } from '../messages/message.ts';
import { plainText } from './sentence.ts';
import type { Counted } from './timeline-counts.ts';
import type { Group } from './timeline-types.ts';

const groupLabels: Readonly<Record<Group, MessageKey>> = {
  calls: 'timeline.calls', email: 'timeline.email', messages: 'timeline.messages', meetings: 'timeline.meetings', tasks: 'timeline.tasks', notes: 'timeline.notes',
  orders: 'timeline.orders', tickets: 'timeline.tickets', changes: 'timeline.changes', other: 'timeline.other',
};

/** The chips with their counts. */
export function filterChips(w: Localized, { chips, total }: Counted, chosen: ReadonlySet<Group>, choose: (group: Group | undefined) => void): TemplateResult {
  const chip = (label: string, count: number | undefined, on: boolean, press: () => void): TemplateResult =>
    html`<button type="button" part="chip" class="chip" aria-pressed=${on} @click=${press}>${label}${count === undefined ? '' : html`<span class="count">${formatNumber(w.locale, count)}</span>`}</button>`;
  return html`${chip(w.t('timeline.all'), total, chosen.size === 0, () => choose(undefined))}${
    repeat(chips, ({ group }) => group, ({ group, count }) => chip(plainText(w, groupLabels[group]), count, chosen.has(group), () => choose(group)))}`;
}
