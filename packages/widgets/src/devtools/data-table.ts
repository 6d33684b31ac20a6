import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';

export interface Column<T> {
  readonly label: string;
  readonly cell: (row: T) => unknown;
  /** A number: stands at the end. */
  readonly num?: boolean;
  /** The head is said, not shown. */
  readonly silent?: boolean;
}

/**
 * A table whose first column names its rows. In a narrow panel each row is a block of lines, which takes the browser's own table roles away: they are written out.
 * @param keyOf tells rows apart, so that focus stays where it is while they come and go
 */
export function dataTable<T>(label: string, columns: readonly Column<T>[], rows: readonly T[], keyOf: (row: T, at: number) => unknown): TemplateResult {
  const [first, ...others] = columns;
  return html`<table part="table" role="table" aria-label=${label}>
    <thead role="rowgroup"><tr role="row">${columns.map((c) => html`<th role="columnheader" scope="col" class=${c.num ? 'n' : ''}>${c.silent ? html`<span class="hidden-text">${c.label}</span>` : c.label}</th>`)}</tr></thead>
    <tbody role="rowgroup">${repeat(rows, keyOf, (row) => html`<tr part="row" role="row"><th role="rowheader" scope="row">${first?.cell(row)}</th>${others.map((c) => html`<td role="cell" class=${c.num ? 'n' : ''} data-label=${c.silent ? nothing : c.label}><div>${c.cell(row)}</div></td>`)}</tr>`)}</tbody>
  </table>`;
}

/** A text of code: names, ids, filters. */
export const code = (text: string): TemplateResult => html`<code><bdi dir="ltr">${text}</bdi></code>`;
