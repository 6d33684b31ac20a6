import type { DebugEntry } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { formatTime } from '../format/date.ts';
import { formatNumber } from '../format/number.ts';
import { devtoolsEnglish } from '../messages/en-devtools.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish, type Share } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { Dialog } from '../parts/dialog.ts';
import { skeleton, bone } from '../parts/skeleton.ts';
import { emptyState, errorState, noClientState } from '../parts/states.ts';
import { toClipboard } from '../parts/to-clipboard.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { menu } from '../styles/menu.ts';
import { connectionBadge, connectionView } from './connection-view.ts';
import type { OutboxActionDetail } from './devtools-events.ts';
import { tabs, type DevtoolsTab, type DevtoolsView } from './devtools-view.ts';
import { DevtoolsController } from './devtools.controller.ts';
import { devtoolsStyles } from './devtools.styles.ts';
import { changeName, outboxView } from './outbox-view.ts';
import { nodesView, queriesView } from './queries-view.ts';
import { tablesView } from './tables-view.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(devtoolsEnglish);

const views: Readonly<Record<DevtoolsTab, (view: DevtoolsView) => TemplateResult>> = { queries: queriesView, nodes: nodesView, tables: tablesView, outbox: outboxView, connection: connectionView };

/**
 * What the client of a page does at this moment, for developers: open queries, what they share, tables in memory and on disk, the outbox, who leads, the
 * connection. It draws `crm.debug`. Part of no bundle: import it where it is wanted.
 *
 * @example
 * if (new URLSearchParams(location.search).has('debug')) {
 *   await import('@vinculo/widgets/devtools');
 *   document.body.append(document.createElement('vinculo-devtools'));
 * }
 *
 * @fires {CustomEvent<OutboxActionDetail>} vinculo-change-retry - Before a parked change is sent again; cancelable.
 * @fires {CustomEvent<OutboxActionDetail>} vinculo-change-retried - After it was asked for.
 * @fires {CustomEvent<OutboxActionDetail>} vinculo-change-discard - Before a change is thrown away, after the person said so twice; cancelable.
 * @fires {CustomEvent<OutboxActionDetail>} vinculo-change-discarded - After it was.
 *
 * @slot actions - After pause and copy.
 *
 * @csspart devtools - The whole panel.
 * @csspart header - Title, connection, actions.
 * @csspart tabs - The row of tabs; `tab` is each of them.
 * @csspart panel - What the chosen tab shows.
 * @csspart table - A table; `row` is each of its rows.
 * @csspart badge - A state in a word.
 * @csspart button - Each button.
 * @csspart dialog - The question before a change is thrown away.
 * @csspart state - What stands in place of the report: `empty`, `error`, `no-client`; `skeleton` while it loads.
 *
 * @cssprop [--vinculo-devtools-height=420px] - How high the content may grow before it scrolls.
 */
