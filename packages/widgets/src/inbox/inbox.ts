import type { VinculoError } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { inboxEnglish } from '../messages/en-inbox.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { NamesOnDemand } from '../parts/names-on-demand.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { avatar } from '../styles/avatar.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import type { InboxChangeDetail, InboxFilterDetail, InboxOpenDetail } from './inbox-events.ts';
import { inboxTools } from './inbox-tools.ts';
import { inboxRow, type InboxView } from './inbox-view.ts';
import { filters, InboxController, priorities, type InboxFilter, type InboxRow, type InboxTable } from './inbox.controller.ts';
import { inboxStyles } from './inbox.styles.ts';
import { SteadyList } from './steady-rows.ts';

addEnglish(moreEnglish);
addEnglish(inboxEnglish);

type Parts = typeof import('./after-first-drawing.ts');

/** What came after the first drawing, what it made, and what rows may do. */
export interface Later extends Pick<Parts, 'emptyInbox' | 'failureBanner' | 'offlineBanner' | 'inboxInstead' | 'noticeOf' | 'othersLine' | 'parkedChange' | 'parkedList' | 'returnForm' | 'rowActions' | 'statusLine' | 'whyNot'> {
  readonly choices: InstanceType<Parts['ConflictChoices']>;
  readonly menus: InstanceType<Parts['Menus']>;
  readonly returning: InstanceType<Parts['Dialog']>;
  readonly rows: InstanceType<Parts['RowKeys']>;
  readonly others: InstanceType<Parts['OthersHere']>;
  readonly claim: (row: InboxRow) => void;
  readonly assign: (row: InboxRow, ownerId: string) => void;
  readonly giveBack: (row: InboxRow) => void;
}

/**
 * The queue of a service desk, or the pool of leads: what is next first, by the service level. Taken, handed over and given back where it stands. What arrives
 * while one points at the list is counted above it, and nothing moves under the pointer.
 *
 * @example
 * <vinculo-provider endpoint="https://crm.example" token-url="/crm-token">
 *   <vinculo-inbox of="ticket" view="unassigned"></vinculo-inbox>
 * </vinculo-provider>
 *
 * @fires {CustomEvent<InboxOpenDetail>} vinculo-record-open - A person wants to see a ticket or lead: `{ table, id }`.
 * @fires {CustomEvent<InboxChangeDetail>} vinculo-ticket-claim - Before a ticket is taken (of leads `vinculo-lead-claim`): `{ table, id }`; cancelable. `-claimed` after it.
 * @fires {CustomEvent<InboxChangeDetail>} vinculo-ticket-assign - Before it is given to someone: also `ownerId`; cancelable. `-assigned` after it.
 * @fires {CustomEvent<InboxChangeDetail>} vinculo-ticket-return - Before it goes back to the queue or pool: also `reason`; cancelable. `-returned` after it.
 * @fires {CustomEvent<InboxFilterDetail>} vinculo-inbox-filter - Another part of the queue was chosen: `{ view, queueId, priority }`.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The queue could not be read, or something could not be claimed or returned.
 *
 * @slot actions - At the end of the head.
 * @slot empty - Where nothing is there, after the own words.
 *
 * @csspart inbox - The whole panel.
 * @csspart header - Its title, and actions.
 * @csspart filters - The bar of filters; `filter` is each with its count.
 * @csspart arrived - How many came meanwhile.
 * @csspart row - A ticket or lead; `link` its name, `due` its clock (`late` too), `actions`, `claim`, `return`.
 * @csspart others - Colleagues who have a row open (`replying` too, while they answer).
 * @csspart decisions - Changes that were refused or are in conflict.
 * @csspart foot - What was done last, the keys, and how many leads one holds.
 * @csspart state - What stands in place of the list: `empty`, `error`, `forbidden`, `no-client`; `skeleton` while it loads.
 *
 * @cssstate loading - The queue is on its way.
 * @cssstate stale - Shown from the cache, not as the backend holds it now.
 */
