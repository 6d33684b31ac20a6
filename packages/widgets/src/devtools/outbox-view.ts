import type { DebugEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatTime } from '../format/date.ts';
import { formatDuration } from '../format/duration.ts';
import { formatNumber } from '../format/number.ts';
import { badge, type Tone } from '../parts/badge.ts';
import { emptyState } from '../parts/states.ts';
import { code, dataTable } from './data-table.ts';
import type { DevtoolsView } from './devtools-view.ts';

const tones: Readonly<Record<DebugEntry['state'], Tone>> = { waiting: 'neutral', sending: 'info', refused: 'bad', conflict: 'bad', unknown: 'warn' };

/** A change in a few words of code. */
export const changeName = ({ op, table, id }: Pick<DebugEntry, 'op' | 'table' | 'id'>): string => `${op} ${table}/${id}`;

export function outboxView(view: DevtoolsView): TemplateResult {
  const { report: { outbox, storage }, locale } = view;
  if (outbox.length === 0) return emptyState(view, { title: view.t('dev.noOutbox'), text: view.t('dev.noOutboxText') });
  return dataTable<DebugEntry>(view.t('dev.outbox'), [
    { label: view.t('dev.change'), cell: (e) => html`${code(changeName(e))}${e.fields.length > 0 ? html`<span class="asked">${code(e.fields.join(', '))}</span>` : nothing}` },
    { label: view.t('dev.state'), cell: (e) => html`${badge(view.t(`dev.${e.state}`), { tone: tones[e.state] })} ${why(view, e)}${e.durable || storage.cache !== 'disk' ? nothing : html` <span class="fine warn">${view.t('dev.notDurable')}</span>`}` },
    { label: view.t('dev.age'), num: true, cell: (e) => formatDuration(locale, Math.max(1000, e.age)) },
    { label: view.t('dev.tries'), num: true, cell: (e) => formatNumber(locale, e.tries) },
    { label: view.t('dev.actions'), silent: true, cell: (e) => actions(view, e) },
  ], outbox, (e) => e.key);
}

function why(view: DevtoolsView, { reason, heldBack }: DebugEntry): TemplateResult | typeof nothing {
  if (reason) return html`<span class="fine text-2">${code([reason.code, ...reason.fields].join(' '))}</span>`;
  if (!heldBack) return nothing;
  const { why: cause, key = '', record = '', until } = heldBack;
  const said = {
    disk: () => view.t('dev.heldDisk'), earlier: () => view.t('dev.heldEarlier', { key: `#${key.split('#')[1] ?? key}` }), create: () => view.t('dev.heldCreate', { record }), upload: () => view.t('dev.heldUpload'), group: () => view.t('dev.heldGroup'),
    leader: () => view.t('dev.heldLeader'), connection: () => view.t('dev.heldConnection'), pause: () => view.t('dev.heldPause', { time: until ? formatTime(view.viewer, until) : '' }), readonly: () => view.t('dev.heldReadonly'),
  };
  return html`<span class="fine text-2">${said[cause]()}</span>`;
}

/** What is on its way goes by itself; what is being sent cannot be taken back. */
function actions(view: DevtoolsView, entry: DebugEntry): TemplateResult {
  const change = changeName(entry);
  const parked = entry.state !== 'waiting' && entry.state !== 'sending';
  // What is read aloud holds what is written on the button, in whatever language that is.
  const named = (key: 'action.retry' | 'action.discard'): string => view.t('value.named', { label: view.t(key), value: change });
  return html`<span class="acts">${
    parked ? html`<button type="button" part="button" class="btn small" aria-label=${named('action.retry')} @click=${() => view.retry(entry)}>${view.t('action.retry')}</button>` : nothing}${
    entry.state === 'sending' ? nothing : html`<button type="button" part="button" class="btn small quiet" aria-label=${named('action.discard')} @click=${() => view.discard(entry)}>${view.t('action.discard')}</button>`}</span>`;
}
