import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ConflictChoices } from '../parts/conflict-choices.ts';
import { noticeOf, parkedChange } from '../parts/parked-change.ts';
import { stateButton } from '../parts/states.ts';
import { timeWhen } from '../parts/time.ts';
import { editableFields } from './edit-form.ts';
import { keyOf, type Unit } from './outbox.controller.ts';
import { changeFields, changeHead, type OutboxView } from './outbox-view.ts';

/** What waits for a person to decide, oldest first. */
export function parkedSection(view: OutboxView, choices: ConflictChoices): TemplateResult | typeof nothing {
  const units = view.outbox.parked;
  if (units.length === 0) return nothing;
  return html`<section part="parked" aria-labelledby="parked"><h3 id="parked" class="head">${view.t('out.decide')}<span class="count">${view.t('out.count', { count: units.length })}</span></h3>
    <ul class="decisions">${repeat(units, ({ first }) => keyOf(first), (unit) => html`<li part="change">${parked(view, choices, unit)}</li>`)}</ul></section>`;
}

function parked(view: OutboxView, choices: ConflictChoices, { entries, first }: Unit): TemplateResult {
  const others = entries.filter((each) => each !== first);
  return html`${parkedChange(view, choices, first, { retry: view.retry, discard: view.discard, open: view.open, ...(editableFields(view, first).length > 0 ? { edit: view.edit } : {}) })}
    <div class="beside"><p class="fine text-3">${view.t('out.lastWritten')} ${timeWhen(view.viewer, first.change.at, { focusable: true })}</p>
      ${others.length > 0 ? html`<p class="fine text-3">${view.t('out.together', { count: others.length })}</p>${others.map((entry) => html`${changeHead(view, entry)}${changeFields(view, entry)}`)}` : nothing}</div>`;
}

/** What the backend lost when it was restored from a backup, as it was last known here. */
export function lostSection(view: OutboxView, sendAll: () => void): TemplateResult | typeof nothing {
  const units = view.outbox.lost;
  if (units.length === 0) return nothing;
  return html`<section part="lost" aria-labelledby="lost"><h3 id="lost" class="head">${view.t('out.lost')}<span class="count">${view.t('out.count', { count: units.length })}</span></h3>
    <div class="state"><p class="text-2">${view.t('out.lostText')}</p>${units.length > 1 ? html`<div class="row wrap">${stateButton({ label: view.t('out.sendAll', { count: units.length }), run: sendAll, primary: true })}</div>` : nothing}</div>
    <ul class="decisions">${repeat(units, ({ first }) => keyOf(first), ({ first }) => html`<li part="change" class="state">
      ${changeHead(view, first)}<p class="text-2">${view.t(first.change.op === 'create' ? 'out.lostCreate' : 'out.lostUpdate')}</p>${changeFields(view, first)}
      <p class="fine text-3">${view.t('out.lastWritten')} ${timeWhen(view.viewer, first.change.at, { focusable: true })}</p>
      <div class="row wrap">${stateButton({ label: view.t(first.change.op === 'create' ? 'out.createAgain' : 'out.sendAgain'), run: () => view.retry(first) })}${stateButton({ label: view.t(first.change.op === 'create' ? 'out.letGo' : 'out.leave'), run: () => view.discard(first), quiet: true })}</div>
    </li>`)}</ul></section>`;
}

/** Own edits that covered what others had written: the latest first. */
export function noticesSection(view: OutboxView): TemplateResult | typeof nothing {
  const notices = [...view.outbox.notices].reverse().slice(0, 20);
  if (notices.length === 0) return nothing;
  return html`<section part="notices" aria-labelledby="notices"><h3 id="notices" class="head">${view.t('out.notices')}</h3><ul class="notices">${repeat(notices, ({ id }) => id, (notice) => html`<li>${noticeOf(view, notice)}</li>`)}</ul></section>`;
}
