import type { VinculoError } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { formatNumber } from '../format/number.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { notificationsEnglish } from '../messages/en-notifications.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { Clock } from '../parts/clock.ts';
import { icon, type IconName } from '../parts/icon.ts';
import { placeBelow } from '../parts/place.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState } from '../parts/states.ts';
import { timeAgo } from '../parts/time-ago.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import type { NotificationMarkDetail, NotificationOpenDetail } from './notification-events.ts';
import { NotificationsController, type Notification } from './notifications.controller.ts';
import { notificationsStyles } from './notifications.styles.ts';

addEnglish({ ...moreEnglish, ...moreLateEnglish, ...notificationsEnglish });

const icons: Readonly<Record<string, IconName>> = { assigned: 'person', invited: 'calendar', mentioned: 'chat', answered: 'mail', late: 'clock', failed: 'warn', rule: 'note' };
const kinds = { assigned: 'notes.assigned', invited: 'notes.invited', mentioned: 'notes.mentioned', answered: 'notes.answered', late: 'notes.late', failed: 'notes.failed', rule: 'notes.rule' } as const;

const isKnown = (kind: string): kind is keyof typeof kinds => Object.hasOwn(kinds, kind);
const isBad = ({ kind }: Notification): boolean => kind === 'late' || kind === 'failed';

/**
 * A bell for the head of a page: what the server tells the signed-in member of staff (given to them, asked to a meeting, answered, mentioned, late), with how much of it is unread.
 *
 * @example
 * <vinculo-provider endpoint="https://crm.example" token-url="/crm-token">
 *   <vinculo-notifications></vinculo-notifications>
 * </vinculo-provider>
 *
 * @fires {CustomEvent<NotificationOpenDetail>} vinculo-record-open - A person wants to see what a notification is about: `{ table, id }`.
 * @fires {CustomEvent<NotificationMarkDetail>} vinculo-notification-mark - Before notifications are noted as read: `{ ids }`; cancelable.
 * @fires {CustomEvent<NotificationMarkDetail>} vinculo-notification-marked - After it.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The notifications could not be read.
 *
 * @slot actions - In the head of the list.
 *
 * @csspart bell - The button; `count` the number in it.
 * @csspart panel - The list that it opens.
 * @csspart notification - Each of them, `unread` too; `link` what it says, `read` its check.
 * @csspart state - What stands in place of the list: `empty`, `error`, `forbidden`, `no-client`; `skeleton` while it loads.
 *
 * @cssstate unread - Something was not read yet.
 */
