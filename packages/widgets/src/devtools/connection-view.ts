import type { DebugReport } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatBytes, formatNumber } from '../format/number.ts';
import { badge, type Tone } from '../parts/badge.ts';
import { timeAgo } from '../parts/time-ago.ts';
import { code } from './data-table.ts';
import type { DevtoolsView } from './devtools-view.ts';

type State = DebugReport['connection']['state'];
const words = { connecting: 'dev.connecting', online: 'dev.online', offline: 'dev.offline', 'signed-out': 'dev.signedOut', refused: 'dev.badAnswer' } as const;
const tones: Readonly<Record<State, Tone>> = { connecting: 'neutral', online: 'good', offline: 'warn', 'signed-out': 'bad', refused: 'bad' };
const caches = { none: 'dev.cacheNone', memory: 'dev.cacheMemory', disk: 'dev.cacheDisk' } as const;

/** The connection in a word. */
export const connectionBadge = (view: DevtoolsView, state: State): TemplateResult => badge(view.t(words[state]), { tone: tones[state] });

type Fact = readonly [label: string, value: unknown] | false | undefined;

export function connectionView(view: DevtoolsView): TemplateResult {
  const { report: { connection, lead, storage, access }, viewer, locale } = view;
  const number = (n: number): string => formatNumber(locale, n);
  const problem = (error: { code: string; message: string } | undefined): Fact => error && [view.t('dev.problem'), html`${code(error.code)}<bdi class="fine text-2">${error.message}</bdi>`];
  return html`<div class="facts">
    ${section(view.t('dev.connectionHead'), [
      [view.t('dev.state'), html`<span class="row wrap">${connectionBadge(view, connection.state)}${connection.state === 'online' ? nothing : html`<button type="button" part="button" class="btn small" @click=${() => view.reach()}>${view.t('dev.tryNow')}</button>`}</span>`],
      problem(connection.error),
      [view.t('dev.lastAnswer'), connection.syncedAt ? timeAgo(viewer, connection.syncedAt, { focusable: true }) : view.t('dev.never')],
      [view.t('dev.adapter'), code(connection.backend)],
    ])}
    ${section(view.t('dev.leaderHead'), [
      [view.t('dev.leads'), view.t(lead.here ? 'dev.thisTab' : 'dev.otherTab')],
      lead.number !== undefined && [view.t('dev.leadNumber'), number(lead.number)],
      lead.tab !== undefined && [view.t('dev.ownTab'), code(lead.tab.slice(0, 8))],
      lead.tab !== undefined && [view.t('dev.otherTabs'), lead.tabs.length === 0 ? html`<span class="text-3">${view.t('dev.noTabs')}</span>`
        : html`<ul>${lead.tabs.map((tab) => html`<li class="row tight wrap">${code(tab.id.slice(0, 8))}${tab.leads ? badge(view.t('dev.leads'), { tone: 'accent' }) : nothing}<span class="fine text-3">${view.t('dev.messages', { count: tab.messages })}</span><span class="fine text-3">${timeAgo(viewer, tab.heardAt)}</span></li>`)}</ul>`],
    ])}
    ${section(view.t('dev.storageHead'), [
      [view.t('dev.cache'), view.t(caches[storage.cache])],
      problem(storage.error),
      storage.usage !== undefined && [view.t('dev.used'), storage.quota === undefined ? formatBytes(locale, storage.usage) : view.t('dev.usedOf', { used: formatBytes(locale, storage.usage), quota: formatBytes(locale, storage.quota) })],
      storage.schema !== undefined && [view.t('dev.schema'), number(storage.schema)],
      storage.windows !== undefined && [view.t('dev.windows'), number(storage.windows)],
    ])}
    ${section(view.t('dev.accessHead'), [
      [view.t('dev.user'), access.user ? code(access.user) : view.t('dev.guest')],
      access.role !== undefined && [view.t('dev.role'), code(access.role)],
      access.tables !== undefined && [view.t('dev.served'), number(access.tables)],
      [view.t('dev.checked'), access.checkedAt ? timeAgo(viewer, access.checkedAt, { focusable: true }) : view.t('dev.never')],
      access.hash !== undefined && [view.t('dev.hash'), code(access.hash)],
    ])}
  </div>`;
}

function section(head: string, facts: readonly Fact[]): TemplateResult {
  return html`<section><h3 class="bold">${head}</h3><dl>${facts.map((fact) => (fact ? html`<dt>${fact[0]}</dt><dd>${fact[1]}</dd>` : nothing))}</dl></section>`;
}
