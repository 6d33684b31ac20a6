import type { FieldConflict, OutboxEntry } from '@vinculo/sdk';
import type { Money } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import { isolated } from '../format/isolated.ts';
import { formatMoney } from '../format/money.ts';
import { conflictView, coveredNotice, type RecordWords } from '../parts/both-wrote.ts';
import { refusedState } from '../parts/decision-states.ts';
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

/** A card's place is nobody's value. */
const withoutPlace = (fields: readonly FieldConflict[]): readonly FieldConflict[] => fields.filter(({ field }) => field !== 'rank');

const wordsOf = (on: BoardContext, name: string): RecordWords => ({ name: isolated(name), isAmong: true, label: (field) => fieldLabel(on.locale, on.board.entity, field), value: (field, value) => shown(on, field, value) });

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
  return conflictView(on, entry, withoutPlace(entry.fields ?? []), { ...wordsOf(on, nameOf(on, entry)), viewer: { locale: on.locale, now: on.now }, who: ownerName(on, entry.theirs?.updatedBy) });
}

function refused(on: BoardContext, entry: OutboxEntry, forms: BoardForms): TemplateResult {
  const { change, reason, state } = entry;
  const deal = isolated(nameOf(on, entry));
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
  return html`<div class="notices" part="notices">${notices.map((notice) => coveredNotice(on, notice, wordsOf(on, on.board.dealOf(notice.recordId)?.name ?? ''), withoutPlace(notice.fields)))}</div>`;
}
