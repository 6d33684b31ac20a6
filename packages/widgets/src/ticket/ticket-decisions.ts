import type { OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isolated } from '../format/isolated.ts';
import { formatLabel } from '../format/label.ts';
import { conflictView, coveredNotice, type RecordWords } from '../parts/both-wrote.ts';
import { refusedState } from '../parts/decision-states.ts';
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

const wordsOf = (view: DeskView): RecordWords => ({ name: isolated(view.ticket.subject), label: (field) => view.label(field), value: (field, value) => valueText(view, field, value) });

function refused(view: DeskView, entry: OutboxEntry): TemplateResult {
  const { w, controller } = view;
  const { change, state } = entry;
  const why = state === 'unknown' ? w.t('state.outcomeUnknown') : (controller.reasonOf(entry)?.message ?? w.t('state.failedServer'));
  const isMessage = change.table === 'ticketMessage';
  const what = isMessage ? String(change.patch['body'] ?? '') : Object.keys(change.patch).map((field) => w.t('value.named', { label: view.label(field), value: valueText(view, field, change.patch[field]) })).join(' · ');
  return refusedState(w, {
    ...(isMessage ? { title: w.t(change.patch['internal'] === true ? 'desk.noteRefused' : 'desk.replyRefused') } : {}),
    text: [what.length > 160 ? `${what.slice(0, 160)}…` : what, why].filter(Boolean).join(' — '),
    retry: () => entry.retry(), discard: () => entry.discard(), ...(isMessage ? { edit: () => view.writeAgain(entry) } : {}),
  });
}

/** Above the conversation: what a person must decide, or should know. */
export function ticketDecisions(view: DeskView): unknown {
  const { conflicts, refused: list, notices } = view.controller;
  if (conflicts.length + list.length + notices.length === 0) return nothing;
  return html`<div part="decisions" class="decisions">
    ${repeat(conflicts, keyOf, (entry) => conflictView(view.w, entry, entry.fields ?? [], { ...wordsOf(view), viewer: view.viewer, who: view.controller.userName(entry.theirs?.updatedBy) }))}
    ${repeat(list, keyOf, (entry) => refused(view, entry))}
    ${repeat(notices, ({ id }) => id, (each) => html`<div class="notice">${coveredNotice(view.w, each, wordsOf(view))}</div>`)}
  </div>`;
}
