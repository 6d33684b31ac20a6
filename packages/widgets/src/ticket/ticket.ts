import type { VinculoError } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { deskEnglish } from '../messages/en-desk.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { avatar } from '../styles/avatar.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import type { TicketDesk } from './after-first-drawing.ts';
import { conversation } from './conversation.ts';
import type { RecordOpenDetail } from './ticket-events.ts';
import { TicketRecord } from './ticket-record.ts';
import type { Attachment } from './ticket-rows.ts';
import { composerBones, controlBones, sideBones, ticketSkeleton } from './ticket-skeleton.ts';
import { ticketStyles } from './ticket.styles.ts';
import type { TicketGlance, TicketHost } from './ticket-view.ts';

addEnglish(moreEnglish);
addEnglish(deskEnglish);

/**
 * One request for service: for agents the conversation with replies and internal notes, what was promised, who has it and what is around it; for the
 * customer whose request it is the conversation without notes, an answer, closing, reopening and a rating. Who looks is what the sign-in says.
 *
 * @tag vinculo-ticket
 *
 * @fires {CustomEvent<RecordOpenDetail>} vinculo-record-open - A person wants to see the requester, the account, an order or another ticket: `{ table, id }`.
 * @fires {CustomEvent<TicketReplyDetail>} vinculo-ticket-reply - Before a reply or a note is written; cancelable. `{ ticketId, body, internal, files, patch }`.
 * @fires {CustomEvent<TicketRepliedDetail>} vinculo-ticket-replied - After it was written.
 * @fires {CustomEvent<TicketChangeDetail>} vinculo-ticket-change - Before fields of the ticket are written (status, priority, owner ...); cancelable. `{ id, patch }`.
 * @fires {CustomEvent<TicketChangedDetail>} vinculo-ticket-changed - After they were written; `change.synced` tells when the backend has it.
 * @fires {CustomEvent<MergeDetail>} vinculo-ticket-merge - Before two tickets are made one; cancelable. `{ table, intoId, fromId, take }`.
 * @fires {CustomEvent<MergedDetail>} vinculo-ticket-merged - After it, with what `moved`; `-unmerged` once it was taken back.
 * @fires {CustomEvent<TicketSeparateDetail>} vinculo-ticket-separate - Before messages become a ticket of their own; cancelable. `{ ticketId, messageIds, subject }`.
 * @fires {CustomEvent<TicketSeparatedDetail>} vinculo-ticket-separated - After it, with the `id` of the new ticket.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The ticket could not be read, a file was not saved or uploaded, or a command was refused.
 *
 * @slot actions - In the head, after the menus.
 * @slot side - At the end of what stands beside the conversation.
 * @slot before-composer - Between the conversation and the place to write.
 *
 * @csspart frame - The whole ticket.
 * @csspart header - Number, subject and the row of controls.
 * @csspart number - The number; `subject` is the subject.
 * @csspart controls - Status, priority, owner and what is pressing.
 * @csspart service-time - A promise with its time.
 * @csspart conversation - The messages. Each is a `message`, and `staff`, `customer` or `note`; `message-body`, `file` and `earlier` in it, and `show-images` above a mail whose images are not loaded.
 * @csspart composer - Where one answers; `composer-tab`, `composer-text`, `primary-button` in it.
 * @csspart macro - What a saved reply changes beside its words; `apply-macro` does it at once.
 * @csspart copies - Who gets answers in copy: each a `copy`; `add-copy` and `copy-input` add one, `offered` are those that a mail named.
 * @csspart others - Colleagues who have the ticket open (`replying` too, while they answer).
 * @csspart side - What stands beside the conversation; `side-part` is each block, `more-rows` the way to further rows of it.
 * @csspart decisions - Conflicts, refused changes and notices.
 * @csspart closing - For the customer: to close, to reopen, to rate; `rating` is the scale.
 * @csspart foot - The last own change, with `undo`, or who changed it last.
 * @csspart dialog - Merge, split, escalate, and what a status asks for.
 * @csspart state - What stands in place of the ticket: `empty`, `error`, `forbidden`, `not-found`, `no-client`; `skeleton` while it loads.
 * @csspart banner - Offline, or older data.
 *
 * @cssstate loading - The ticket is on its way.
 * @cssstate stale - Shown from the cache, not as the backend holds it now.
 * @cssstate unsynced - Own changes wait.
 * @cssstate undecided - A conflict or a refused change waits for a person.
 *
 * @example
 * <vinculo-provider endpoint="https://crm.example" token-url="/crm-token">
 *   <vinculo-ticket ticket-id="0192f0c1"></vinculo-ticket>
 * </vinculo-provider>
 */