export class Devtools extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, menu, devtoolsStyles];

  // All that it says is in the late file of a language.
  protected override said: Share = 'late';
  /** What is shown: `queries` (default), `nodes`, `tables`, `outbox` or `connection`. */
  @property({ reflect: true }) tab: DevtoolsTab = 'queries';
  /** Stands still: shows the last report. */
  @property({ type: Boolean, reflect: true }) paused: boolean = false;

  readonly #controller = new DevtoolsController(this);
  readonly #announcer = new Announcer(this);
  readonly #discarding = new Dialog(this);
  #toDiscard: DebugEntry | undefined;
  #hadFocus = false;

  get #tab(): DevtoolsTab { return tabs.includes(this.tab) ? this.tab : 'queries'; }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('tab') && !tabs.includes(this.tab)) this.warn(`tab="${this.tab}" is none of ${tabs.join(', ')}; queries is shown`);
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement != null;
    if (this.paused !== this.#controller.paused) this.#controller.pause(this.paused);
    this.#controller.watch(this.crm);
  }

  // What had focus may be gone: a change that was discarded, or confirmed.
  protected override updated(): void {
    if (this.#hadFocus && !this.shadowRoot?.activeElement) this.renderRoot.querySelector<HTMLElement>('[role=tabpanel]')?.focus();
  }

  override render(): TemplateResult {
    const { report } = this.#controller;
    const view = report && this.#view(report);
    return html`<section part="devtools" class="frame" aria-label=${this.t('dev.title')}>
      <header part="header" class="bar head"><h2 class="bold">${this.t('dev.title')}</h2>${view ? this.#tools(view) : nothing}<slot name="actions"></slot></header>
      ${view ? html`${this.#tabs(view)}<div part="panel" id="panel" class="panel" role="tabpanel" aria-labelledby=${`tab-${this.#tab}`} tabindex="0">${views[this.#tab](view)}</div>` : this.#instead()}
    </section>${this.#question()}${this.#announcer.render()}`;
  }

  #instead(): TemplateResult {
    if (this.isAlone) return noClientState(this);
    if (this.#controller.isTooOld) return emptyState(this, { title: this.t('dev.tooOld'), text: this.t('dev.tooOldText') });
    const { error } = this.#controller;
    if (error) return errorState(this, { what: this.t('dev.report'), text: error.message, retry: () => this.#controller.again() });
    return skeleton(this, html`<div class="state">${bone('full')}${bone('long')}${bone('full')}${bone('line')}</div>`);
  }

  #tools(view: DevtoolsView): TemplateResult {
    return html`${this.paused ? html`<span class="fine text-3">${this.t('dev.pausedAt', { time: formatTime({ locale: this.locale }, view.report.at) })}</span>` : connectionBadge(view, view.report.connection.state)}
      <button type="button" part="button" class="btn small" aria-pressed=${this.paused} @click=${() => this.#pause()}>${this.t('dev.pause')}</button>
      <button type="button" part="button" class="btn small" @click=${() => this.#copy()}>${this.t('dev.copyReport')}</button>`;
  }

  #tabs({ report }: DevtoolsView): TemplateResult {
    const counts: Readonly<Record<DevtoolsTab, number | undefined>> = { queries: report.queries.length, nodes: report.nodes.length, tables: report.tables.length, outbox: report.outbox.length, connection: undefined };
    return html`<div part="tabs" class="tabs" role="tablist" aria-label=${this.t('dev.views')} @keydown=${(event: KeyboardEvent) => this.#key(event)}>${tabs.map((name) => {
      const chosen = name === this.#tab;
      const count = counts[name];
      return html`<button type="button" part="tab" class="tab" role="tab" id=${`tab-${name}`} aria-selected=${chosen} aria-controls="panel" tabindex=${chosen ? 0 : -1} @click=${() => { this.tab = name; }}>${this.t(`dev.${name}`)}${count === undefined ? nothing : html`<span class="count">${formatNumber(this.locale, count)}</span>`}</button>`;
    })}</div>`;
  }

  #question(): TemplateResult {
    const entry = this.#toDiscard;
    return this.#discarding.render({
      title: this.t('dev.discardTitle'), confirm: this.t('action.discard'),
      body: entry ? html`<p class="text-2">${this.t('dev.discardText', { change: changeName(entry) })}</p>` : nothing,
      done: () => { if (entry) this.#act(entry, 'discard'); },
    });
  }

  #view(report: DevtoolsView['report']): DevtoolsView {
    return {
      report, locale: this.locale, t: this.t.bind(this), viewer: { locale: this.locale, now: new Date(report.at) },
      reach: () => this.#controller.reach(),
      retry: (entry) => this.#act(entry, 'retry'),
      discard: (entry) => {
        this.#toDiscard = entry;
        this.#discarding.open();
      },
    };
  }

  #act({ key, table, id }: DebugEntry, action: 'retry' | 'discard'): void {
    const detail: OutboxActionDetail = { key, table, id };
    if (!this.emit<OutboxActionDetail>(`vinculo-change-${action}`, detail, { cancelable: true })) return;
    // It may have been confirmed meanwhile.
    this.#controller.entry(key)?.[action]();
    this.emit<OutboxActionDetail>(action === 'retry' ? 'vinculo-change-retried' : 'vinculo-change-discarded', detail);
    this.#announcer.say(this.t(action === 'retry' ? 'dev.retried' : 'dev.discarded'));
  }

  #pause(): void {
    this.paused = !this.paused;
    this.#announcer.say(this.t(this.paused ? 'dev.paused' : 'dev.resumed'));
  }

  async #copy(): Promise<void> {
    const went = await toClipboard(JSON.stringify(this.#controller.report, undefined, 2));
    this.#announcer.say(this.t(went ? 'action.copied' : 'action.copyFailed'));
  }

  #key(event: KeyboardEvent): void {
    const at = tabs.indexOf(this.#tab);
    const forward = this.direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = this.direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const to = event.key === forward ? at + 1 : event.key === back ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? tabs.length - 1 : undefined;
    if (to === undefined) return;
    event.preventDefault();
    this.tab = tabs[(to + tabs.length) % tabs.length]!;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${this.#tab}`)?.focus());
  }
}
