import type { FieldProblem, VinculoError } from '@vinculo/sdk';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isolated } from '../format/isolated.ts';
import { banner } from '../parts/banner.ts';
import { ComposerFiles } from '../parts/composer-files.ts';
import { FileDrop } from '../parts/file-drop.ts';
import { icon } from '../parts/icon.ts';
import { othersLine } from '../parts/others-line.ts';
import { AfterReply } from './after-reply.ts';
import type { ComposerParts } from './composer-parts.ts';
import { ReplyCopies } from './reply-copies.ts';
import { fillReply, type ReplySources } from './reply-variables.ts';
import { SavedReplies } from './saved-replies.ts';
import type { TicketRepliedDetail, TicketReplyDetail } from './ticket-events.ts';
import type { SavedReply } from './ticket-rows.ts';
import type { TicketGlance } from './ticket-view.ts';
import { TypedReply, type Kind } from './typed-reply.ts';

/** Where one answers, or notes something for colleagues. What is typed stays with the tab until it is sent. */
export class ReplyComposer implements ReactiveController {
  readonly #parts: ComposerParts;
  readonly #files: ComposerFiles;
  readonly #replies: SavedReplies;
  readonly #copies: ReplyCopies;
  readonly #typed: TypedReply = new TypedReply();
  readonly #after: AfterReply;
  readonly #drop: FileDrop;
  #problem: string | undefined;
  #isSending = false;
  #focus: string | undefined;
  /** Of an answer over which one was warned. */
  #warnedOf: string | undefined;

  constructor(parts: ComposerParts) {
    this.#parts = parts;
    const { element } = parts.host;
    this.#files = new ComposerFiles(element);
    this.#replies = new SavedReplies(element, (reply) => this.#use(reply));
    this.#copies = new ReplyCopies(element, parts.set);
    this.#after = new AfterReply(parts, () => this.#toText(), (problem) => this.#stop(problem));
    this.#drop = new FileDrop(element, { mayTake: () => parts.host.record.mayCreate('attachment'), take: (files) => this.#files.add(files) });
    element.addController(this);
  }

  hostUpdated(): void {
    const focus = this.#focus;
    this.#focus = undefined;
    if (focus) this.#find(focus)?.focus();
  }

