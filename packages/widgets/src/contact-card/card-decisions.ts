import type { FieldConflict, Notice, OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { addressLines } from '../format/address.ts';
import { isolated } from '../format/isolated.ts';
import { formatWhen } from '../format/relative.ts';
import { banner } from '../parts/banner.ts';
import { icon } from '../parts/icon.ts';
import { conflictState, refusedState } from '../parts/decision-states.ts';
import { lateEditState, mergedNotice } from '../parts/merged-view.ts';
import { nameOf } from './card-name.ts';
import type { CardView } from './card-view.ts';

/** Fields whose refused text can be written again where it stands. */
const textFields = new Set(['name', 'jobTitle', 'industry', 'tags', 'description']);

const keyOf = ({ change }: OutboxEntry): string => change.key.join('-');

/** A field's value in words, for reading beside another one. */
function valueText({ locale, t }: Pick<CardView, 'locale' | 't'>, value: unknown): string {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return t('value.notSet');
  if (!Array.isArray(value)) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  const one = (item: unknown): string => {
    if (typeof item !== 'object' || item === null) return String(item);
    const { value: email, raw, handle } = item as { readonly value?: string; readonly raw?: string; readonly handle?: string };
    return email ?? raw ?? handle ?? addressLines(locale, item).join(t('value.separator'));
  };
  return value.map(one).join(t('value.separator'));
}

function conflict(view: CardView, entry: OutboxEntry): unknown {
  const { card, viewer } = view;
  const who = card.userName(entry.theirs?.updatedBy);
  const theirTime = entry.theirs?.updatedAt;
  const one = ({ field, base, mine, theirs }: FieldConflict): TemplateResult => conflictState(view, {
    name: `${keyOf(entry)}-${field}`, field: view.label(field), before: valueText(view, base),
    mine: { value: valueText(view, mine), time: formatWhen(viewer, entry.change.at) },
    theirs: { value: valueText(view, theirs), ...(theirTime ? { time: formatWhen(viewer, theirTime) } : {}), ...(who ? { name: who } : {}) },
    choose: (side) => card.choices.choose(entry, field, side),
  });
  return card.choices.open(entry).map(one);
}

function refused(view: CardView, entry: OutboxEntry): TemplateResult {
  const { t } = view;
  const { change, reason, state } = entry;
  const fields = Object.keys(change.patch).map((field) => `${view.label(field)}: ${isolated(valueText(view, change.patch[field]))}`);
  const field = Object.keys(change.patch)[0] ?? '';
  const isText = change.table === view.table && textFields.has(field);
  const why = state === 'unknown' ? t('state.outcomeUnknown') : (reason ? isolated(reason.message) : '');
  return refusedState(view, {
    text: [...(change.table === view.table ? fields : []), why].join(' — '),
    retry: () => entry.retry(), discard: () => entry.discard(), ...(isText ? { edit: () => view.editAgain(entry, field) } : {}),
  });
}

function notice(view: CardView, { fields, restore, dismiss }: Notice): TemplateResult {
  const { t } = view;
  const said = fields.map(({ field, theirs }) => t('card.replaced', { field: view.label(field), value: valueText(view, theirs) })).join(' ');
  return banner(said, {
    tone: 'info', icon: 'person',
    action: html`<button type="button" part="restore" class="link" @click=${restore}>${t('card.putBack')}</button><button type="button" class="clear" aria-label=${t('action.close')} @click=${dismiss}>${icon('x', 'small')}</button>`,
  });
}

function late(view: CardView, entry: OutboxEntry): TemplateResult {
  const fields = Object.entries(entry.change.patch).map(([field, value]) => `${view.label(field)}: ${isolated(valueText(view, value))}`);
  return lateEditState(view, entry, { text: fields.join(view.t('value.separator')), carryOver: () => view.carryOver(entry) });
}

/** Below the head: what a person must decide, or should know. */
export function cardDecisions(view: CardView): unknown {
  const { conflicts, refused: list, notices, lateEdits, isMerged } = view.card;
  if (conflicts.length + list.length + notices.length + lateEdits.length === 0 && !isMerged) return nothing;
  return html`<div part="decisions" class="decisions">
    ${isMerged ? mergedNotice(view, nameOf(view.record)) : nothing}${repeat(lateEdits, keyOf, (entry) => late(view, entry))}
    ${repeat(conflicts, keyOf, (entry) => conflict(view, entry))}
    ${repeat(list, keyOf, (entry) => refused(view, entry))}
    ${repeat(notices, ({ id }) => id, (each) => html`<div class="notice">${notice(view, each)}</div>`)}
  </div>`;
}
