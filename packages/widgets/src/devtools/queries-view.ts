import type { DebugNode, DebugQuery } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatNumber } from '../format/number.ts';
import { badge, type Tone } from '../parts/badge.ts';
import { emptyState } from '../parts/states.ts';
import { timeAgo } from '../parts/time-ago.ts';
import { code, dataTable } from './data-table.ts';
import type { DevtoolsView } from './devtools-view.ts';

const tones: Readonly<Record<DebugQuery['status'], Tone>> = { loading: 'neutral', ready: 'good', stale: 'warn', forbidden: 'bad', unsupported: 'bad', error: 'bad' };

export function queriesView(view: DevtoolsView): TemplateResult {
  const { report: { queries }, viewer, locale } = view;
  if (queries.length === 0) return emptyState(view, { title: view.t('dev.noQueries'), text: view.t('dev.noQueriesText') });
  const number = (n: number): string => formatNumber(locale, n);
  return dataTable<DebugQuery>(view.t('dev.queries'), [
    { label: view.t('dev.question'), cell: (q) => question(view, q, Object.entries(q.question)) },
    { label: view.t('dev.answeredBy'), cell: (q) => view.t(`dev.${q.by}`) },
    { label: view.t('dev.shown'), num: true, cell: (q) => (q.total === undefined || q.total === q.shown ? number(q.shown) : view.t('dev.shownOf', { shown: number(q.shown), total: number(q.total) })) },
    { label: view.t('dev.status'), cell: (q) => html`${badge(view.t(`dev.${q.status}`), { tone: tones[q.status] })} ${q.error ? code(q.error) : nothing}` },
    { label: view.t('dev.listeners'), num: true, cell: (q) => number(q.listeners) },
    { label: view.t('dev.told'), num: true, cell: (q) => html`${number(q.told)}${q.toldAt ? html`<span class="fine text-3">${timeAgo(viewer, q.toldAt)}</span>` : nothing}` },
  ], queries, (_, at) => at);
}

export function nodesView(view: DevtoolsView): TemplateResult {
  const { report: { nodes }, locale } = view;
  if (nodes.length === 0) return emptyState(view, { title: view.t('dev.noNodes'), text: view.t('dev.noNodesText') });
  return dataTable<DebugNode>(view.t('dev.nodes'), [
    { label: view.t('dev.question'), cell: (n) => question(view, n, n.question.map((part, i) => [(n.kind === 'rows' ? ['where', 'orderBy'] : ['where', 'groupBy', 'measures'])[i] ?? '', part])) },
    { label: view.t('dev.users'), num: true, cell: (n) => formatNumber(locale, n.users) },
    { label: view.t('dev.rows'), num: true, cell: (n) => formatNumber(locale, n.rows) },
  ], nodes, (n) => `${n.table} ${n.kind} ${JSON.stringify(n.question)}`);
}

function question(view: DevtoolsView, { table, kind }: Pick<DebugQuery, 'table' | 'kind'>, parts: readonly (readonly [name: string, value: unknown])[]): TemplateResult {
  const said = parts.filter(([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0));
  return html`<span class="row tight wrap">${code(table)}${kind === 'groups' ? html`<span class="fine text-3">Σ</span>` : nothing}</span>${
    said.length === 0 ? html`<span class="fine text-3">${view.t('dev.everything')}</span>`
    : html`<span class="asked">${said.map(([name, value]) => html`<code><bdi dir="ltr"><span class="text-3">${name}</span> ${JSON.stringify(value)}</bdi></code>`)}</span>`}`;
}
