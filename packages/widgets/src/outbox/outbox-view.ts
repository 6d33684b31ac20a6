import type { OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { badge } from '../parts/badge.ts';
import { changedFields, entityWord, recordName, type ChangeReader } from '../parts/change-words.ts';
import { icon } from '../parts/icon.ts';
import { timeWhen } from '../parts/time.ts';
import { keyOf, type OutboxController, type Unit } from './outbox.controller.ts';

/** What the outbox draws with. */
export interface OutboxView extends ChangeReader {
  readonly outbox: OutboxController;
  readonly open: (table: string, id: string) => void;
  /** Asks before a change is thrown away. */
  readonly discard: (entry: OutboxEntry) => void;
  readonly retry: (entry: OutboxEntry) => void;
  readonly edit: (entry: OutboxEntry) => void;
}

const ops = { create: 'out.created', update: 'out.changed', remove: 'out.removed' } as const;
const marks = { create: 'plus', update: 'pencil', remove: 'x' } as const;
const reasons = { sending: 'out.whySending', blocked: 'out.whyBlocked', file: 'out.whyFile', notLoaded: 'out.whyNotLoaded', offline: 'out.whyOffline', signedOut: 'out.whySignedOut', badAnswer: 'out.whyBadAnswer', soon: 'out.whySoon' } as const;

/** Of which record a change is, and what it does to it. */
export function changeHead(view: OutboxView, entry: OutboxEntry): TemplateResult {
  const { change } = entry;
  const name = recordName(view, entry);
  return html`<p class="row wrap name">${
    change.op === 'create' ? html`<bdi class="bold">${name}</bdi>` : html`<button type="button" part="link" class="link bold" @click=${() => view.open(change.table, change.id)}><bdi>${name}</bdi></button>`}
    <span class="fine text-3">${entityWord(view, change.table)}</span>${badge(view.t(ops[change.op]))}</p>`;
}

/** Its fields: before, and after. Of a record that is new there was nothing before. */
export function changeFields(view: OutboxView, entry: OutboxEntry): TemplateResult | typeof nothing {
  const fields = changedFields(view, entry);
  if (fields.length === 0 || entry.change.op === 'remove') return nothing;
  const isNew = entry.change.op === 'create';
  return html`<dl part="fields" class="changed">${fields.map(({ label, before, after }) => html`<div class="pair"><dt class="text-3">${label}</dt><dd>${
    isNew ? nothing : html`<span class="hidden-text">${view.t('out.before')} </span><bdi class="text-2 was">${before}</bdi>${icon('arrow', 'small')}<span class="hidden-text">${view.t('out.after')} </span>`}<bdi>${after}</bdi></dd></div>`)}</dl>`;
}

function waitingRow(view: OutboxView, { entries, first }: Unit): TemplateResult {
  const { why, on } = view.outbox.whyWaits(first);
  const reason = why === 'blocked' ? view.t(reasons.blocked, { name: on ? recordName(view, on) : '' }) : view.t(reasons[why]);
  return html`<li part="change" class="change">${icon(marks[first.change.op], 'mark')}
    <div class="grow">${entries.map((entry) => html`${changeHead(view, entry)}${changeFields(view, entry)}`)}
      <p class="row wrap fine text-3">${icon(why === 'sending' ? 'clock' : 'offline', 'small')}<span>${reason}</span>·<span>${timeWhen(view.viewer, first.change.at, { focusable: true })}</span></p></div>
    ${first.state === 'sending' ? nothing : html`<button type="button" part="take-back" class="btn quiet small" aria-label=${view.t('out.takeBackNamed', { name: recordName(view, first) })} @click=${() => view.discard(first)}>${view.t('out.takeBack')}</button>`}
  </li>`;
}

/** What goes by itself: so many of it, and a button for the rest. */
export function waitingList(view: OutboxView, shown: number, more: () => void): unknown {
  const units = view.outbox.waiting;
  if (units.length === 0) return nothing;
  const rest = units.length - shown;
  return html`<section part="waiting" aria-labelledby="waiting"><h3 id="waiting" class="head">${view.t('out.waiting')}<span class="count">${view.t('out.count', { count: units.length })}</span></h3>
    <ul class="changes">${repeat(units.slice(0, shown), ({ first }) => keyOf(first), (unit) => waitingRow(view, unit))}</ul>
    ${rest > 0 ? html`<p class="foot"><button type="button" part="more" class="btn small" @click=${more}>${view.t('out.more', { count: rest })}</button></p>` : nothing}</section>`;
}
