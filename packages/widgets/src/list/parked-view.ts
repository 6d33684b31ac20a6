import type { Notice, OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { banner } from '../parts/banner.ts';
import { conflictState, refusedState } from '../parts/decision-states.ts';
import { fieldText } from '../parts/field-text.ts';
import { readerOf } from './cell-view.ts';
import type { ListContext } from './context.ts';

function shown(on: ListContext, field: string, value: unknown): string {
  const column = on.list.columns.get(field);
  const { nameOf, ...reader } = readerOf(on);
  return fieldText({ ...reader, nameOf: (table, id) => nameOf(table, id) ?? (table === 'stage' ? on.late!.stages.nameOf(id) : undefined) }, column?.field, value);
}

const labelOf = (on: ListContext, field: string): string => on.list.columns.get(field)?.label ?? field;

function nameOf(on: ListContext, { change, theirs }: OutboxEntry): string {
  const { entity, rows } = on.list;
  const title = entity!.title;
  const name = rows.at(rows.placeOf(change.id))?.[title] ?? theirs?.[title] ?? change.patch[title] ?? change.base[title];
  return typeof name === 'string' && name ? `\u2068${name}\u2069` : on.t('list.unnamed');
}

/** The oldest change that waits for a person, with its ways on, and how many more there are; and values of others that own edits covered. What a change of many records left is told in its summary. */
export function parkedView(on: ListContext): TemplateResult | typeof nothing {
  const [entry, ...more] = on.list.parked.filter(({ change }) => !on.late!.asking.part?.bulk.isTold(change));
  const { notices } = on.list;
  if (!entry && notices.length === 0) return nothing;
  return html`<div class="parked" part="parked">${entry ? (entry.state === 'conflict' ? conflict(on, entry) : refused(on, entry)) : nothing}${more.length > 0 ? html`<p class="fine text-3 parked-more">${on.t('list.parkedMore', { count: more.length })}</p>` : nothing}${notices.map((notice) => noticeView(on, notice))}</div>`;
}

function conflict(on: ListContext, entry: OutboxEntry): TemplateResult {
  const fields = entry.fields ?? [];
  const values = (side: 'mine' | 'theirs' | 'base'): string => fields.map((each) => `${fields.length > 1 ? `${labelOf(on, each.field)} ` : ''}${shown(on, each.field, each[side])}`).join(on.t('value.separator'));
  const labels = fields.map(({ field }) => labelOf(on, field)).join(on.t('value.separator'));
  const has = fields.length > 0;
  const by = entry.theirs?.updatedBy;
  const who = by ? on.list.nameOf('user', by) : undefined;
  return conflictState(on, {
    name: entry.change.key.join('-'), field: on.t('list.columnOf', { column: labels, name: nameOf(on, entry) }), ...(has ? { before: values('base') } : {}),
    mine: { value: has ? values('mine') : on.t('state.keepMine') }, theirs: { value: has ? values('theirs') : on.t('state.takeTheirs'), ...(who ? { name: who } : {}) },
    choose: (side) => { if (side === 'mine') entry.retry(); else entry.discard(); },
  });
}

function refused(on: ListContext, entry: OutboxEntry): TemplateResult {
  const { change, reason, state } = entry;
  const name = nameOf(on, entry);
  const title = change.op === 'remove' ? on.t('list.refusedRemove', { name }) : on.t('list.refusedChange', { name });
  return refusedState(on, {
    title, text: state === 'unknown' ? on.t('state.outcomeUnknown') : (reason?.message ?? ''),
    retry: () => entry.retry(), discard: () => entry.discard(), open: { label: on.t('action.open'), run: () => on.open(change.table, change.id) },
  });
}

/** An own edit that covered what somebody else had written. */
function noticeView(on: ListContext, notice: Notice): TemplateResult {
  const { rows, entity } = on.list;
  const name = String(rows.at(rows.placeOf(notice.recordId))?.[entity!.title] ?? '');
  const text = notice.fields.map((each) => on.t('list.overwrote', { field: labelOf(on, each.field), name: name || on.t('list.unnamed'), value: shown(on, each.field, each.theirs) })).join(' ');
  return banner(html`<bdi>${text}</bdi>`, {
    tone: 'info',
    action: html`<button type="button" class="link" @click=${() => notice.restore()}>${on.t('list.putBack')}</button><button type="button" class="link" @click=${() => notice.dismiss()}>${on.t('action.close')}</button>`,
  });
}
