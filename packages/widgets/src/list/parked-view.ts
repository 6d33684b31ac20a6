import type { OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { isolated } from '../format/isolated.ts';
import { conflictView, coveredNotice, type RecordWords } from '../parts/both-wrote.ts';
import { refusedState } from '../parts/decision-states.ts';
import { fieldText } from '../parts/field-text.ts';
import { readerOf } from './cell-view.ts';
import type { ListContext } from './context.ts';

function shown(on: ListContext, field: string, value: unknown): string {
  const column = on.list.columns.get(field);
  const { nameOf, ...reader } = readerOf(on);
  return fieldText({ ...reader, nameOf: (table, id) => nameOf(table, id) ?? (table === 'stage' ? on.late!.stages.nameOf(id) : undefined) }, column?.field, value);
}

const labelOf = (on: ListContext, field: string): string => on.list.columns.get(field)?.label ?? field;

/** A record by its name, as far as anybody knows it. */
function nameOf(on: ListContext, id: string, entry?: OutboxEntry): string {
  const { entity, rows } = on.list;
  const title = entity!.title;
  const name = rows.at(rows.placeOf(id))?.[title] ?? entry?.theirs?.[title] ?? entry?.change.patch[title] ?? entry?.change.base[title];
  return typeof name === 'string' && name ? isolated(name) : on.t('list.unnamed');
}

const wordsOf = (on: ListContext, name: string): RecordWords => ({ name, isAmong: true, label: (field) => labelOf(on, field), value: (field, value) => shown(on, field, value) });

/** The oldest change that waits for a person, with its ways on, and how many more there are; and values of others that own edits covered. What a change of many records left is told in its summary. */
export function parkedView(on: ListContext): TemplateResult | typeof nothing {
  const [entry, ...more] = on.list.parked.filter(({ change }) => !on.late!.asking.part?.bulk.isTold(change));
  const { notices } = on.list;
  if (!entry && notices.length === 0) return nothing;
  return html`<div class="parked" part="parked">${entry ? (entry.state === 'conflict' ? conflict(on, entry) : refused(on, entry)) : nothing}${more.length > 0 ? html`<p class="fine text-3 parked-more">${on.t('list.parkedMore', { count: more.length })}</p>` : nothing}${notices.map((notice) => coveredNotice(on, notice, wordsOf(on, nameOf(on, notice.recordId))))}</div>`;
}

function conflict(on: ListContext, entry: OutboxEntry): TemplateResult {
  const by = entry.theirs?.updatedBy;
  return conflictView(on, entry, entry.fields ?? [], { ...wordsOf(on, nameOf(on, entry.change.id, entry)), viewer: on.viewer, who: by ? on.list.nameOf('user', by) : undefined });
}

function refused(on: ListContext, entry: OutboxEntry): TemplateResult {
  const { change, reason, state } = entry;
  const name = nameOf(on, entry.change.id, entry);
  const title = change.op === 'remove' ? on.t('list.refusedRemove', { name }) : on.t('list.refusedChange', { name });
  return refusedState(on, {
    title, text: state === 'unknown' ? on.t('state.outcomeUnknown') : (reason?.message ?? ''),
    retry: () => entry.retry(), discard: () => entry.discard(), open: { label: on.t('action.open'), run: () => on.open(change.table, change.id) },
  });
}
