import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { dayOf, formatTime, type Viewer } from '../format/date.ts';
import { timelineEnglish } from '../messages/en-timeline.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { banner } from '../parts/banner.ts';
import { Clock } from '../parts/clock.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, notFoundState, offlineBanner } from '../parts/states.ts';
import { banner as bannerSheet } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { groupsOf, pageOf, subjectOf } from './attributes.ts';
import { TimelineController, type TimelineView } from './customer-timeline.controller.ts';
import { timelineStyles } from './customer-timeline.styles.ts';
import { filterBar, loadMore } from './filter-bar.ts';
import { noteVisit } from './last-visit.ts';
import { ListKeys } from './list-keys.ts';
import { daysView, todoView } from './list-view.ts';
import { RichBodies } from './rich-bodies.ts';
import { plainText } from './sentence.ts';
import { composerRoom, listSkeleton, timelineSkeleton } from './timeline-skeleton.ts';
import { searched } from './timeline-items.ts';
import type { ActivityDraft, Group, TimelineSubject } from './timeline-types.ts';
import type { Later, ViewContext } from './view-context.ts';

addEnglish(moreEnglish);
addEnglish(timelineEnglish);

/**
 * What happened with a customer and what comes next: activities, orders, tickets, moves and changes in one list by day, newest first,
 * with a composer above it. An account's timeline shows what happened with its contacts too.
 *
 * @element vinculo-customer-timeline
 *
 * @fires {CustomEvent<{ draft: ActivityDraft }>} vinculo-activity-create - Before an activity is written; cancelable.
 * @fires {CustomEvent<{ id: string, draft: ActivityDraft, change: PendingChange }>} vinculo-activity-created - It was written and is shown; `change.synced` is fulfilled when the backend has it.
 * @fires {CustomEvent<{ id: string }>} vinculo-activity-complete - Before an activity is marked as done; cancelable.
 * @fires {CustomEvent<{ id: string, change: PendingChange }>} vinculo-activity-completed - It was marked as done.
 * @fires {CustomEvent<{ id: string, patch: object }>} vinculo-activity-update - Before an activity gets a new time or a note a new text; cancelable.
 * @fires {CustomEvent<{ id: string, patch: object, change: PendingChange }>} vinculo-activity-updated - It was changed.
 * @fires {CustomEvent<{ table: string, id: string }>} vinculo-record-open - A person opened an activity, an order, a deal or a ticket.
 * @fires {CustomEvent<VinculoError>} vinculo-error - A write was refused or did not fit.
 *
 * @slot header - Above the composer.
 * @slot actions - Beside the filters.
 * @slot before-list - Between the filters and the list.
 * @slot after-list - Below the list.
 * @slot empty - In place of what is said where nothing has happened yet.
 *
 * @csspart frame - The whole panel.
 * @csspart composer - Where one writes; also composer-tab, composer-text.
 * @csspart filters - The bar of chips; chip is one of them.
 * @csspart day-head - The head of a day, of "Overdue" and of "Upcoming".
 * @csspart item - One row; also item-activity, item-order, item-ticket, item-move, item-changes, and in it dot, sentence, time, body.
 * @csspart new-line - The line under what is new since the last visit.
 * @csspart load-more - The button that shows earlier items.
 *
 * @cssprop --vinculo-sticky-top - Where the heads of days stop when the page scrolls; the height of a fixed page header. Default 0px.
 */
