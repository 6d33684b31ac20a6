import type { DebugTable } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../format/number.ts';
import { badge } from '../parts/badge.ts';
import { emptyState } from '../parts/states.ts';
import { code, dataTable, type Column } from './data-table.ts';
import type { DevtoolsView } from './devtools-view.ts';

export function tablesView(view: DevtoolsView): TemplateResult {
  const { report: { tables }, locale } = view;
  if (tables.length === 0) return emptyState(view, { title: view.t('dev.noTables'), text: view.t('dev.noTablesText') });
  const number = (n: number): string => formatNumber(locale, n);
  const columns: Column<DebugTable>[] = [
    { label: view.t('dev.table'), cell: (t) => code(t.table) },
    { label: view.t('dev.inMemory'), num: true, cell: (t) => number(t.rows) },
    { label: view.t('dev.ownChanges'), num: true, cell: (t) => number(t.changed) },
    { label: view.t('dev.holding'), cell: (t) => html`${held(view, t)} ${t.scope ? code(JSON.stringify(t.scope)) : nothing} ${t.error ? code(t.error) : nothing}` },
  ];
  if (tables.some((t) => t.disk)) columns.push(
    { label: view.t('dev.onDisk'), num: true, cell: ({ disk }) => (disk ? html`${number(disk.rows)}<span class="fine text-3">${view.t('dev.leaves', { count: disk.leaves })}</span>${disk.beside > 0 ? html`<span class="fine text-3">${view.t('dev.beside', { count: disk.beside })}</span>` : nothing}${disk.anew ? badge(view.t('dev.anew'), { tone: 'info' }) : nothing}` : '–') },
    { label: view.t('dev.nextPull'), cell: ({ disk }) => (disk?.cursor ? html`<span class="cursor" title=${disk.cursor}>${code(disk.cursor)}</span>` : html`<span class="text-3">${view.t('dev.fromStart')}</span>`) },
  );
  return dataTable(view.t('dev.tables'), columns, tables, (t) => t.table);
}

function held(view: DevtoolsView, { whole, fresh, parts, ids }: DebugTable): TemplateResult {
  if (whole) return badge(view.t(fresh ? 'dev.wholeFresh' : 'dev.wholeStale'), { tone: fresh ? 'good' : 'warn' });
  if (parts === 0 && ids === 0) return html`<span class="text-3">${view.t('dev.some')}</span>`;
  return html`${parts > 0 ? html`<span>${view.t('dev.parts', { count: parts })}</span>` : nothing} ${ids > 0 ? html`<span>${view.t('dev.ids', { count: ids })}</span>` : nothing}`;
}
