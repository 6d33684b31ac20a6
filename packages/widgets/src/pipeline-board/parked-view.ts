import type { Notice, OutboxEntry } from '@vinculo/sdk';
import type { Money } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import { isolated } from '../format/isolated.ts';
import { formatMoney } from '../format/money.ts';
import { banner } from '../parts/banner.ts';
import { conflictState, refusedState } from '../parts/decision-states.ts';
import type { BoardContext } from './context.ts';
import { fieldLabel } from './field-label.ts';
import type { BoardForms } from './board-forms.ts';

/** A value of a deal's field in words. */
function shown(on: BoardContext, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return on.t('value.notSet');
  if (field === 'stageId') return on.board.stageOf(String(value))?.name ?? String(value);
  if (typeof value === 'object' && 'minor' in value) return formatMoney(on.locale, value as Money);
  return Array.isArray(value) ? value.join(on.t('value.separator')) : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const nameOf = (on: BoardContext, entry: OutboxEntry): string => on.board.dealOf(entry.change.id)?.name ?? String(entry.theirs?.['name'] ?? entry.change.patch['name'] ?? entry.change.base['name'] ?? '');

/** The oldest change that waits for a person, with its ways on; and how many more there are. */
export function parkedView(on: BoardContext, forms: BoardForms): TemplateResult | typeof nothing {
  const [entry, ...more] = on.board.parked;
  if (!entry) return nothing;
  return html`<div class="parked" part="parked">${entry.state === 'conflict' ? conflict(on, entry) : refused(on, entry, forms)}${more.length > 0 ? html`<p class="fine text-3 parked-more">${on.t('board.parkedMore', { count: more.length })}</p>` : nothing}</div>`;
}

/** The name of a user who owns one of the cards in sight; undefined where it is not known. */
function ownerName({ board }: BoardContext, id: string | null | undefined): string | undefined {
  const names = id ? board.lanes.map(({ rows }) => rows.result?.related['user']?.get(id)?.['name']) : [];
  return names.find((name) => typeof name === 'string');
}

function conflict(on: BoardContext, entry: OutboxEntry): TemplateResult {
  const fields = (entry.fields ?? []).filter((each) => each.field !== 'rank');
  const entity = on.board.entity;
  const deal = nameOf(on, entry);
  const choose = (side: 'mine' | 'theirs'): void => (side === 'mine' ? entry.retry() : entry.discard());
  const values = (side: 'mine' | 'theirs' | 'base'): string => fields.map((each) => `${fields.length > 1 ? `${fieldLabel(on.locale, entity, each.field)} ` : ''}${shown(on, each.field, each[side])}`).join(on.t('value.separator'));
  const labels = fields.map((each) => fieldLabel(on.locale, entity, each.field)).join(on.t('value.separator'));
  const who = ownerName(on, entry.theirs?.updatedBy);
  return conflictState(on, {
    name: entry.change.key.join('-'), field: on.t('board.fieldOf', { field: labels, deal }), ...(fields.length > 0 ? { before: values('base') } : {}),
    mine: { value: fields.length > 0 ? values('mine') : on.t('state.keepMine') }, theirs: { value: fields.length > 0 ? values('theirs') : on.t('state.takeTheirs'), ...(who ? { name: who } : {}) }, choose,
  });
}

function refused(on: BoardContext, entry: OutboxEntry, forms: BoardForms): TemplateResult {
  const { change, reason, state } = entry;
  const deal = nameOf(on, entry);
  const to = typeof change.patch['stageId'] === 'string' ? on.board.stageOf(change.patch['stageId']) : undefined;
  const row = on.board.dealOf(change.id);
  const back = change.op === 'update' && to && row ? on.t('board.refusedBack', { deal, stage: on.board.stageOf(row.stageId)?.name ?? '' }) : '';
  const why = state === 'unknown' ? on.t('state.outcomeUnknown') : (reason ? isolated(reason.message) : '');
  return refusedState(on, {
    title: change.op === 'create' ? on.t('board.refusedNew', { deal }) : to ? on.t('board.refusedTitle', { stage: to.name }) : on.t('board.refusedEdit', { deal }),
    text: [why, back].filter(Boolean).join(' '),
    retry: () => entry.retry(), discard: () => entry.discard(),
    ...(forms.mendable(entry).length > 0 && on.board.may('update') ? { edit: () => forms.mend(entry) } : {}),
    ...(row ? { open: { label: on.t('action.open'), run: () => on.openDeal(row.id) } } : {}),
  });
}

/** Own edits that covered what somebody else had written. */
export function noticesView(on: BoardContext): TemplateResult | typeof nothing {
  const notices = on.board.notices;
  if (notices.length === 0) return nothing;
  return html`<div class="notices" part="notices">${notices.map((notice) => noticeView(on, notice))}</div>`;
}

function noticeView(on: BoardContext, notice: Notice): TemplateResult {
  const entity = on.board.entity;
  const deal = on.board.dealOf(notice.recordId)?.name ?? '';
  const fields = notice.fields.filter((each) => each.field !== 'rank');
  const text = fields.map((each) => on.t('board.overwrote', { field: fieldLabel(on.locale, entity, each.field), deal, value: shown(on, each.field, each.theirs) })).join(' ');
  return banner(html`<bdi>${text}</bdi>`, {
    tone: 'info',
    action: html`<button type="button" class="link" @click=${() => notice.restore()}>${on.t('board.putBack')}</button><button type="button" class="link" @click=${() => notice.dismiss()}>${on.t('action.close')}</button>`,
  });
}