export class Notifications extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, notificationsStyles];

  /** `compact` makes controls 28 px high; else they are 32 px. */
  @property({ reflect: true }) density?: 'compact';

  readonly #internals: ElementInternals = this.attachInternals();
  readonly #clock = new Clock(this);
  readonly #announcer = new Announcer(this);
  readonly #notes = new NotificationsController(this, (news) => this.#announcer.say(news.length === 1 ? news[0]!.text : this.t('notes.new', { count: news.length })), (error) => this.emit<VinculoError>('vinculo-error', error));
  #isOpen = false;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('density') && this.density !== undefined && this.density !== 'compact') this.warn(`density="${String(this.density)}" is not known; use "compact" or leave it out`);
    this.#notes.watch(this.crm);
  }

  override render(): TemplateResult {
    const { unread } = this.#notes;
    const name = unread > 0 ? this.t('notes.bellUnread', { count: unread }) : this.t('notes.title');
    return html`<button type="button" part="bell" class="btn square quiet bell" popovertarget="panel" aria-haspopup="dialog" aria-expanded=${this.#isOpen} aria-label=${name} title=${name}>${bell()}${
      unread > 0 ? html`<span part="count" class="number" aria-hidden="true">${unread > 99 ? `${formatNumber(this.locale, 99)}+` : formatNumber(this.locale, unread)}</span>` : nothing}</button>
      <div id="panel" part="panel" class="panel" popover role="dialog" aria-label=${this.t('notes.title')} @toggle=${this.#toggled}>${this.#isOpen ? this.#panel() : nothing}</div>${this.#announcer.render()}`;
  }

  #panel(): TemplateResult {
    const unread = this.#notes.rows.filter(({ readAt }) => !readAt);
    return html`<header class="bar"><h2 class="bold">${this.t('notes.title')}</h2><span class="grow"></span>${
      unread.length > 0 ? html`<button type="button" part="button" class="btn small" @click=${() => this.#markAll(unread)}>${this.t('notes.readAll')}</button>` : nothing}<slot name="actions"></slot></header>${this.#list()}`;
  }

  #list(): unknown {
    const { state, rows, error, hasMore } = this.#notes;
    if (state === 'loading' || (state === 'noClient' && !this.isAlone)) return skeleton(this, html`<div class="ghost">${bone('line')}${bone('short')}</div><div class="ghost">${bone('long')}${bone('short')}</div>`);
    if (state === 'noClient') return noClientState(this);
    if (state === 'forbidden') return forbiddenState(this, { title: this.t('notes.forbidden') });
    if (state === 'unsupported') return emptyState(this, { title: this.t('notes.unsupported') });
    if (state === 'error') return errorState(this, { what: this.t('notes.title'), text: failureText(this, error), retry: () => this.crm?.retry() });
    if (rows.length === 0) return emptyState(this, { title: this.t('notes.empty'), text: this.t('notes.emptyText') });
    return html`<ul>${repeat(rows, ({ id }) => id, (note) => this.#row(note))}</ul>${
      hasMore ? html`<p class="foot"><button type="button" part="more" class="btn small" @click=${() => this.#notes.more()}>${this.t('notes.more')}</button></p>` : nothing}`;
  }

  #row(note: Notification): TemplateResult {
    const kind = note.kind ?? '';
    const isUnread = !note.readAt;
    const words = html`<bdi>${note.text}</bdi>`;
    return html`<li part="notification ${isUnread ? 'unread' : ''}" class="note ${isUnread ? 'unread' : ''} ${isBad(note) ? 'alarm' : ''}">${icon(icons[kind] ?? 'note')}
      <div class="grow">${note.table && note.recordId ? html`<button type="button" part="link" class="link" @click=${() => this.#open(note)}>${words}</button>` : html`<p class="link">${words}</p>`}
        <p class="fine text-2">${isUnread ? html`<span class="hidden-text">${this.t('notes.unread')} </span>` : nothing}${isKnown(kind) ? html`${this.t(kinds[kind])} · ` : nothing}${timeAgo({ locale: this.locale, now: this.#clock.now }, note.at)}</p></div>
      ${isUnread ? html`<button type="button" part="read" class="btn small square quiet" aria-label=${this.t('notes.readNamed', { what: note.text })} title=${this.t('notes.read')} @click=${() => this.#mark([note])}>${icon('check')}</button>` : nothing}</li>`;
  }

  protected override updated(): void {
    this.#internals.states[this.#notes.unread > 0 ? 'add' : 'delete']('unread');
  }

  readonly #toggled = async (event: ToggleEvent): Promise<void> => {
    this.#isOpen = event.newState === 'open';
    this.requestUpdate();
    await this.updateComplete;
    const panel = this.renderRoot.querySelector<HTMLElement>('#panel');
    const opener = this.renderRoot.querySelector<HTMLElement>('.bell');
    if (this.#isOpen && panel && opener) placeBelow(panel, opener);
  };

  #open(note: Notification): void {
    this.renderRoot.querySelector<HTMLElement>('#panel')?.hidePopover();
    if (!note.readAt) this.#mark([note]);
    this.emit<NotificationOpenDetail>('vinculo-record-open', { table: note.table!, id: note.recordId! });
  }

  #markAll(notes: readonly Notification[]): void {
    this.#mark(notes);
    this.renderRoot.querySelector<HTMLElement>('.bell')?.focus();
  }

  #mark(notes: readonly Notification[]): void {
    const detail: NotificationMarkDetail = { ids: notes.map(({ id }) => id) };
    if (!this.emit<NotificationMarkDetail>('vinculo-notification-mark', detail, { cancelable: true })) return;
    this.#notes.read(detail.ids);
    this.emit<NotificationMarkDetail>('vinculo-notification-marked', detail);
  }
}

function bell(): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="M3 11.5c1-1 1.2-2 1.2-4.2a3.8 3.8 0 0 1 7.6 0c0 2.2.2 3.2 1.2 4.2zM6.5 13.8h3"/></svg>`;
}