  /** An answer to the customer is under way; a note is in nobody's way. */
  get isWriting(): boolean { return this.#typed.isWriting; }

  /** Opens it with a text, and puts the cursor there. */
  write(text: string | undefined, internal: boolean): void {
    this.#typed.kind = internal ? 'note' : 'reply';
    if (text !== undefined) this.#set(text);
    this.#toText();
  }

  /** Takes back what was refused. */
  takeBack(text: string, internal: boolean): void {
    const kind = internal ? 'note' : 'reply';
    this.write([text, this.#typed.of(kind)].filter(Boolean).join('\n\n'), internal);
  }

  /** Called before each drawing: another ticket has another draft. */
  watch(): void {
    const { record } = this.#parts.host;
    const { description, id } = record;
    if (!description || !id) return;
    if (!this.#typed.resume(['ticket', description.tenant, description.user.id ?? description.user.role, id], this.#newest)) return;
    this.#after.clear();
    this.#problem = undefined;
    this.#copies.clear();
    this.#files.clear();
  }

  // ---- the drawing -------------------------------------------------------------------------------------------------

  render(glance: TicketGlance): TemplateResult | typeof nothing {
    const { w, record } = glance;
    if (!record.mayCreate('ticketMessage')) return nothing;
    const staff = record.who === 'staff';
    const kind = this.#current;
    const label = w.t(kind === 'note' ? 'desk.noteLabel' : staff ? 'desk.replyLabel' : 'desk.addLabel');
    const hint = kind === 'note' ? w.t('desk.noteHint') : staff ? this.#receiver(glance) : w.t('desk.addHint');
    return html`<form part="composer" class="compose ${kind} ${this.#drop.isOver ? 'dropping' : ''}" aria-label=${w.t('desk.composer')} novalidate @submit=${this.#submit} @keydown=${this.#keys} @dragover=${this.#drop.drag} @dragleave=${this.#drop.drag} @drop=${this.#drop.drop} @paste=${this.#drop.paste}>
      ${this.#there(glance)}${staff ? html`<div class="tabs" role="tablist" aria-label=${w.t('desk.composer')}>${(['reply', 'note'] as const).map((each) => html`<button type="button" role="tab" part="composer-tab" id=${`write-${each}`} aria-selected=${each === kind} aria-controls="write" tabindex=${each === kind ? 0 : -1} @click=${() => this.#choose(each)} @keydown=${this.#tabKeys}>${w.t(each === 'reply' ? 'desk.reply' : 'desk.note')}${
        each !== kind && this.#typed.of(each).trim() ? html`<span class="dot"></span><span class="hidden-text">${w.t('desk.hasDraft')}</span>` : nothing}</button>`)}</div>` : nothing}
      <div id="write" role=${staff ? 'tabpanel' : nothing} aria-labelledby=${staff ? `write-${kind}` : nothing}>
        <textarea part="composer-text" class="text" rows="2" dir="auto" aria-label=${label} aria-describedby=${this.#problem ? 'write-hint write-problem' : 'write-hint'} aria-invalid=${this.#problem ? 'true' : nothing} placeholder=${label} ?readonly=${this.#isSending} .value=${live(this.#typed.of(kind))} @input=${(event: Event) => this.#set((event.currentTarget as HTMLTextAreaElement).value)}></textarea>
        ${this.#unfilled(glance, kind)}${this.#files.render()}${this.#meanwhile(glance, kind)}${staff ? this.#after.preview(glance, this.#isSending) : nothing}
        ${staff && kind === 'reply' ? this.#copies.render(glance) : nothing}<p id="write-hint" class="fine text-3 hint-line">${hint}</p>
        ${this.#problem ? html`<p id="write-problem" class="fine bad row tight problem" role="alert">${icon('warn', 'small')}${this.#problem}</p>` : nothing}
      </div>
      <div class="tools">${staff ? this.#replies.render(this.#parts.controller.replies(kind === 'note')) : nothing}${record.mayCreate('attachment') ? this.#files.button() : nothing}${this.#after.button(glance, kind, this.#isSending)}</div></form>`;
  }

  /** Colleagues at the same ticket, in the upper corner of where one writes. */
  #there({ w, ticket }: TicketGlance): unknown {
    const there = this.#parts.others.of(ticket.id);
    return there.length > 0 ? html`<div class="there">${othersLine(w, there)}</div>` : nothing;
  }

  #receiver({ w, record, ticket }: TicketGlance): string {
    const name = record.contact(ticket.contactId)?.name ?? ticket.guestName;
    return name ? w.t('desk.replyTo', { name: isolated(name) }) : w.t('desk.replyHint');
  }

  #unfilled({ w }: TicketGlance, kind: Kind): TemplateResult | typeof nothing {
    const open = kind === 'reply' ? this.#typed.open : [];
    if (open.length === 0) return nothing;
    return html`<div part="unfilled" class="row wrap unfilled"><span class="fine text-3">${w.t('desk.fillIn')}</span>${open.map((each) => html`<button type="button" class="badge info" @click=${() => this.#select(each)}><bdi>${each}</bdi></button>`)}</div>`;
  }

  /** Somebody else wrote since one began: both would answer. */
  #meanwhile({ w }: TicketGlance, kind: Kind): TemplateResult | typeof nothing {
    const other = this.#otherSince(kind);
    return other ? html`<div class="meanwhile">${banner(w.t('desk.meanwhile', { name: other.name }), { tone: 'warn', icon: 'person' })}</div>` : nothing;
  }

  /** What somebody else wrote since one began. */
  #otherSince(kind: Kind): { readonly id: string; readonly name: string } | undefined {
    const { host: { element: w, record }, controller: { me } } = this.#parts;
    const since = this.#typed.begunAfter(kind);
    if (since === undefined) return undefined;
    const other = record.rows.find(({ at, fromUserId, createdBy, internal }) => at > since && !internal && (fromUserId ?? createdBy) !== me);
    if (!other) return undefined;
    const { side, name } = record.author(other);
    return { id: other.id, name: name ?? w.t(side === 'staff' ? 'desk.service' : 'desk.guest') };
  }

  // ---- what is typed -----------------------------------------------------------------------------------------------

  get #current(): Kind { return this.#parts.host.record.who === 'staff' ? this.#typed.kind : 'reply'; }
  /** When the last message came. */
  get #newest(): string { return this.#parts.host.record.rows[0]?.at ?? ''; }

  #set(text: string): void {
    this.#typed.set(this.#current, text, this.#newest);
    this.#problem = undefined;
    this.#redraw();
  }

  #choose(kind: Kind): void {
    this.#typed.kind = kind;
    this.#problem = undefined;
    this.#toText();
  }