export class Ticket extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, avatar, button, ticketStyles];

  /** Id of the ticket to show. */
  @property({ attribute: 'ticket-id' }) ticketId?: string;
  /** `compact` draws closer rows and lower controls. */
  @property({ reflect: true }) density?: 'compact';

  readonly #record = new TicketRecord(this, (error) => this.emit<VinculoError>('vinculo-error', error));
  readonly #clock = new Clock(this);
  readonly #internals: ElementInternals = this.attachInternals();
  readonly #host: TicketHost = {
    element: this, record: this.#record,
    emit: (name, detail, options) => this.emit(name, detail, options),
    warn: (text) => this.warn(text),
  };
  readonly #late: LatePart<TicketDesk> = new LatePart(this, async () => {
    const part = this.dress(await this.later(import('./after-first-drawing.ts')));
    return new part.TicketDesk(this.#host);
  });
  #isDrawn = false;
  #hadFocus = false;

  /** Puts the cursor where one answers, with a text where one is given. `internal`: as a note that the customer does not see. */
  reply(text?: string, { internal = false }: { internal?: boolean } = {}): void {
    // Without its file there is no composer, and the next drawing asks for that again.
    this.#late.load().then((desk) => desk.write(text, internal), () => {});
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('ticketId')) this.#isDrawn = false;
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement != null;
    this.#record.watch(this.crm, this.ticketId || undefined);
    this.#late.part?.watch();
  }

  override render(): TemplateResult {
    const { ticket } = this.#record;
    const label = ticket ? [ticket.number, ticket.subject].filter(Boolean).join(' ') : this.t('desk.ticket');
    return html`<article part="frame" class="frame" aria-label=${label}>${this.#content()}</article>${this.#late.part?.announcer.render()}`;
  }

  #content(): unknown {
    const { state, ticket } = this.#record;
    const { part, isCutOff } = this.#late;
    if (state === 'ready' && ticket && (this.#isDrawn || part || isCutOff || !this.#isHeldBack())) return this.#ticket(this.#glance());
    if (state === 'ready' || state === 'loading' || (state === 'noClient' && !this.isAlone)) return ticketSkeleton(this);
    if (!part) return isCutOff ? cutOff(this, () => void this.#late.load().catch(() => {})) : ticketSkeleton(this);
    return part.instead(state);
  }

  /** What is amiss stands above the ticket: the first drawing waits for it, so that nothing moves. */
  #isHeldBack(): boolean { return this.#record.isAway; }

  #ticket(glance: TicketGlance): TemplateResult {
    this.#isDrawn = true;
    const { ticket } = glance;
    const { part: desk, isCutOff } = this.#late;
    const writing = this.#record.mayCreate('ticketMessage');
    const late = isCutOff && !desk ? cutOff(this, () => void this.#late.load().catch(() => {})) : undefined;
    return html`${desk?.banner(glance)}<div class="tk">
      <header part="header" class="head"><div class="row">${ticket.number ? html`<bdi dir="ltr" part="number" class="text-3 typed">${ticket.number}</bdi>` : nothing}<h3 part="subject" class="title"><bdi>${ticket.subject}</bdi></h3></div>
        ${desk ? html`<div part="controls" class="row wrap controls">${desk.controls(glance)}<slot name="actions"></slot></div>` : controlBones()}</header>
      <div class="main">${desk?.decisions(glance)}${conversation(glance, () => this.#record.showEarlier())}<slot name="before-composer"></slot>${desk ? desk.composer(glance) : late ?? (writing ? composerBones() : nothing)}</div>
      <aside part="side" class="aside" aria-label=${this.t('desk.beside')}>${desk ? desk.side(glance) : sideBones()}<slot name="side"></slot></aside></div>${desk?.foot(glance)}${desk?.dialogs(glance)}`;
  }

  protected override updated(): void {
    const desk = this.#late.part;
    const set = (name: string, on: boolean): void => void (on ? this.#internals.states.add(name) : this.#internals.states.delete(name));
    set('loading', this.#record.state === 'loading' || (this.#record.state === 'ready' && !this.#isDrawn));
    set('stale', this.#record.isStale);
    set('unsynced', desk?.isUnsynced ?? false);
    set('undecided', desk?.isUndecided ?? false);
    // What had focus may be gone after a drawing: focus then stays in the ticket.
    if (this.#hadFocus && !this.shadowRoot?.activeElement) desk?.takeFocus();
  }

  #glance(): TicketGlance {
    const { part } = this.#late;
    return {
      w: this, record: this.#record, ticket: this.#record.ticket!, viewer: { locale: this.locale, now: this.#clock.now },
      open: (table, id) => void this.emit<RecordOpenDetail>('vinculo-record-open', { table, id }),
      save: (file) => this.#save(file),
      beside: part && ((message) => part.besideMessage(message)),
      foreign: part && ((message) => part.foreign(message)),
    };
  }

  #save(file: Attachment): void {
    this.#late.load().then((desk) => desk.saveFile(file), () => {});
  }
}
