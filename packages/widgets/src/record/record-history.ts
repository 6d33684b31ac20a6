import type { AnyRow } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from '../parts/avatar.ts';
import { fieldText } from '../parts/field-text.ts';
import { icon } from '../parts/icon.ts';
import { knownValue } from '../parts/known-words.ts';
import { moreRows } from '../parts/more-rows.ts';
import { timeAgo } from '../parts/time-ago.ts';
import type { RecordView } from './record-view.ts';

type Values = Readonly<Record<string, unknown>>;

function change(view: RecordView, name: string, before: unknown, after: unknown): TemplateResult {
  const field = view.control.fields.find((each) => each.name === name);
  const text = (value: unknown): string => (name === 'stageId' && typeof value === 'string' ? stageName(view, value) : (knownValue(view, view.entity.name, name, value, field?.options) ?? fieldText(view, field, value)));
  return html`<div class="change"><dt class="text-3">${field ? view.label(field) : name}</dt><dd><span class="hidden-text">${view.t('record.before')} </span><del><bdi>${text(before)}</bdi></del> ${icon('arrow', 'small')}<span class="hidden-text"> ${view.t('record.after')} </span><ins><bdi>${text(after)}</bdi></ins></dd></div>`;
}

function stageName(view: RecordView, id: string): string {
  const path = view.control.path;
  return [...(path?.open ?? []), ...(path?.ends ?? [])].find((each) => each.id === id)?.name ?? view.nameOf('stage', id) ?? id;
}

function entry(view: RecordView, row: AnyRow): TemplateResult {
  const { t } = view;
  // The declaration of a history entry says the shape of these.
  const before = (row['before'] ?? {}) as Values;
  const after = (row['after'] ?? {}) as Values;
  const by = typeof row['byId'] === 'string' ? (view.nameOf('user', row['byId']) ?? t('record.someone')) : t('record.system');
  const app = typeof row['app'] === 'string' ? row['app'] : '';
  const where = app === 'import' ? t('record.byImport') : app === 'automation' ? t('record.byAutomation') : app;
  const known = new Set(view.fields.map(({ name }) => name));
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => known.has(name));
  const op = row['op'] === 'create' ? t('record.created') : row['op'] === 'remove' ? t('record.removed') : undefined;
  return html`<li part="history-entry"><div class="row">${avatar(by, { size: 20 })}<span class="bold"><bdi>${by}</bdi></span>${op ? html`<span>${op}</span>` : nothing}<span class="fine text-3 end">${timeAgo(view.viewer, String(row['at']), { focusable: true })}${where ? html` · <bdi>${where}</bdi>` : nothing}</span></div>${
    row['op'] === 'create' || names.length === 0 ? nothing : html`<dl class="changes">${names.map((name) => change(view, name, before[name], after[name]))}</dl>`}</li>`;
}

/** Who changed what, when, and from where, newest first. */
export function historyView(view: RecordView): TemplateResult {
  const { history } = view.control;
  const rows = history?.rows ?? [];
  const isHere = history && history.status !== 'loading';
  return html`<section part="history" class="history rule" aria-label=${view.t('record.history')}>${
    !isHere ? html`<p class="text-3" role="status">${view.t('state.loading')}</p>`
    : history.status === 'error' || history.status === 'forbidden' ? html`<p class="text-3" role="status">${view.t('record.historyMissing')}</p>`
    : rows.length === 0 ? html`<p class="text-3" role="status">${view.t('record.historyEmpty')}</p>`
    : html`<ol>${repeat(rows, ({ id }) => id, (row) => entry(view, row))}</ol>${moreRows(view, history.total === undefined ? undefined : Math.max(0, history.total - rows.length), () => view.control.showMore())}`}</section>`;
}
