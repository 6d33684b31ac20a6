import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { formatAgo } from '../format/ago.ts';
import { icon } from '../parts/icon.ts';
import { time } from '../parts/time.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import type { RecordView } from './record-view.ts';

/** At the foot: the last own edit and the way back, or who changed the record last; and the history. */
export function recordFoot(view: RecordView): TemplateResult {
  const { control, t } = view;
  const { last, waiting } = control.writes;
  const mark = waiting.length === 0 ? nothing : unsyncedMark(view, control.source.status?.connection === 'online' ? 'saving' : 'unsynced');
  return html`<div part="foot" class="foot wrap">${last ? lastEdit(view) : changed(view)}${mark}<span class="grow"></span>${
    last ? html`<button type="button" part="undo" class="btn small" @click=${() => view.undo()}>${t('action.undo')}</button><button type="button" class="clear" aria-label=${t('action.close')} @click=${() => control.writes.dismiss()}>${icon('x', 'small')}</button>` : nothing}${
    control.servesHistory ? html`<button type="button" part="history-button" class="link" aria-expanded=${view.showsHistory ? 'true' : 'false'} @click=${() => view.toggleHistory()}>${t('record.history')}</button>` : nothing}</div>`;
}

function lastEdit(view: RecordView): TemplateResult {
  const { last } = view.control.writes;
  const names = last!.fields.map((name) => {
    const field = view.fields.find((each) => each.name === name);
    return field ? formatLabel(view.locale, field.label) : name;
  });
  return html`<span>${view.t('card.changed', { field: names[0] ?? '' })}</span>`;
}

function changed(view: RecordView): unknown {
  const { row, viewer, t } = view;
  if (!row.updatedAt) return nothing;
  const name = row.updatedBy ? view.nameOf('user', row.updatedBy) : undefined;
  const ago = formatAgo(viewer, row.updatedAt);
  return time(viewer, row.updatedAt, name ? t('record.changedBy', { ago, name: `\u2068${name}\u2069` }) : t('record.changedAgo', { ago }), false);
}
