import type { VinculoError } from '@vinculo/sdk';
import { html, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { cardEnglish } from '../messages/en-card.ts';
import { addEnglish } from '../messages/message.ts';
import { cutOff } from '../parts/cut-off.ts';
import { common } from '../styles/common.ts';
import { valueBadge } from './card-badge.ts';
import { drawingOf, loadDrawing, type CardDrawing, type CardMode } from './card-drawings.ts';
import type { RecordOpenDetail } from './card-events.ts';
import { cardFace } from './card-face.ts';
import { CardRecord } from './card-record.ts';
import type { CardRow, CardTable } from './card-rows.ts';
import { cardSkeleton } from './card-skeleton.ts';
import type { CardGlance, CardHost } from './card-view.ts';
import { contactCardStyles } from './contact-card.styles.ts';

addEnglish(cardEnglish);
const modes: readonly CardMode[] = ['full', 'compact', 'hover'];

/**
 * One customer at a glance, a person or an account: who it is, how to reach them, what is next, what is open. Most of it is edited where
 * it stands. What the backend does not serve is left out.
 *
 * @example
 * <vinculo-provider endpoint="https://crm.example" token-url="/crm-token">
 *   <vinculo-contact-card contact-id="0192f0c1"></vinculo-contact-card>
 * </vinculo-provider>
 *
 * @fires {CustomEvent<RecordOpenDetail>} vinculo-record-open - A person wants to see the account, the parent, the next activity or the record itself: `{ table, id }`.
 * @fires {CustomEvent<CallDetail>} vinculo-contact-call - Before a call; cancel it to place the call yourself. Default: `tel:`.
 * @fires {CustomEvent<EmailDetail>} vinculo-contact-email - Before a mail; cancelable. Default: `mailto:`.
 * @fires {CustomEvent<MessageDetail>} vinculo-contact-message - Before a message; cancelable. Default: `sms:`, or where there is only a messaging account its name is copied.
 * @fires {CustomEvent<ChangeDetail>} vinculo-contact-change - Before a field of a contact is written; cancelable. For an account: `vinculo-account-change`.
 * @fires {CustomEvent<ChangedDetail>} vinculo-contact-changed - After it was written; `change.synced` tells when the backend has it. For an account: `vinculo-account-changed`.
 * @fires {CustomEvent<CompleteDetail>} vinculo-activity-complete - Before the next activity is marked as done; cancelable.
 * @fires {CustomEvent<CompleteDetail>} vinculo-activity-completed - After it was marked.
 * @fires {CustomEvent<ConsentDetail>} vinculo-consent-create - Before a consent, or its end, is noted; cancelable. `-created` after it.
 * @fires {CustomEvent<MergeDetail>} vinculo-contact-merge - Before it is merged with another; cancelable. `-merged` after it, `-unmerged` once that was taken back. For an account `vinculo-account-…`, as of all that follow.
 * @fires {CustomEvent<AssignDetail>} vinculo-contact-assign - Before it gets another owner; cancelable. `-assigned` after it.
 * @fires {CustomEvent<ClaimDetail>} vinculo-account-claim - Before an account is taken from the pool; cancelable. `-claimed` after it.
 * @fires {CustomEvent<ReturnDetail>} vinculo-account-return - Before an account goes back to the pool; cancelable. `-returned` after it.
 * @fires {CustomEvent<ExportDetail>} vinculo-contact-export - Before a person's data is gathered; cancelable. `-exported` with all of it; cancel that to keep it from being saved as a file.
 * @fires {CustomEvent<EraseDetail>} vinculo-contact-erase - Before a person's data is erased, once somebody confirmed it; cancelable. `-erased` after it.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The record could not be read.
 *
 * @slot - In `hover` mode: what the card is about. Put a link or a name in it.
 * @slot badges - Beside the name.
 * @slot actions - After call, email and message.
 * @slot fields - After the fields.
 * @slot footer - At the end of the card.
 *
 * @csspart card - The whole card.
 * @csspart header - Picture, name, job title, account.
 * @csspart avatar - The initials.
 * @csspart name - The name.
 * @csspart badge - The value class.
 * @csspart actions - The row of actions; `action` is each of them, and `call`, `email`, `message` one.
 * @csspart next - The next activity; `done` is its check.
 * @csspart fields - The list of fields; `label` and `value` are its sides, `tag` a tag, `link` whatever can be followed, `editable` what is edited on a click, `copy` and `edit` the buttons of a line.
 * @csspart summary - The figures; `figure` is each of them, and `deals`, `tickets`, `last-contact` one.
 * @csspart told - What came of a merge, a transfer and the like; `duplicates` tells of records that may be the same, `others` of who else works here, `erased` that personal data is gone.
 * @csspart dialog - What is asked before.
 * @csspart popover - In `hover` mode: what floats; `anchor` is around what it is about.
 * @csspart decisions - Conflicts, refused changes and notices; `merged` says that the record asked for was merged into this one.
 * @csspart foot - The last change, with `undo`.
 * @csspart state - What stands in place of the record: `empty`, `error`, `forbidden`, `not-found`, `no-client`; `skeleton` while it loads.
 * @csspart banner - Offline, or older data.
 *
 * @cssstate loading - The record is on its way.
 * @cssstate stale - Shown from the cache, not as the backend holds it now.
 * @cssstate unsynced - Own changes wait.
 * @cssstate undecided - A conflict or a refused change waits for a person.
 */
export class ContactCard extends VinculoElement {
  static override styles: CSSResult[] = [...common, contactCardStyles];

  /** Id of the contact to show. */
  @property({ attribute: 'contact-id' }) contactId?: string;
  /** Id of the account to show, where there is no contact id. */
  @property({ attribute: 'account-id' }) accountId?: string;
  /** `full` (default), `compact`: one row for a list, or `hover`: a small card beside what stands in it (a link, a name), while that is pointed at, has focus or was tapped. */
  @property({ reflect: true }) mode: CardMode = 'full';
  /** By what duplicates are told when a name, an address or a number is changed: words of `email phone name`. All of them where it is not set; none where it is empty. */
  @property() duplicates?: string;
  /** `compact` makes controls 28 px high; else they are 32 px. */
  @property({ reflect: true }) density?: 'compact';

  readonly #card = new CardRecord(this, (error) => this.emit<VinculoError>('vinculo-error', error));
  readonly #internals: ElementInternals = this.attachInternals();
  #hadFocus = false;
  /** What of the record, or that it is not there, was not drawn yet. */
  #isLoading = true;
  /** Why the drawing did not load. */
  #unloaded: VinculoError | undefined;
  /** How this card is drawn, with what it holds open; undefined until it was loaded. */
  #drawing: { readonly mode: CardMode; readonly is: CardDrawing } | undefined;

  get #table(): CardTable { return this.contactId || !this.accountId ? 'contact' : 'account'; }
  get #id(): string | undefined { return this.contactId || this.accountId || undefined; }
  get #mode(): CardMode { return modes.includes(this.mode) ? this.mode : 'full'; }

  /** A card that floats asks for nothing before it is opened. */
  get #isShown(): boolean { return this.#mode !== 'hover' || this.#drawing?.is.floats?.isOpen === true; }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('mode') && !modes.includes(this.mode)) this.warn(`mode="${this.mode}" is none of ${modes.join(', ')}; full is drawn`);
    if (this.contactId && this.accountId) this.warn('it has a contact-id and an account-id; the contact is drawn');
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement != null;
    this.#card.watch({ crm: this.crm, table: this.#table, id: this.#isShown ? this.#id : undefined });
    if (changed.has('mode') && !(drawingOf(this.#mode) && this.hasLater())) void this.#load();
  }

  override render(): TemplateResult {
    const label = this.#card.row?.name || this.t(this.#table === 'contact' ? 'card.contact' : 'field.account');
    const card = (): TemplateResult => html`<article part="card" class="frame" aria-label=${label}>${this.#content()}</article>`;
    return html`${this.#mode === 'hover' ? (this.#openDrawing()?.floats?.around(card) ?? html`<slot></slot>`) : card()}${this.#host.late?.announcer.render()}`;
  }

  #content(): TemplateResult {
    const { state, row } = this.#card;
    const glance = state === 'ready' && row ? this.#glance(row) : undefined;
    const drawing = this.#openDrawing();
    const drawn = drawing?.draw(glance);
    this.#isLoading = state === 'loading' || (state === 'ready' && !drawn);
    if (drawn) return drawn;
    const retry = (): void => this.#retry();
    if (drawing && state !== 'ready' && state !== 'loading' && (state !== 'noClient' || this.isAlone)) {
      return drawing.instead(this, state, { what: this.t(this.#table === 'contact' ? 'card.contact' : 'field.account'), error: this.#card.error, retry });
    }
    if (this.#unloaded) return cutOff(this, retry);
    // Who it is shows while the rest of the card is on its way. A banner would stand above it.
    const isCalm = ['online', 'connecting', undefined].includes(this.#card.status?.connection);
    return glance?.record.name && isCalm && this.#mode === 'full' ? cardFace(glance) : cardSkeleton(this, this.#mode !== 'full');
  }

  #openDrawing(): CardDrawing | undefined {
    const open = this.said === 'late' ? drawingOf(this.#mode) : undefined;
    if (open && this.#drawing?.mode !== this.#mode) this.#drawing = { mode: this.#mode, is: open(this.#host) };
    return open && this.#drawing?.is;
  }

  protected override updated(): void {
    const writes = this.#host.late?.card.writes;
    const set = (name: string, on: boolean): void => void (on ? this.#internals.states.add(name) : this.#internals.states.delete(name));
    this.#keepFocus();
    set('loading', this.#isLoading && this.#isShown);
    set('stale', this.#card.isStale);
    set('unsynced', !!writes?.waiting.length);
    set('undecided', !!writes && writes.conflicts.length + writes.refused.length > 0);
  }

  /** What had focus may be gone after a drawing: an emptied item, the undo button. Focus then stays in the card. */
  #keepFocus(): void {
    if (this.#hadFocus && !this.shadowRoot?.activeElement) this.renderRoot.querySelector<HTMLElement>('[data-menu="more"]')?.focus();
  }

  async #load(): Promise<void> {
    this.#unloaded = undefined;
    try {
      await loadDrawing(this, this.#mode);
    } catch (error) {
      // loadDrawing() throws nothing else.
      this.#unloaded = error as VinculoError;
      this.emit<VinculoError>('vinculo-error', this.#unloaded);
    }
    this.requestUpdate();
  }

  #retry(): void {
    if (this.#unloaded) void this.#load();
    else this.#card.retry();
  }

  /** What its drawings may do with the card. */
  readonly #host: CardHost = {
    element: this, record: this.#card, late: undefined,
    emit: (name, detail, options) => this.emit(name, detail, options),
    duplicates: () => this.duplicates,
  };

  #glance(record: CardRow): CardGlance {
    return {
      table: this.#table, record, card: this.#card, locale: this.locale, t: this.t.bind(this), viewer: { locale: this.locale, now: this.#host.late?.clock.now ?? new Date() },
      label: (field) => {
        const label = this.#card.fieldLabel(field);
        return label ? formatLabel(this.locale, label) : field;
      },
      worth: () => valueBadge(this.#card, record, this.locale),
      open: (table, id) => void this.emit<RecordOpenDetail>('vinculo-record-open', { table, id }),
    };
  }
}