export class Inbox extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, avatar, button, inboxStyles];

  /** What is in the queue: `ticket` (default) or `lead`. */
  @property({ reflect: true }) of: InboxTable = 'ticket';
  /** `unassigned` (default), `mine`, `team` or `all`. */
  @property({ reflect: true }) view: InboxFilter = 'unassigned';
  /** Only tickets of one queue. */
  @property({ attribute: 'queue-id' }) queueId?: string;
  /** Only tickets of one priority: `urgent`, `high`, `normal` or `low`. */
  @property() priority?: string;
  /** Nothing can be taken or handed over. */
  @property({ type: Boolean, reflect: true }) readonly = false;
  /** `compact` makes controls 28 px high; else they are 32 px. */
  @property({ reflect: true }) density?: 'compact';

  readonly #internals: ElementInternals = this.attachInternals();
  readonly #clock = new Clock(this);
  readonly #announcer = new Announcer(this);
  readonly #names = new NamesOnDemand(this);
  readonly #steady = new SteadyList();
  readonly #inbox = new InboxController(this, (error) => this.emit<VinculoError>('vinculo-error', error));
  readonly #late = new LatePart<Later>(this, async () => {
    const part = this.dress(await this.later(import('./after-first-drawing.ts')));
    const { ConflictChoices, Dialog, Menus, OthersHere, RowKeys } = part;
    return {
      ...part, choices: new ConflictChoices(this), menus: new Menus(this), returning: new Dialog(this), rows: new RowKeys(this, (key, id) => this.#key(key, id)), others: new OthersHere(this),
      claim: (row) => void this.#claim(row), assign: (row, ownerId) => this.#assign(row, ownerId), giveBack: (row) => this.#askReturn(row),
    };
  });
  #isPointed = false;
  #hasFocusInList = false;
  #said = '';
  #failure = '';
  #returning: InboxRow | undefined;
  #arrived = 0;

  /** Shows what came meanwhile, also while one points at the list. */
  refresh(): void {
    this.#steady.release();
    this.requestUpdate();
  }

  get #table(): InboxTable { return this.of === 'lead' ? 'lead' : 'ticket'; }
  get #filter(): InboxFilter { return filters.includes(this.view) ? this.view : 'unassigned'; }
  get #priority(): string | undefined { return priorities.find((each) => each === this.priority); }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('of') && this.of !== this.#table) this.warn(`of="${this.of as string}" is neither ticket nor lead; tickets are shown`);
    if (changed.has('view') && this.view !== this.#filter) this.warn(`view="${this.view as string}" is none of ${filters.join(', ')}; unassigned is shown`);
    if (changed.has('priority') && this.priority && !this.#priority) this.warn(`priority="${this.priority}" is none of ${priorities.join(', ')}; all are shown`);
    if (changed.has('density') && this.density !== undefined && this.density !== 'compact') this.warn(`density="${String(this.density)}" is not known; use "compact" or leave it out`);
    this.#inbox.watch({ crm: this.crm, table: this.#table, filter: this.#filter, queueId: this.queueId || undefined, priority: this.#priority });
    this.#names.watch(this.crm);
    // A queue is at no record; it asks who is at those that it shows first.
    this.#late.part?.others.watch(this.crm, this.#table, this.#inbox.rows.slice(0, 200).map(({ id }) => id));
  }

  override render(): TemplateResult {
    const title = this.t(this.#table === 'ticket' ? 'inbox.titleTickets' : 'inbox.titleLeads');
    return html`<section part="inbox" class="frame" aria-label=${title}>
      <header part="header" class="bar" tabindex="-1" data-fallback><h2 class="bold">${title}</h2><span class="grow"></span><slot name="actions"></slot></header>
      ${this.#content()}</section>${this.#announcer.render()}`;
  }

  #content(): unknown {
    const { state } = this.#inbox;
    const late = this.#late.part;
    const isLoading = state === 'loading' || (state === 'noClient' && !this.isAlone);
    if (!late) return this.#late.isCutOff ? cutOff(this, () => void this.#late.load().catch(() => {})) : state === 'ready' ? html`${this.#tools()}${this.#list()}` : this.#bones();
    if (state === 'noClient' && this.isAlone) return late.inboxInstead(this, this.#inbox);
    if (isLoading) return this.crm ? html`${this.#tools()}${this.#bones()}` : this.#bones();
    if (state !== 'ready') return late.inboxInstead(this, this.#inbox);
    const reader = { ...this.#view, crm: this.crm };
    const { notices, parked } = this.#inbox;
    return html`${late.offlineBanner(this, this.#inbox.status)}${this.#failure ? late.failureBanner(this, this.#failure, () => this.#say('', '')) : nothing}
      ${notices.length > 0 ? html`<div part="notices" class="notices">${notices.map((notice) => late.noticeOf(reader, notice))}</div>` : nothing}
      ${late.parkedList(parked.map((entry) => late.parkedChange(reader, late.choices, entry, { retry: (each) => each.retry(), discard: (each) => each.discard(), open: this.#view.open })))}
      ${this.#tools()}${this.#list()}${late.statusLine(this, this.#inbox, this.#said)}
      ${late.returning.render({ title: this.t('inbox.returnTitle'), confirm: this.t('inbox.return'), body: late.returnForm(this), done: (form) => void this.#giveBack(this.#returning!, String(form.get('reason'))) })}`;
  }

  #tools(): TemplateResult {
    return inboxTools(this.#view, {
      setFilter: (view) => this.#show({ view }), setQueue: (queueId) => this.#show({ queueId }), setPriority: (priority) => this.#show({ priority }),
    });
  }

  #show(chosen: { view?: InboxFilter; queueId?: string | undefined; priority?: string | undefined }): void {
    if (chosen.view) this.view = chosen.view;
    if ('queueId' in chosen) this.queueId = chosen.queueId!;
    if ('priority' in chosen) this.priority = chosen.priority!;
    this.#steady.release();
    this.emit<InboxFilterDetail>('vinculo-inbox-filter', { view: this.#filter, queueId: this.queueId || undefined, priority: this.#priority });
  }

  #list(): unknown {
    const late = this.#late.part;
    const { subject, unsynced } = this.#inbox;
    const { rows, gone, arrived } = this.#steady.of(this.#inbox.rows, `${subject.table} ${subject.filter} ${subject.queueId} ${subject.priority}`, this.#isPointed || this.#hasFocusInList);
    this.#arrived = arrived;
    if (rows.length === 0) return late ? html`${late.emptyInbox(this, this.#inbox, () => this.#show({ view: 'all', queueId: undefined, priority: undefined }))}<slot name="empty"></slot>` : this.#bones();
    return html`${arrived > 0 ? html`<div class="arrived"><button type="button" part="arrived" class="btn small" @click=${this.#release}>${this.t('inbox.arrived', { count: arrived })}</button></div>` : nothing}
      <ul class="list" aria-label=${this.t('inbox.list')} @keydown=${late?.rows.keydown} @focusin=${this.#focusin} @focusout=${this.#focusout} @pointerenter=${this.#point} @pointerleave=${this.#unpoint}>${
        repeat(rows, ({ id }) => id, (row) => inboxRow(this.#view, row, { isGone: gone.has(row.id), isUnsynced: unsynced.has(row.id) }))}</ul>
      ${this.#inbox.hasMore ? html`<p class="foot"><button type="button" part="more" class="btn small" @click=${() => { this.#steady.release(); this.#inbox.more(); }}>${this.t('inbox.more')}</button></p>` : nothing}`;
  }

  #bones(): TemplateResult {
    const row = html`<div class="ghost">${bone('line')}${bone('short')}</div>`;
    return skeleton(this, html`${row}${row}${row}${row}`);
  }

  protected override updated(): void {
    const { state } = this.#inbox;
    const set = (name: string, on: boolean): void => void (on ? this.#internals.states.add(name) : this.#internals.states.delete(name));
    set('loading', state === 'loading' || (state === 'noClient' && !this.isAlone));
    set('stale', this.#inbox.isStale);
  }

  get #view(): InboxView {
    return {
      locale: this.locale, t: this.t.bind(this), viewer: { locale: this.locale, now: this.#clock.now }, inbox: this.#inbox, late: this.#late.part, readonly: this.readonly, nameOf: this.#names.nameOf,
      // A row of this table by its id.
      rowOf: (id) => this.#names.rowOf(this.#table, id),
      open: (table, id) => void this.emit<InboxOpenDetail>('vinculo-record-open', { table, id }),
    };
  }

  // ---- the place under the pointer ---------------------------------------------------------------------------------

  // A finger that taps is no pointer that rests.
  readonly #point = (event: PointerEvent): void => { if (event.pointerType === 'mouse') this.#isPointed = true; };
  readonly #unpoint = (): void => {
    this.#isPointed = false;
    this.requestUpdate();
  };
  readonly #focusin = (event: FocusEvent): void => {
    this.#hasFocusInList = true;
    this.#late.part?.rows.focusin(event);
  };
  readonly #focusout = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && event.currentTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)) return;
    this.#hasFocusInList = false;
    this.requestUpdate();
  };
  readonly #release = (): void => {
    this.refresh();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[data-row]')?.focus());
  };

  #key(key: string, id: string): boolean {
    const row = this.#inbox.rows.find((each) => each.id === id);
    if (key === 'Enter') { this.emit<InboxOpenDetail>('vinculo-record-open', { table: this.#table, id }); return true; }
    if (key === 'n') { if (this.#arrived > 0) this.#release(); return true; }
    if (!row || this.readonly || !this.#inbox.me || !this.#inbox.may('ownerId')) return false;
    if (key === 'c') { if (!row.ownerId) void this.#claim(row); return true; }
    if (key === 'r') { if (row.ownerId === this.#inbox.me) this.#askReturn(row); return true; }
    if (key !== 'a') return false;
    this.renderRoot.querySelector<HTMLElement>(`[data-menu="${CSS.escape(`assign-${id}`)}"]`)?.click();
    return true;
  }

  // ---- writes: told before, done, told after -----------------------------------------------------------------------

  #nameOf(row: InboxRow): string { return String(row[this.#table === 'ticket' ? 'subject' : 'name'] ?? ''); }

  /** What was done, or why not: read out, and shown until the next. */
  #say(said: string, failure: string): void {
    this.#said = said;
    this.#failure = failure;
    if (said) this.#announcer.say(said);
    this.requestUpdate();
  }

  #fail(error: unknown): void {
    // What a command throws is one of the sdk's errors.
    this.emit<VinculoError>('vinculo-error', error as VinculoError);
    this.#say('', this.#late.part!.whyNot(this, error, this.#inbox));
  }

  async #claim(row: InboxRow): Promise<void> {
    const detail: InboxChangeDetail = { table: this.#table, id: row.id };
    if (!this.emit<InboxChangeDetail>(`vinculo-${this.#table}-claim`, detail, { cancelable: true })) return;
    try {
      const pool = await this.#inbox.claim(row);
      this.emit<InboxChangeDetail>(`vinculo-${this.#table}-claimed`, detail);
      this.#say([this.t('inbox.claimed', { name: this.#nameOf(row) }), pool ? this.t('inbox.held', { held: pool.held, limit: pool.limit }) : ''].filter(Boolean).join(' · '), '');
    } catch (error) {
      this.#fail(error);
    }
  }

  #assign(row: InboxRow, ownerId: string): void {
    const detail: InboxChangeDetail = { table: this.#table, id: row.id, ownerId };
    if (!this.emit<InboxChangeDetail>(`vinculo-${this.#table}-assign`, detail, { cancelable: true })) return;
    this.#inbox.assign(row, ownerId);
    this.emit<InboxChangeDetail>(`vinculo-${this.#table}-assigned`, detail);
    this.#say(this.t('inbox.assigned', { name: this.#nameOf(row), who: this.#inbox.users.find(({ id }) => id === ownerId)?.name ?? '' }), '');
  }

  /** The pool wants to know why; a queue does not. */
  #askReturn(row: InboxRow): void {
    if (this.#table === 'ticket') { void this.#giveBack(row, ''); return; }
    this.#returning = row;
    this.#late.part?.returning.open();
  }

  async #giveBack(row: InboxRow, reason: string): Promise<void> {
    const detail: InboxChangeDetail = { table: this.#table, id: row.id, ...(reason ? { reason } : {}) };
    if (!this.emit<InboxChangeDetail>(`vinculo-${this.#table}-return`, detail, { cancelable: true })) return;
    try {
      await this.#inbox.giveBack(row, reason);
      this.emit<InboxChangeDetail>(`vinculo-${this.#table}-returned`, detail);
      this.#say(this.t('inbox.returned', { name: this.#nameOf(row) }), '');
    } catch (error) {
      this.#fail(error);
    }
  }
}
