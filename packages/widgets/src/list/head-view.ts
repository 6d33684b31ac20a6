import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { icon } from '../parts/icon.ts';
import { headRow, pickColumn } from './active-cell.ts';
import type { ListContext } from './context.ts';
import type { ShownColumn } from './list.controller.ts';

/** The heads: they say and change the order of rows, and how wide columns are. */
export function headView(on: ListContext): TemplateResult {
  const { list, late, active } = on;
  const picks = late?.picks;
  return html`<div role="rowgroup" class="head" part="head"><div role="row" class="line" aria-rowindex="1">
    <div role="columnheader" class="cell pick" aria-colindex="1"><label class="box"><input type="checkbox" part="pick" data-row=${headRow} data-cell=${pickColumn} tabindex=${active.is(headRow, pickColumn) ? 0 : -1} aria-label=${on.t('list.pickAll')}
      ?disabled=${!picks} .checked=${picks?.selection.all ?? false} .indeterminate=${picks ? !picks.selection.isEmpty && !picks.isEverything : false} @change=${(event: Event) => picks?.pickAll((event.currentTarget as HTMLInputElement).checked)}></label></div>
    ${repeat(list.shown, ({ name }) => name, (column, i) => headCell(on, column, i))}
  </div></div>`;
}

function headCell(on: ListContext, column: ShownColumn, at: number): TemplateResult {
  const { list, late, active, t } = on;
  const keys = list.sortKeys;
  const place = keys.findIndex(({ name }) => name === column.name);
  const key = keys[place];
  // One head says it to assistive technology; those that break its ties say so in their names.
  const sorted = place !== 0 ? nothing : key!.descending ? 'descending' : 'ascending';
  const mark = key ? html`${icon('chevron', key.descending ? 'chevron' : 'chevron up')}${keys.length > 1 ? html`<span class="fine num place" aria-hidden="true" data-place=${place + 1}></span>` : nothing}` : nothing;
  const label = place > 0 ? t('list.sortedAlso', { column: column.label, place: place + 1 }) : column.label;
  const tab = active.is(headRow, column.name) ? 0 : -1;
  return html`<div role="columnheader" part="column-head" class="cell ${column.isNumber ? 'n' : ''} ${column.isTitle ? 'title-cell' : ''}" aria-colindex=${at + 2} aria-sort=${sorted}>${
    column.sorts ? html`<button type="button" class="sort" part="sort" data-row=${headRow} data-cell=${column.name} tabindex=${tab} aria-label=${label === column.label ? nothing : label} title=${t('list.sortBy', { column: column.label })} @click=${(event: MouseEvent) => on.sortBy(column.name, event.shiftKey)}><bdi class="cut">${column.label}</bdi>${mark}</button>`
      : html`<span class="sort still" data-row=${headRow} data-cell=${column.name} tabindex=${tab}><bdi class="cut">${column.label}</bdi></span>`}${late?.widthGrip(on, column) ?? nothing}</div>`;
}