  readonly #tabKeys = (event: KeyboardEvent): void => {
    if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
    event.preventDefault();
    const { kind } = this.#typed;
    this.#typed.kind = event.key === 'Home' ? 'reply' : event.key === 'End' ? 'note' : kind === 'reply' ? 'note' : 'reply';
    this.#focus = `#write-${this.#typed.kind}`;
    this.#redraw();
  };

  /** Takes a saved reply: its words where the cursor is, what it changes to be looked at first. */
  #use(reply: SavedReply): void {
    this.#after.take(reply, this.#sources());
    if (reply.body.trim()) this.#insert(reply.body);
    else this.#redraw();
  }

  #insert(body: string): void {
    const { text, open } = fillReply(body, this.#sources());
    const area = this.#find<HTMLTextAreaElement>('.compose .text');
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [0, 0];
    const typed = this.#typed.of(this.#current);
    this.#typed.toFillIn(open);
    this.#set(`${typed.slice(0, from)}${text}${typed.slice(to)}`);
    void this.#afterInsert(open[0], from + text.length);
  }

  async #afterInsert(first: string | undefined, end: number): Promise<void> {
    await this.#parts.host.element.updateComplete;
    if (first) this.#select(first);
    else {
      const area = this.#find<HTMLTextAreaElement>('.compose .text');
      area?.focus();
      area?.setSelectionRange(end, end);
    }
  }

  #select(what: string): void {
    const area = this.#find<HTMLTextAreaElement>('.compose .text');
    const at = area?.value.indexOf(what) ?? -1;
    area?.focus();
    if (at >= 0) area!.setSelectionRange(at, at + what.length);
  }

  #sources(): ReplySources {
    const { host: { record }, controller } = this.#parts;
    // A copy has any field's name for a key; a row only those of its type.
    const copy = (row: object | undefined): Readonly<Record<string, unknown>> | undefined => row && { ...row };
    return { ticket: { ...record.ticket }, contact: copy(record.contact(record.ticket!.contactId)), account: copy(controller.account), order: copy(controller.order), agent: record.description?.user.name };
  }

  // ---- sending -----------------------------------------------------------------------------------------------------

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) this.#submit(event);
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    if (this.#isSending) return;
    const { host: { element: w, record }, ask } = this.#parts;
    const kind = this.#current;
    const { open } = this.#typed;
    if (!this.#typed.of(kind).trim()) return this.#stop(w.t('desk.needText'));
    if (kind === 'reply' && open.length > 0) return this.#stop(w.t('desk.needFilled', { what: open.join(w.t('value.separator')) }));
    if (this.#files.areWrong) return this.#stop(w.t('desk.filesWrong'));
    // Two answers to one question: the second is sent only by who knows of the first.
    const other = kind === 'reply' && record.who === 'staff' ? this.#otherSince(kind) : undefined;
    if (other && other.id !== this.#warnedOf) {
      this.#warnedOf = other.id;
      return this.#stop(w.t('desk.sendOver', { name: other.name }));
    }
    const move = this.#after.move(kind, record.ticket!);
    if (move && move.asks.length > 0) ask(move.asks, move.title, (values) => void this.#hand(kind, { ...move.patch, ...values }));
    else void this.#hand(kind, move?.patch ?? {});
  };

  #stop(problem: string): void {
    this.#problem = problem;
    this.#toText();
  }

  async #hand(kind: Kind, moved: Readonly<Record<string, unknown>>): Promise<void> {
    const { patch: along, note } = this.#after.along;
    const patch = { ...along, ...moved };
    const { host: { emit, record, element: w }, controller, announcer } = this.#parts;
    const ticketId = record.id!;
    const body = this.#typed.of(kind).trim();
    const internal = kind === 'note';
    const files = this.#files.list.flatMap(({ file }) => (file ? [file] : []));
    if (!emit<TicketReplyDetail>('vinculo-ticket-reply', { ticketId, body, internal, files, patch }, { cancelable: true })) return;
    this.#isSending = true;
    this.#redraw();
    if (this.#files.unsent > 0) announcer.say(w.t('desk.uploading'));
    const failure = await this.#files.upload(record.crm!);
    this.#isSending = false;
    if (failure) {
      emit<VinculoError>('vinculo-error', failure);
      return this.#stop(w.t(failure.code === 'offline' ? 'desk.filesOffline' : failure.code === 'unsupported' ? 'desk.filesUnsupported' : 'desk.filesFailed'));
    }
    // Meanwhile another ticket may have been opened; its draft keeps what was typed here.
    if (record.id !== ticketId) return;
    const written: string | FieldProblem = controller.send({ body, internal, files: this.#files.list, patch, ...(note === undefined ? {} : { note }) });
    if (typeof written !== 'string') return this.#stop(written.message);
    this.#typed.sent(kind);
    this.#after.clear();
    this.#problem = undefined;
    this.#files.clear();
    this.#focus = '.compose .text';
    announcer.say(w.t(internal ? 'desk.noteAdded' : 'desk.replySent'));
    emit<TicketRepliedDetail>('vinculo-ticket-replied', { ticketId, messageId: written, internal });
    this.#redraw();
  }

  /** Puts the cursor into the text. */
  #toText(): void {
    this.#focus = '.compose .text';
    this.#redraw();
  }

  #redraw(): void { this.#parts.host.element.requestUpdate(); }
  #find<T extends HTMLElement>(selector: string): T | null { return this.#parts.host.element.renderRoot.querySelector<T>(selector); }
}
