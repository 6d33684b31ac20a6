import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { dayOf, type Viewer } from '../format/date.ts';
import { timelineEnglish } from '../messages/en-timeline.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { icon } from '../parts/icon.ts';
import { bone } from '../parts/skeleton.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { groupsOf, isWhole, orderOf, pageOf, subjectOf, visitOf } from './attributes.ts';
import { TimelineController, type TimelineView } from './customer-timeline.controller.ts';
import { timelineStyles } from './customer-timeline.styles.ts';
import { noteVisit } from './last-visit.ts';
import { daysView, todoView } from './list-view.ts';
import { composerRoom, listSkeleton, timelineSkeleton } from './timeline-skeleton.ts';
import type { ActivityDraft, Group, TimelineSubject } from './timeline-types.ts';
import type { Later, ViewContext } from './view-context.ts';

addEnglish(moreEnglish);
addEnglish(timelineEnglish);

/**
 * What happened with a customer or a lead and what comes next: activities, orders, tickets, moves and changes in one list by day, newest first,
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
 * @fires {CustomEvent<{ table: string, id: string }>} vinculo-record-open - A person opened an activity, an order, a deal, a lead or a ticket.
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
 * @csspart item - One row; also item-activity, item-order, item-ticket, item-move, item-changes, item-touch, and in it dot, sentence, time, body.
 * @csspart new-line - The line under what is new since the last visit.
 * @csspart load-more - The button that shows earlier items.
 *
 * @cssprop --vinculo-sticky-top - Where the heads of days stop when the page scrolls; the height of a fixed page header. Default 0px.
 */
