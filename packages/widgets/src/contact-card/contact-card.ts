import type { FieldProblem, OutboxEntry, PhoneItem, SocialItem, VinculoError } from '@vinculo/sdk';
import { html, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LatePart } from '../base/late-part.ts';
import { safeUrl } from '../base/safe-url.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { phoneHref } from '../format/phone.ts';
import { cardEnglish } from '../messages/en-card.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { Clock } from '../parts/clock.ts';
import { CopyButtons } from '../parts/copy.ts';
import { Editables } from '../parts/editable.ts';
import { Menus } from '../parts/menu.ts';
import { all } from '../styles/all.ts';
import { drawingOf, loadDrawing, type CardMode } from './card-drawings.ts';
import type { CallDetail, ChangeDetail, ChangedDetail, CompleteDetail, EmailDetail, MessageDetail, RecordOpenDetail } from './card-events.ts';
import { nameOf } from './card-face.ts';
import { cardPlaceholder } from './card-placeholder.ts';
import type { CardRow, CardTable } from './card-rows.ts';
import type { CardView } from './card-view.ts';
import { ContactCardController } from './contact-card.controller.ts';
import { contactCardStyles } from './contact-card.styles.ts';
import { labelIn } from './labels.ts';

addEnglish(cardEnglish);

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
 * @fires {CustomEvent<VinculoError>} vinculo-error - The record could not be read.
 *
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
 * @csspart decisions - Conflicts, refused changes and notices.
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
  static override styles: CSSResult[] = [...all, contactCardStyles];

  /** Id of the contact to show. */
  @property({ attribute: 'contact-id' }) contactId?: string;
  /** Id of the account to show, where there is no contact id. */
  @property({ attribute: 'account-id' }) accountId?: string;
  /** `full` (default), or `compact`: one row for a list. */
  @property({ reflect: true }) mode: CardMode = 'full';
  /** `compact` makes controls 28 px high; else they are 32 px. */
  @property({ reflect: true }) density?: 'compact';

  readonly #card = new ContactCardController(this, (error) => this.emit<VinculoError>('vinculo-error', error));
  readonly #fields = new Editables(this);
  readonly #copies = new CopyButtons(this);
  readonly #menus = new Menus(this);
  readonly #announcer = new Announcer(this);
  readonly #late = new LatePart(this, () => import('./card-decisions.ts'), () => this.#mode === 'full');
  readonly #clock = new Clock(this);
  readonly #internals: ElementInternals = this.attachInternals();
  #hadFocus = false;
  #isDrawn = false;
  /** Why the drawing did not load. */
  #unloaded: VinculoError | undefined;
  /** A refused change that is being edited again. */
  #draft: { readonly entry: OutboxEntry; readonly field: string } | undefined;

  get #table(): CardTable { return this.contactId || !this.accountId ? 'contact' : 'account'; }
  get #id(): string | undefined { return this.contactId || this.accountId || undefined; }
  get #mode(): CardMode { return this.mode === 'compact' ? 'compact' : 'full'; }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('mode') && !['full', 'compact'].includes(this.mode)) this.warn(`mode="${this.mode}" is neither full nor compact; full is drawn`);
    if (this.contactId && this.accountId) this.warn('it has a contact-id and an account-id; the contact is drawn');
    if (this.#draft && this.#fields.editing !== this.#draft.field) this.#draft = undefined;
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement != null;
    this.#card.watch({ crm: this.crm, table: this.#table, id: this.#id, compact: this.#mode === 'compact' });
    if (changed.has('mode') && !drawingOf(this.#mode)) void this.#load();
  }

  override render(): TemplateResult {
    const { state, record } = this.#card;
    const draw = drawingOf(this.#mode);
    const stands = this.#unloaded ? 'error' : state === 'ready' || (state === 'noClient' && !this.isAlone) ? 'loading' : state;
    this.#isDrawn ||= !this.#isHeldBack;
    const content = draw && state === 'ready' && record && this.#isDrawn ? draw(this.#view(record)) : cardPlaceholder(this, stands, {
      compact: this.#mode === 'compact', what: this.t(this.#table === 'contact' ? 'card.contact' : 'field.account'), error: this.#unloaded ?? this.#card.error, retry: () => this.#retry(),
    });
    const label = record ? nameOf(record) : this.t(this.#table === 'contact' ? 'card.contact' : 'field.account');
    return html`<article part="card" class="frame" aria-label=${label}>${content}</article>${this.#announcer.render()}`;
  }

  protected override updated(): void {
    const { state, isStale, waiting, conflicts, refused } = this.#card;
    const set = (name: string, on: boolean): void => void (on ? this.#internals.states.add(name) : this.#internals.states.delete(name));
    this.#keepFocus();
    set('loading', state === 'loading' || (state === 'ready' && !drawingOf(this.#mode)));
    set('stale', isStale);
    set('unsynced', waiting.length > 0);
    set('undecided', conflicts.length + refused.length > 0);
  }

  /** What a person must decide stands high in the card: the first drawing waits for it, so that the rest need not move. */
  get #isHeldBack(): boolean {
    const { state, conflicts, refused, notices } = this.#card;
    return state !== 'ready' || (this.#mode === 'full' && !this.#late.part && !this.#late.isCutOff && conflicts.length + refused.length + notices.length > 0);
  }

  /** What had focus may be gone after a drawing: an emptied item, the undo button. Focus then stays in the card. */
  #keepFocus(): void {
    if (this.#hadFocus && !this.shadowRoot?.activeElement) this.renderRoot.querySelector<HTMLElement>('[data-menu="more"]')?.focus();
  }

  async #load(): Promise<void> {
    this.#unloaded = undefined;
    try {
      await loadDrawing(this.#mode);
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

  #view(record: CardRow): CardView {
    const table = this.#table;
    return {
      table, record, card: this.#card, fields: this.#fields, copies: this.#copies, menus: this.#menus, decisions: this.#late.part?.cardDecisions,
      locale: this.locale, t: this.t.bind(this), viewer: { locale: this.locale, now: this.#clock.now },
      label: (field) => this.#label(field),
      save: (field, value) => this.#save(record, field, value),
      draft: (field) => this.#draftText(field),
      open: (to, id) => void this.emit<RecordOpenDetail>('vinculo-record-open', { table: to, id }),
      call: (phone) => this.emit<CallDetail>('vinculo-contact-call', { table, id: record.id, record, phone }, { cancelable: true }),
      email: (email) => this.emit<EmailDetail>('vinculo-contact-email', { table, id: record.id, record, email }, { cancelable: true }),
      message: (to) => this.#message(record, to),
      complete: () => this.#complete(),
      undo: () => this.#undo(),
      editAgain: (entry, field) => { this.#draft = { entry, field }; this.#fields.edit(field); },
    };
  }

  #draftText(field: string): string | undefined {
    const value = this.#draft?.field === field ? this.#draft.entry.change.patch[field] : undefined;
    return typeof value === 'string' ? value : Array.isArray(value) ? value.join(this.t('value.separator')) : undefined;
  }

  #label(field: string): string {
    const label = this.crm?.collection(this.#table).entity.fields[field]?.label;
    return label ? labelIn(this.locale, label) : field;
  }

  #problem({ field, reason, message }: FieldProblem): string {
    if (reason === 'required') return this.t('field.required', { field: this.#label(field) });
    if (reason !== 'invalid') return message;
    return field === 'emails' ? this.t('card.emailWrong') : this.t('card.wrong', { field: this.#label(field) });
  }

  #save(record: CardRow, field: string, value: unknown): string | undefined {
    const table = this.#table;
    const patch = { [field]: value };
    const detail: ChangeDetail = { table, id: record.id, patch };
    const isCancelled = !this.emit<ChangeDetail>(table === 'contact' ? 'vinculo-contact-change' : 'vinculo-account-change', detail, { cancelable: true });
    if (isCancelled) return undefined;
    if (this.#draft?.field === field) {
      this.#card.resend(this.#draft.entry, patch);
      return undefined;
    }
    const written = this.#card.save(patch);
    if ('reason' in written) return this.#problem(written);
    this.emit<ChangedDetail>(table === 'contact' ? 'vinculo-contact-changed' : 'vinculo-account-changed', { ...detail, change: written });
    this.#announcer.say(this.t('card.changed', { field: this.#label(field) }));
    return undefined;
  }

  #message(record: CardRow, to: { readonly phone?: PhoneItem; readonly social?: SocialItem }): void {
    const goesOn = this.emit<MessageDetail>('vinculo-contact-message', { table: this.#table, id: record.id, record, ...to }, { cancelable: true });
    if (!goesOn) return;
    const address = to.phone && safeUrl(phoneHref(to.phone).replace(/^tel:/, 'sms:'));
    if (address) location.assign(address);
    else if (to.social) void this.#copy(to.social.handle);
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#announcer.say(this.t('card.copiedText', { text }));
    } catch (error) {
      this.warn(`the page may not write to the clipboard (${String(error)})`);
    }
  }

  #complete(): void {
    const activity = this.#card.next?.activity;
    if (!activity || !this.emit<CompleteDetail>('vinculo-activity-complete', { id: activity.id }, { cancelable: true })) return;
    this.#card.complete(activity);
    this.emit<CompleteDetail>('vinculo-activity-completed', { id: activity.id });
    this.#announcer.say(this.t('card.doneSaid'));
  }

  #undo(): void {
    this.#card.undo();
    this.#announcer.say(this.t('card.undone'));
  }
}
