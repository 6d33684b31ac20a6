import type { FieldConflict, Notice, OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import { formatWhen } from '../format/relative.ts';
import { banner } from '../parts/banner.ts';
import { conflictState, refusedState } from '../parts/decision-states.ts';
import { icon } from '../parts/icon.ts';
import type { DeskView } from './desk-view.ts';

const keyOf = ({ change }: OutboxEntry): string => change.key.join('-');

/** A field's value in words. */
function valueText({ w, record, controller }: DeskView, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return w.t('value.notSet');
  if (field === 'ownerId') return controller.userName(String(value)) ?? w.t('desk.someone');
  if (field === 'stageId') return controller.stages.find(({ id }) => id === value)?.name ?? String(value);
  if (field === 'queueId') return controller.queues.find(({ id }) => id === value)?.name ?? String(value);
  const option = record.options(field).find((each) => each.value === value);
  if (option) return formatLabel(w.locale, option.label);
  if (Array.isArray(value)) return value.join(w.t('value.separator'));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function conflict(view: DeskView, entry: OutboxEntry, fields: readonly FieldConflict[]): TemplateResult {
  const { w, viewer, controller } = view;
  const said = (side: 'base' | 'mine' | 'theirs'): string => fields.map((each) => valueText(view, each.field, each[side])).join(' · ');
  const theirTime = entry.theirs?.updatedAt;
  const who = controller.userName(entry.theirs?.updatedBy);
  return conflictState(w, {
    name: keyOf(entry), field: fields.map(({ field }) => view.label(field)).join(w.t('value.separator')), before: said('base'),
    mine: { value: said('mine'), time: formatWhen(viewer, entry.change.at) },
    theirs: { value: said('theirs'), ...(theirTime ? { time: formatWhen(viewer, theirTime) } : {}), ...(who ? { name: who } : {}) },
    choose: (side) => (side === 'mine' ? entry.retry() : entry.discard()),
  });
}

function refused(view: DeskView, entry: OutboxEntry): TemplateResult {
  const { w, controller } = view;
  const { change, state } = entry;
  const why = state === 'unknown' ? w.t('state.outcomeUnknown') : (controller.reasonOf(entry)?.message ?? w.t('state.failedServer'));
  const isMessage = change.table === 'ticketMessage';
  const what = isMessage ? String(change.patch['body'] ?? '') : Object.keys(change.patch).map((field) => `${view.label(field)}: ${valueText(view, field, change.patch[field])}`).join(' · ');
  return refusedState(w, {
    ...(isMessage ? { title: w.t(change.patch['internal'] === true ? 'desk.noteRefused' : 'desk.replyRefused') } : {}),
    text: [what.length > 160 ? `${what.slice(0, 160)}…` : what, why].filter(Boolean).join(' — '),
    retry: () => entry.retry(), discard: () => entry.discard(), ...(isMessage ? { edit: () => view.writeAgain(entry) } : {}),
  });
}

function notice(view: DeskView, { fields, restore, dismiss }: Notice): TemplateResult {
  const { w } = view;
  return banner(fields.map(({ field, theirs }) => w.t('desk.replaced', { field: view.label(field), value: valueText(view, field, theirs) })).join(' '), {
    tone: 'info', icon: 'person',
    action: html`<button type="button" part="restore" class="link" @click=${restore}>${w.t('desk.putBack')}</button><button type="button" class="clear" aria-label=${w.t('action.close')} @click=${dismiss}>${icon('x', 'small')}</button>`,
  });
}

/** Above the conversation: what a person must decide, or should know. */
export function ticketDecisions(view: DeskView): unknown {
  const { conflicts, refused: list, notices } = view.controller;
  if (conflicts.length + list.length + notices.length === 0) return nothing;
  return html`<div part="decisions" class="decisions">
    ${repeat(conflicts, keyOf, (entry) => conflict(view, entry, entry.fields ?? []))}
    ${repeat(list, keyOf, (entry) => refused(view, entry))}
    ${repeat(notices, ({ id }) => id, (each) => html`<div class="notice">${notice(view, each)}</div>`)}
  </div>`;
}