export class CustomerTimeline extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, timelineStyles];

  /** Whose timeline: a contact's. The first of the five ids that is set counts. */
  @property({ attribute: 'contact-id' }) contactId?: string;
  /** Whose timeline: an account's, with all its contacts. */
  @property({ attribute: 'account-id' }) accountId?: string;
  /** Whose timeline: a deal's. */
  @property({ attribute: 'deal-id' }) dealId?: string;
  /** Whose timeline: a ticket's. */
  @property({ attribute: 'ticket-id' }) ticketId?: string;
  /** Whose timeline: a lead's. */
  @property({ attribute: 'lead-id' }) leadId?: string;
  /** `customer`: all of the customer that the record is of, an account with its contacts, deals and tickets. `record`: the record alone. Left out: `customer` for an account, else `record`. */
  @property() scope?: string;
  /** `newest` (the default) or `oldest` items first. */
  @property() order?: string;
  /** One item to go to: `activity/` and its id, or `order/`, `ticket/`, `ticketMessage/`, `stageChange/`, `touch/`. It is loaded, brought into sight and has the focus, however far back it is. */
  @property() item?: string;
  /** `compact` draws closer rows. */
  @property({ reflect: true }) density?: string;
  /** What may be shown at all, by words with blanks between: calls email messages meetings tasks notes orders tickets changes other. Empty: everything. */
  @property() kinds?: string;
  /** How many items come at once, 10 to 50. */
  @property({ type: Number, attribute: 'page-size' }) pageSize = 20;
  /** Instant of the viewer's last visit, where the host knows it. null marks nothing as new; undefined leaves it to this browser's memory. */
  @property({ attribute: 'last-visit' }) lastVisit?: string | null;

  readonly #controller: TimelineController = new TimelineController(this);
  readonly #clock: Clock = new Clock(this);
  readonly #announcer: Announcer = new Announcer(this);
  readonly #late: LatePart<Later> = new LatePart(this, async () => {
    const part = this.dress(await this.later(import('./after-first-drawing.ts')));
    return { ...part, ...part.timelineRest({ w: this, controller: this.#controller, announcer: this.#announcer, emit: (name, detail, options) => this.emit(name, detail, options), focus: (selector) => { this.#focus = selector; } }) };
  });
  #expanded: ReadonlySet<string> = new Set();
  #visit: { readonly about: string; readonly since: string | undefined } | undefined;
  #view: TimelineView | undefined;
  #focus: string | undefined;
  #isDrawn = false;

  /** Opens the composer on a kind and puts the focus there, as a "log a call" button of the page may want. */
  compose(kind: ActivityDraft['kind'], text?: string): void {
    // Without its file there is no composer, and the next drawing asks for that again.
    this.#late.load().then(({ editing }) => editing.start(kind, text), () => {});
  }

  get #subject(): TimelineSubject | undefined { return subjectOf(this); }

  get #viewer(): Viewer & { now: Date } { return { locale: this.locale, now: this.#clock.now }; }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    const { now } = this.#clock;
    const subject = this.#subject;
    this.#controller.watch({
      crm: this.crm, subject, whole: isWhole(this.scope, subject), order: this.#late.part?.narrowing.order ?? orderOf(this.order),
      allowed: groupsOf(this.kinds), pageSize: pageOf(this.pageSize), today: dayOf(now),
    });
    this.#view = this.#controller.view(now.toISOString());
    if (this.#view.state === 'ready') this.#late.part?.watch(this.#view, this.item);
    // Told once each.
    for (const fault of this.#late.part?.attributeFaults(this) ?? []) this.warn(fault);
  }

  protected override updated(): void {
    for (const words of this.renderRoot.querySelectorAll<HTMLElement>('.words.short')) words.parentElement!.toggleAttribute('data-cut', words.scrollHeight > words.clientHeight + 1);
    const focus = this.#focus;
    this.#focus = undefined;
    if (focus) this.renderRoot.querySelector<HTMLElement>(focus)?.focus();
  }

  override render(): TemplateResult {
    const view = this.#view;
    const late = this.#late.part;
    return html`<section part="frame" class="frame" aria-label=${this.t('timeline.what')}>
      <slot name="header"></slot>${view?.state === 'ready' ? late?.offlineBanner(this, this.#controller.status.value, this.#viewer) : nothing}${view ? this.#body(view) : nothing}
      ${this.#announcer.render()}${late?.editing.dialog() ?? nothing}
    </section>`;
  }

  #body(view: TimelineView): unknown {
    if (view.state === 'ready' && (this.#isDrawn || !this.#isHeldBack(view))) return this.#ready(view);
    if (view.state === 'ready' || view.state === 'loading' || (view.state === 'noClient' && !this.isAlone)) return timelineSkeleton(this);
    const { part, isCutOff } = this.#late;
    return part ? part.timelineInstead(this, view, this.#retry) : isCutOff ? cutOff(this, this.#loadLate) : timelineSkeleton(this);
  }

  // Whether it came is seen in the next drawing.
  readonly #loadLate = (): void => void this.#late.load().catch(() => {});

  readonly #retry = (): void => this.#controller.retry();

  // ---- the list --------------------------------------------------------------------------------------------------

  #ready(view: TimelineView): TemplateResult {
    this.#isDrawn = true;
    const context = this.#context();
    const { late } = context;
    const arranged = late?.narrowing.apply(view) ?? view;
    const none = arranged.overdue.length + arranged.upcoming.length + arranged.days.length === 0;
    return html`${this.#writing()}${late?.editing.outcome()}${late?.noticesView(context)}${late?.parkedListView(context)}
      ${this.#filters(view)}${late?.narrowing.render(view)}<slot name="before-list"></slot>
      ${late?.failedSources(this, view, this.#retry)}${late?.link.render()}
      ${none ? (late && !view.growing ? late.nothingListed(this, view, this.#controller, late.narrowing, () => this.#choose(undefined)) : listSkeleton(this)) : html`<div class="list" aria-busy=${view.growing} @keydown=${this.#key} @focusin=${this.#focused}>${todoView(context, 'overdue', arranged.overdue)}${todoView(context, 'upcoming', arranged.upcoming)}${late?.longList.days(context, arranged, this.#since()) ?? html`<div class="days">${daysView(context, arranged.days, this.#since(), true)}</div>`}</div>`}
      ${view.more ? (late?.more.render() ?? html`<div class="foot bottom" aria-hidden="true">${bone('label')}</div>`) : nothing}<slot name="after-list"></slot>`;
  }

  /** The chips, in the room that bones keep for them, and the button of the search. */
  #filters(view: TimelineView): TemplateResult | typeof nothing {
    const { part } = this.#late;
    const counted = part?.counts.isKnown ? part.counts.of(view) : undefined;
    if (counted?.chips.length === 0 || (!counted && view.seen.size === 0)) return nothing;
    const label = this.t('timeline.find');
    return html`<div part="filters" class="filters"><div class="chips" role="group" aria-label=${this.t('timeline.filter')}>${counted ? part!.filterChips(this, counted, this.#controller.chosen, (group) => this.#choose(group)) : ['', ...view.seen].map(() => bone('control'))}</div>
      <slot name="actions"></slot><button type="button" part="search-button" class="btn square quiet small" aria-label=${label} title=${label} aria-expanded=${part?.narrowing.isOpen ?? false} @click=${this.#toggleSearch}>${icon('search')}</button></div>`;
  }

  /** Where one writes; its room while that is on its way. */
  #writing(): unknown {
    if (!this.#controller.may('create')) return nothing;
    return this.#late.part?.editing.composer() ?? (this.#late.isCutOff ? cutOff(this, this.#loadLate) : composerRoom());
  }

  #since(): string | undefined {
    const given = visitOf(this.lastVisit);
    if (given !== undefined) return given ?? undefined;
    const subject = this.#subject!;
    const about = `${subject.table} ${subject.id}`;
    if (this.#visit?.about !== about) this.#visit = { about, since: noteVisit(subject, new Date().toISOString()) };
    return this.#visit.since;
  }

  #choose(group: Group | undefined): void {
    this.#controller.choose(group);
    if (group === undefined) this.#focus = '.chip';
  }

  /** What is pressed before it can be looked for waits for it. */
  readonly #toggleSearch = (): void => {
    if (this.#late.part) this.#late.part.narrowing.toggle();
    else this.#late.load().then(({ narrowing }) => narrowing.toggle(), () => {});
  };

  /** Keys of the list; those inside an item's own controls are theirs. One that comes before its part waits for it. */
  readonly #key = (event: KeyboardEvent): void => {
    const item = event.target as HTMLElement;
    if (!item.matches('.ev') || event.altKey || event.ctrlKey || event.metaKey || !['ArrowDown', 'ArrowUp', 'Home', 'End', 'Enter', '/', 'n', 'c', 't', 'm', 'e'].includes(event.key)) return;
    event.preventDefault();
    const { key } = event;
    if (this.#late.part) this.#late.part.keys.press(item, key);
    else this.#late.load().then(({ keys }) => keys.press(item, key), () => {});
  };

  readonly #focused = (event: FocusEvent): void => {
    this.#late.part?.keys.focused((event.target as Element).closest<HTMLElement>('.ev'));
  };

  /** What waits for a person, and what is amiss, stands above the list, and items of a whole customer say whose they are: the first drawing waits for it, so that the list need not move. */
  #isHeldBack({ failed }: TimelineView): boolean {
    const { outbox, notices, status, sources } = this.#controller;
    return !this.#late.part && !this.#late.isCutOff && (sources.scattered || failed.length + (notices.value ?? []).length > 0 || !['online', 'connecting', undefined].includes(status.value?.connection)
      || (outbox.value ?? []).some(({ state }) => state !== 'waiting' && state !== 'sending'));
  }

  // ---- what is done ----------------------------------------------------------------------------------------------

  #context(): ViewContext {
    return {
      w: this, viewer: this.#viewer, subject: this.#subject!, controller: this.#controller, late: this.#late.part, expanded: this.#expanded,
      open: (table, id) => void this.emit('vinculo-record-open', { table, id }),
      toggle: (key) => this.#toggle(key),
    };
  }

  #toggle(key: string): void {
    const expanded = new Set(this.#expanded);
    if (!expanded.delete(key)) expanded.add(key);
    this.#expanded = expanded;
    this.requestUpdate();
  }
}
