import type { AnyRow } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../parts/icon.ts';
import { pickColumn } from './active-cell.ts';
import { cellView } from './cell-view.ts';
import { valueUnder } from './columns.ts';
import type { ListContext } from './context.ts';
import type { ShownColumn } from './list.controller.ts';

/** One record: a row of cells; in a narrow list a card, whose cells say their columns. `place` counts the records before it, `line` also heads of groups. */
export function rowView(on: ListContext, row: AnyRow, place: number, line: number = place): TemplateResult {
  const { list, late, active, t } = on;
  const name = list.titleOf(row) || t('list.unnamed');
  const picked = late?.picks.selection.has(row.id) ?? false;
  // Until somebody was in the list, Tab leads to the name of its first record.
  const isStart = active.row === undefined && place === 0;
  return html`<div role="row" part="row" class="line ${picked ? 'picked' : ''}" data-id=${row.id} aria-rowindex=${line + 2} aria-selected=${picked}>
    <div role="gridcell" class="cell pick" aria-colindex="1"><label class="box"><input type="checkbox" part="pick" data-row=${row.id} data-cell=${pickColumn} tabindex=${active.is(row.id, pickColumn) ? 0 : -1} aria-label=${t('list.pick', { name })} .checked=${picked} ?disabled=${!late} @click=${(event: MouseEvent) => late?.picks.press(row.id, event.shiftKey)}></label></div>
    ${repeat(list.shown, (column) => column.name, (column, i) => cell(on, row, column, i, active.is(row.id, column.name) || (isStart && i === 0)))}
  </div>`;
}

function cell(on: ListContext, row: AnyRow, column: ShownColumn, at: number, isActive: boolean): TemplateResult {
  const editor = on.late?.editing.view(row, column);
  const unsynced = column.isTitle && on.list.unsynced.has(row.id) ? html`<span part="unsynced" class="text-3" title=${on.t('state.unsynced')}>${icon('offline', 'small')}<span class="hidden-text">${on.t('state.unsynced')}</span></span>` : nothing;
  return html`<div role=${column.isTitle ? 'rowheader' : 'gridcell'} part="cell" class="cell ${column.isNumber ? 'n' : ''} ${column.isTitle ? 'title-cell' : ''} ${editor ? 'edited' : ''}" aria-colindex=${at + 2} data-row=${row.id} data-cell=${column.name} data-label=${column.isTitle ? nothing : column.label}
    tabindex=${isActive ? 0 : -1} aria-readonly=${on.list.edits(column) ? nothing : 'true'}>${editor ?? html`${cellView(on, row, column, valueUnder(row, column))}${unsynced}${isActive && on.late ? on.late.editButton(on, row, column) : nothing}`}</div>`;
}

/** In place of a row that is on its way. */
export function boneRow(columns: number): TemplateResult {
  return html`<div class="line bones" role="row" aria-hidden="true"><span class="cell pick"></span>${Array.from({ length: columns }, (_, i) => html`<span class="cell"><span class="bone ${i % 3 === 0 ? 'long' : 'short'}"></span></span>`)}</div>`;
}