export class CustomerTimeline extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, bannerSheet, timelineStyles];

  /** Whose timeline: a contact's. The first of the four ids that is set counts. */
  @property({ attribute: 'contact-id' }) contactId?: string;
  /** Whose timeline: an account's, with all its contacts. */
  @property({ attribute: 'account-id' }) accountId?: string;
  /** Whose timeline: a deal's. */
  @property({ attribute: 'deal-id' }) dealId?: string;
  /** Whose timeline: a ticket's. */
  @property({ attribute: 'ticket-id' }) ticketId?: string;
  /** `compact` draws closer rows. */
  @property({ reflect: true }) density?: string;
  /** What may be shown at all, by words with blanks between: calls email messages meetings tasks notes orders tickets changes other. Empty: everything. */
  @property() kinds?: string;
  /** How many items come at once, 10 to 50. */
  @property({ type: Number, attribute: 'page-size' }) pageSize = 20;
  /** Instant of the viewer's last visit, where the host knows it. null marks nothing as new; undefined leaves it to this browser's memory. */
  @property({ attribute: 'last-visit' }) lastVisit?: string | null;

  @state() private search: string | undefined;

  readonly #controller: TimelineController = new TimelineController(this, (error) => this.emit('vinculo-error', error));
  readonly #clock: Clock = new Clock(this);
  readonly #announcer: Announcer = new Announcer(this);
  readonly #late: LatePart<Later> = new LatePart(this, async () => {
    const { TimelineEditing, changeList, noticesView, parkedListView } = this.dress(await import('./after-first-drawing.ts'));
    return { changeList, noticesView, parkedListView, editing: new TimelineEditing({ w: this, controller: this.#controller, announcer: this.#announcer, emit: (name, detail, options) => this.emit(name, detail, options), focus: (selector) => { this.#focus = selector; } }) };
  });
  readonly #keys: ListKeys = new ListKeys(this, (key) => this.#enter(key));
  #expanded: ReadonlySet<string> = new Set();
  readonly #rich: RichBodies = new RichBodies(this);
  #visit: { readonly about: string; readonly since: string | undefined } | undefined;
  #seen: { readonly about: string; readonly keys: ReadonlySet<string>; readonly newest: string } | undefined;
  #view: TimelineView | undefined;
  #focus: string | undefined;
  #isDrawn = false;
  #grownFrom: ReadonlySet<string> | undefined;

  /** Opens the composer on a kind and puts the focus there, as a "log a call" button of the page may want. */
  compose(kind: ActivityDraft['kind'], text?: string): void {
    // Without its file there is no composer, and the next drawing asks for that again.
    this.#late.load().then(({ editing }) => editing.start(kind, text), () => {});
  }

  get #subject(): TimelineSubject | undefined { return subjectOf(this, (text) => this.warn(text)); }

  get #viewer(): Viewer & { now: Date } { return { locale: this.locale, now: this.#clock.now }; }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const now = new Date();
    const warn = (text: string): void => this.warn(text);
    this.#controller.watch({ crm: this.crm, subject: this.#subject, allowed: groupsOf(this.kinds, warn), pageSize: pageOf(this.pageSize, warn), today: dayOf(now) });
    this.#view = this.#controller.view(now.toISOString());
    if (this.#view.state === 'ready') this.#announceNew(this.#view);
  }

  // What came in by itself is said; what a wider window or another filter brought is not.
  #announceNew(view: TimelineView): void {
    const about = `${JSON.stringify(this.#subject)} ${[...this.#controller.groups].join(' ')}`;
    const items = view.days.flatMap((day) => day.items);
    const before = this.#seen;
    const newest = items[0]?.at ?? '';
    this.#seen = { about, keys: new Set(items.map((item) => item.key)), newest };
    if (before?.about !== about) return;
    const fresh = items.filter((item) => item.at >= before.newest && !before.keys.has(item.key) && !item.unsynced);
    if (fresh.length > 0) this.#announcer.say(this.t('timeline.new', { count: fresh.length }));
  }

  protected override updated(): void {
    for (const words of this.renderRoot.querySelectorAll<HTMLElement>('.words.short')) words.parentElement!.toggleAttribute('data-cut', words.scrollHeight > words.clientHeight + 1);
    if (this.#grownFrom && !this.#view?.growing) {
      const fresh = Array.from(this.renderRoot.querySelectorAll<HTMLElement>('.days .ev')).find((item) => !this.#grownFrom!.has(item.dataset['key']!));
      this.#grownFrom = undefined;
      fresh?.focus();
    }
    const focus = this.#focus;
    this.#focus = undefined;
    if (focus) this.renderRoot.querySelector<HTMLElement>(focus)?.focus();
  }

  override render(): TemplateResult {
    const view = this.#view;
    return html`<section part="frame" class="frame" aria-label=${this.t('timeline.what')}>
      <slot name="header"></slot>${view?.state === 'ready' ? this.#offline() : nothing}${view ? this.#body(view) : nothing}
      ${this.#announcer.render()}${this.#late.part?.editing.dialog() ?? nothing}
    </section>`;
  }

  #body(view: TimelineView): unknown {
    switch (view.state) {
      case 'noClient': return this.isAlone ? noClientState(this) : timelineSkeleton(this);
      case 'noSubject': this.warn('no record: set contact-id, account-id, deal-id or ticket-id'); return emptyState(this, { title: this.t('timeline.noSubject'), text: this.t('timeline.noSubjectText') });
      case 'loading': return timelineSkeleton(this);
      case 'forbidden': return forbiddenState(this);
      case 'notFound': return notFoundState(this);
      case 'error': return errorState(this, { what: this.t('timeline.what'), text: failureText(this, view.error), retry: () => this.#controller.retry() });
      case 'ready': return this.#isDrawn || !this.#isHeldBack ? this.#ready(view) : timelineSkeleton(this);
    }
  }

  #offline(): unknown {
    const status = this.#controller.status.value;
    if (!status) return nothing;
    return offlineBanner(this, { connection: status.connection, waiting: status.waiting, ...(status.syncedAt ? { asOf: formatTime(this.#viewer, status.syncedAt) } : {}) });
  }

  // ---- the list --------------------------------------------------------------------------------------------------

  #ready(view: TimelineView): TemplateResult {
    this.#isDrawn = true;
    const context = this.#context();
    const arranged = searched(view, this.search ?? '');
    const none = arranged.overdue.length + arranged.upcoming.length + arranged.days.length === 0;
    return html`${this.#writing()}${context.late?.editing.undo()}${context.late?.noticesView(context)}${context.late?.parkedListView(context)}
      ${filterBar(this, view, { chosen: this.#controller.chosen, choose: (group) => this.#choose(group), search: this.search, find: (text) => { this.search = text; }, toggleSearch: this.#toggleSearch })}<slot name="before-list"></slot>
      ${view.failed.length > 0 ? html`<div class="note">${banner(view.failed.map((table) => this.t('timeline.partFailed', { what: this.#tableName(table) })).join(' '), { tone: 'warn', action: html`<button type="button" class="link" @click=${() => this.#controller.retry()}>${this.t('action.tryAgain')}</button>` })}</div>` : nothing}
      ${none ? (view.growing ? listSkeleton(this) : this.#nothing(view)) : html`<div class="list" aria-busy=${view.growing} @keydown=${this.#keys.key} @focusin=${this.#keys.focused}>${todoView(context, 'overdue', arranged.overdue)}${todoView(context, 'upcoming', arranged.upcoming)}<div class="days">${daysView(context, arranged, this.#since(), !this.search)}</div></div>`}
      ${loadMore(this, view, this.search, this.#loadMore)}<slot name="after-list"></slot>`;
  }

  /** Where one writes; its room while that is on its way. */
  #writing(): unknown {
    if (!this.#controller.may('create')) return nothing;
    return this.#late.part?.editing.composer() ?? (this.#late.isCutOff ? nothing : composerRoom());
  }

  #tableName(table: string): string {
    return plainText(this, table === 'order' ? 'timeline.orders' : table === 'ticket' ? 'timeline.tickets' : 'timeline.changes');
  }

  #since(): string | undefined {
    if (this.lastVisit !== undefined) {
      if (this.lastVisit === null || !Number.isNaN(Date.parse(this.lastVisit))) return this.lastVisit ?? undefined;
      this.warn(`last-visit is an instant (ISO 8601), not "${this.lastVisit}"`);
    }
    const subject = this.#subject!;
    const about = `${subject.table} ${subject.id}`;
    if (this.#visit?.about !== about) this.#visit = { about, since: noteVisit(subject, new Date().toISOString()) };
    return this.#visit.since;
  }

  #nothing(view: TimelineView): TemplateResult {
    if (this.search) return html`<div class="note">${emptyState(this, { title: this.t('timeline.noMatch', { text: this.search }), ...(view.more ? { text: this.t('timeline.searchHint') } : {}) })}</div>`;
    if (this.#controller.chosen.size > 0) return emptyState(this, { title: this.t('timeline.noneOfKind'), actions: [{ label: this.t('timeline.showAll'), run: () => this.#choose(undefined) }] });
    const first = this.#controller.may('create') ? { text: this.t('timeline.emptyText') } : {};
    return html`<slot name="empty">${emptyState(this, { title: this.t('timeline.empty'), ...first })}</slot>`;
  }

  #choose(group: Group | undefined): void {
    this.#controller.choose(group);
    if (group === undefined) this.#focus = '.chip';
  }

  readonly #toggleSearch = (): void => {
    this.search = this.search === undefined ? '' : undefined;
    this.#focus = this.search === undefined ? '[part="search-button"]' : '[part="search"]';
  };

  readonly #loadMore = (): void => {
    this.#grownFrom = new Set(Array.from(this.renderRoot.querySelectorAll<HTMLElement>('.days .ev'), (item) => item.dataset['key']!));
    this.#controller.loadMore();
  };

  /** What waits for a person stands above the list: the first drawing waits for it, so that the list need not move. */
  get #isHeldBack(): boolean {
    const { outbox, notices } = this.#controller;
    return !this.#late.part && !this.#late.isCutOff && ((notices.value ?? []).length > 0 || (outbox.value ?? []).some(({ state }) => state !== 'waiting' && state !== 'sending'));
  }

  // ---- what is done ----------------------------------------------------------------------------------------------

  #context(): ViewContext {
    return {
      w: this, viewer: this.#viewer, subject: this.#subject!, controller: this.#controller, late: this.#late.part, expanded: this.#expanded,
      open: (table, id) => void this.emit('vinculo-record-open', { table, id }),
      toggle: (key) => this.#toggle(key),
      rich: (id, text) => this.#rich.node(id, text),
    };
  }

  #toggle(key: string): void {
    const expanded = new Set(this.#expanded);
    if (!expanded.delete(key)) expanded.add(key);
    this.#expanded = expanded;
    this.requestUpdate();
  }

  // Enter on an item: what is cut shows whole, anything else opens.
  #enter(key: string): void {
    const item = this.renderRoot.querySelector<HTMLElement>(`.ev[data-key="${CSS.escape(key)}"]`);
    const expand = item?.querySelector<HTMLElement>('.expand');
    if (expand && expand.offsetParent !== null) expand.click();
    else item?.querySelector<HTMLElement>('.open')?.click();
  }
}
