import type { FieldProblem, VinculoError } from '@vinculo/sdk';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isolated } from '../format/isolated.ts';
import { formatLabel } from '../format/label.ts';
import type { Announcer } from '../parts/announcer.ts';
import { openDraft, type Draft } from '../parts/draft.ts';
import { banner } from '../parts/banner.ts';
import { ComposerFiles } from '../parts/composer-files.ts';
import { icon } from '../parts/icon.ts';
import type { Menus } from '../parts/menu.ts';
import type { OthersHere } from '../parts/others-here.ts';
import { othersLine } from '../parts/others-line.ts';
import { ReplyCopies } from './reply-copies.ts';
import { macroPlan, type MacroPlan } from './reply-macro.ts';
import { fillReply, type ReplySources } from './reply-variables.ts';
import { SavedReplies } from './saved-replies.ts';
import { isEnded, statuses } from './status-moves.ts';
import type { TicketController } from './ticket.controller.ts';
import type { TicketRepliedDetail, TicketReplyDetail } from './ticket-events.ts';
import type { SavedReply, TicketRow, TicketStatus } from './ticket-rows.ts';
import type { TicketGlance, TicketHost } from './ticket-view.ts';

type Kind = 'reply' | 'note';

/** What the composer is given to work with. */
export interface ComposerParts {
  readonly host: TicketHost;
  readonly controller: TicketController;
  readonly announcer: Announcer;
  readonly menus: Menus;
  readonly others: OthersHere;
  /** Does what a saved reply says, but for its words: fields and a note as one, after the page agreed. Answers what is wrong. */
  readonly apply: (patch: Readonly<Record<string, unknown>>, note: string | undefined) => string | undefined;
  /** Writes fields of the ticket, after the page agreed. */
  readonly set: (patch: Readonly<Record<string, unknown>>) => void;
  /** Asks for fields first; `done` gets their values. Not called where a person thinks better of it. */
  readonly ask: (fields: readonly string[], title: string, done: (values: Readonly<Record<string, unknown>>) => void) => void;
}

/** Who typed nothing for so long writes no more, in milliseconds: a draft that was left is no answer that is under way. */
const pausedAfter = 60_000;

/** The state stays as it is. */
const keep = 'keep';

/** Where one answers, or notes something for colleagues. What is typed stays with the tab until it is sent. */
export class ReplyComposer implements ReactiveController {
  readonly #parts: ComposerParts;
  readonly #files: ComposerFiles;
  readonly #replies: SavedReplies;
  readonly #copies: ReplyCopies;
  #kind: Kind = 'reply';
  #text: Record<Kind, string> = { reply: '', note: '' };
  /** Of saved replies: what is still to be filled in. */
  #open: readonly string[] = [];
  #then: TicketStatus | typeof keep | undefined;
  /** What a saved reply changes beside its words: shown first, and done when it is sent, or at a press. */
  #macro: MacroPlan | undefined;
  #problem: string | undefined;
  #isSending = false;
  #isDropping = false;
  #focus: string | undefined;
  /** The newest message when one began to write. */
  #begunAfter: string | undefined;
  /** When something was last typed into the reply, in milliseconds. */
  #typedAt = 0;
  /** Of an answer over which one was warned. */
  #warnedOf: string | undefined;
  #draft: Draft | undefined;
  #of = '';

  constructor(parts: ComposerParts) {
    this.#parts = parts;
    const { element } = parts.host;
    this.#files = new ComposerFiles(element);
    this.#replies = new SavedReplies(element, (reply) => this.#use(reply));
    this.#copies = new ReplyCopies(element, parts.set);
    element.addController(this);
  }

  hostUpdated(): void {
    const focus = this.#focus;
    this.#focus = undefined;
    if (focus) this.#find(focus)?.focus();
  }

  /** An answer to the customer is under way; a note is in nobody's way. */
  get isWriting(): boolean { return this.#text.reply.trim() !== '' && Date.now() - this.#typedAt < pausedAfter; }

  /** Opens it with a text, and puts the cursor there. */
  write(text: string | undefined, internal: boolean): void {
    this.#kind = internal ? 'note' : 'reply';
    if (text !== undefined) this.#set(text);
    this.#focus = '.compose .text';
    this.#redraw();
  }

  /** Takes back what was refused. */
  takeBack(text: string, internal: boolean): void {
    const kind = internal ? 'note' : 'reply';
    this.write([text, this.#text[kind]].filter(Boolean).join('\n\n'), internal);
  }

  /** Called before each drawing: another ticket has another draft. */
  watch(): void {
    const { record } = this.#parts.host;
    const { description, id } = record;
    if (!description || !id) return;
    const owner = ['ticket', description.tenant, description.user.id ?? description.user.role, id];
    if (owner.join('/') === this.#of) return;
    this.#of = owner.join('/');
    this.#draft = openDraft(owner);
    const kept = this.#draft.read();
    this.#text = { reply: kept?.['reply'] ?? '', note: kept?.['note'] ?? '' };
    this.#kind = kept?.['kind'] === 'note' ? 'note' : 'reply';
    this.#begunAfter = record.rows[0]?.at ?? '';
    this.#open = [];
    this.#then = undefined;
    this.#macro = undefined;
    this.#problem = undefined;
    this.#typedAt = 0;
    this.#copies.clear();
    this.#files.clear();
  }

  // ---- the drawing -------------------------------------------------------------------------------------------------

  render(glance: TicketGlance): TemplateResult | typeof nothing {
    const { w, record } = glance;
    if (!record.mayCreate('ticketMessage')) return nothing;
    const staff = record.who === 'staff';
    const kind: Kind = staff ? this.#kind : 'reply';
    const label = w.t(kind === 'note' ? 'desk.noteLabel' : staff ? 'desk.replyLabel' : 'desk.addLabel');
    const hint = kind === 'note' ? w.t('desk.noteHint') : staff ? this.#receiver(glance) : w.t('desk.addHint');
    return html`<form part="composer" class="compose ${kind} ${this.#isDropping ? 'dropping' : ''}" aria-label=${w.t('desk.composer')} novalidate @submit=${this.#submit} @keydown=${this.#keys} @dragover=${this.#drag} @dragleave=${this.#drag} @drop=${this.#drop} @paste=${this.#paste}>
      ${this.#there(glance)}${staff ? html`<div class="tabs" role="tablist" aria-label=${w.t('desk.composer')}>${(['reply', 'note'] as const).map((each) => html`<button type="button" role="tab" part="composer-tab" id=${`write-${each}`} aria-selected=${each === kind} aria-controls="write" tabindex=${each === kind ? 0 : -1} @click=${() => this.#choose(each)} @keydown=${this.#tabKeys}>${w.t(each === 'reply' ? 'desk.reply' : 'desk.note')}${
        each !== kind && this.#text[each].trim() ? html`<span class="dot"></span><span class="hidden-text">${w.t('desk.hasDraft')}</span>` : nothing}</button>`)}</div>` : nothing}
      <div id="write" role=${staff ? 'tabpanel' : nothing} aria-labelledby=${staff ? `write-${kind}` : nothing}>
        <textarea part="composer-text" class="text" rows="2" dir="auto" aria-label=${label} aria-describedby=${this.#problem ? 'write-hint write-problem' : 'write-hint'} aria-invalid=${this.#problem ? 'true' : nothing} placeholder=${label} ?readonly=${this.#isSending} .value=${live(this.#text[kind])} @input=${(event: Event) => this.#set((event.currentTarget as HTMLTextAreaElement).value)}></textarea>
        ${this.#unfilled(glance, kind)}${this.#files.render()}${this.#meanwhile(glance, kind)}${staff ? this.#preview(glance) : nothing}
        ${staff && kind === 'reply' ? this.#copies.render(glance) : nothing}<p id="write-hint" class="fine text-3 hint-line">${hint}</p>
        ${this.#problem ? html`<p id="write-problem" class="fine bad row tight problem" role="alert">${icon('warn', 'small')}${this.#problem}</p>` : nothing}
      </div>
      <div class="tools">${staff ? this.#replies.render(this.#parts.controller.replies(kind === 'note')) : nothing}${record.mayCreate('attachment') ? this.#files.button() : nothing}${this.#send(glance, kind, staff)}</div></form>`;
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
    const open = kind === 'reply' ? this.#stillOpen : [];
    if (open.length === 0) return nothing;
    return html`<div part="unfilled" class="row wrap unfilled"><span class="fine text-3">${w.t('desk.fillIn')}</span>${open.map((each) => html`<button type="button" class="badge info" @click=${() => this.#select(each)}><bdi>${each}</bdi></button>`)}</div>`;
  }

  /** What the chosen reply does beside its words. */
  #preview({ w }: TicketGlance): TemplateResult | typeof nothing {
    const macro = this.#macro;
    if (!macro) return nothing;
    return html`<div part="macro" class="macro" role="group" aria-label=${w.t('desk.macro', { name: isolated(macro.name) })}><p class="fine bold">${w.t('desk.macro', { name: isolated(macro.name) })}</p>
      <ul>${macro.lines.map((line) => html`<li class="fine"><bdi>${line}</bdi></li>`)}</ul><p class="row wrap"><span class="fine text-3 grow">${w.t('desk.macroHint')}</span><button type="button" part="apply-macro" class="btn small" ?disabled=${this.#isSending} @click=${() => this.#applyMacro()}>${w.t('desk.macroApply')}</button><button type="button" class="clear" aria-label=${w.t('desk.macroDrop')} title=${w.t('desk.macroDrop')} @click=${() => this.#dropMacro()}>${icon('x', 'small')}</button></p></div>`;
  }

  #dropMacro(): void {
    if (this.#macro?.status !== undefined) this.#then = undefined;
    this.#macro = undefined;
    this.#focus = '.compose .text';
    this.#redraw();
  }

  /** At once, without the words, which stay where they are. */
  #applyMacro(): void {
    const { controller, ask } = this.#parts;
    const macro = this.#macro!;
    const move = macro.status === undefined ? undefined : controller.status(macro.status);
    const done = (values: Readonly<Record<string, unknown>>): void => {
      const problem = this.#parts.apply({ ...macro.patch, ...move?.patch, ...values }, macro.note);
      if (problem !== undefined) return this.#stop(problem);
      this.#dropMacro();
    };
    if (move && move.asks.length > 0) ask(move.asks, macro.name, done);
    else done({});
  }

  /** Somebody else wrote since one began: both would answer. */
  #meanwhile({ w }: TicketGlance, kind: Kind): TemplateResult | typeof nothing {
    const other = this.#otherSince(kind);
    return other ? html`<div class="meanwhile">${banner(w.t('desk.meanwhile', { name: other.name }), { tone: 'warn', icon: 'person' })}</div>` : nothing;
  }

  /** What somebody else wrote since one began. */
  #otherSince(kind: Kind): { readonly id: string; readonly name: string } | undefined {
    const { host: { element: w, record }, controller: { me } } = this.#parts;
    const since = this.#begunAfter;
    if (since === undefined || !this.#text[kind].trim()) return undefined;
    const other = record.rows.find(({ at, fromUserId, createdBy, internal }) => at > since && !internal && (fromUserId ?? createdBy) !== me);
    if (!other) return undefined;
    const { side, name } = record.author(other);
    return { id: other.id, name: name ?? w.t(side === 'staff' ? 'desk.service' : 'desk.guest') };
  }

  #send(glance: TicketGlance, kind: Kind, staff: boolean): TemplateResult {
    const { w, record, ticket } = glance;
    const busy = this.#isSending ? 'true' : nothing;
    if (kind === 'note' || !staff || !record.canEdit('status')) return html`<button type="submit" part="button primary-button" class="btn primary small" aria-disabled=${busy}>${this.#isSending ? w.t('desk.sending') : w.t(kind === 'note' ? 'desk.addNote' : 'action.send')}</button>`;
    const chosen = this.#chosen(ticket);
    const items = [keep, ...statuses.filter((each) => each !== 'new')].map((each) => {
      const move = each === keep ? undefined : this.#parts.controller.status(each as TicketStatus); // all but `keep` are
      return { value: each, label: this.#sendLabel(each), ...(move?.blocked ? { disabled: true, hint: w.t('desk.notFromHere') } : {}) };
    });
    return html`<span class="split"><button type="submit" part="button primary-button" class="btn primary small" aria-disabled=${busy}>${this.#isSending ? w.t('desk.sending') : this.#sendLabel(chosen)}</button>${
      this.#parts.menus.render({ id: 'send', button: '', name: w.t('desk.sendMenu'), className: 'primary small square', items, value: chosen, choose: (value) => { this.#then = value as TicketStatus | typeof keep; this.#redraw(); } })}</span>`;
  }

  /** After an answer it is the customer's turn, unless the ticket has ended or somebody says otherwise. */
  #chosen(ticket: TicketRow): TicketStatus | typeof keep {
    const then = this.#then ?? (isEnded(ticket.status) ? keep : 'pending');
    return then !== keep && this.#parts.controller.status(then).blocked ? keep : then;
  }

  #sendLabel(then: string): string {
    const { element: w, record } = this.#parts.host;
    const option = record.options('status').find(({ value }) => value === then);
    if (then === keep || !option) return w.t('action.send');
    const label = formatLabel(w.locale, option.label);
    // Within a sentence English writes it small; other languages have words that are always written large.
    return w.t('desk.sendAnd', { status: w.locale.startsWith('en') ? label.toLocaleLowerCase(w.locale) : label });
  }

  // ---- what is typed -----------------------------------------------------------------------------------------------

  get #current(): Kind { return this.#parts.host.record.who === 'staff' ? this.#kind : 'reply'; }
  get #stillOpen(): readonly string[] { return this.#open.filter((each) => this.#text.reply.includes(each)); }

  #set(text: string): void {
    if (!this.#text[this.#current].trim()) this.#begunAfter = this.#parts.host.record.rows[0]?.at ?? '';
    this.#text = { ...this.#text, [this.#current]: text };
    if (this.#current === 'reply') this.#typedAt = Date.now();
    this.#problem = undefined;
    this.#keep();
    this.#redraw();
  }

  #keep(): void {
    if (this.#text.reply.trim() || this.#text.note.trim()) this.#draft?.save({ ...this.#text, kind: this.#kind });
    else this.#draft?.clear();
  }

  #choose(kind: Kind): void {
    this.#kind = kind;
    this.#problem = undefined;
    this.#focus = '.compose .text';
    this.#redraw();
  }

  readonly #tabKeys = (event: KeyboardEvent): void => {
    if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) return;
    event.preventDefault();
    this.#kind = event.key === 'Home' ? 'reply' : event.key === 'End' ? 'note' : this.#kind === 'reply' ? 'note' : 'reply';
    this.#focus = `#write-${this.#kind}`;
    this.#redraw();
  };

  /** Takes a saved reply: its words where the cursor is, what it changes to be looked at first. */
  #use(reply: SavedReply): void {
    const { host, controller } = this.#parts;
    this.#macro = macroPlan(reply, host, controller, this.#sources());
    // The button that sends says which state the ticket gets.
    if (this.#macro?.status !== undefined) this.#then = this.#macro.status;
    if (reply.body.trim()) this.#insert(reply.body);
    else this.#redraw();
  }

  #insert(body: string): void {
    const { text, open } = fillReply(body, this.#sources());
    const area = this.#find<HTMLTextAreaElement>('.compose .text');
    const [from, to] = area ? [area.selectionStart, area.selectionEnd] : [0, 0];
    const typed = this.#text[this.#current];
    this.#open = [...this.#open, ...open];
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

  // ---- files -------------------------------------------------------------------------------------------------------

  readonly #drag = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files') || !this.#parts.host.record.mayCreate('attachment')) return;
    event.preventDefault();
    const isIn = event.type === 'dragover';
    if (isIn === this.#isDropping || (!isIn && event.currentTarget !== event.target)) return;
    this.#isDropping = isIn;
    this.#redraw();
  };

  readonly #drop = (event: DragEvent): void => {
    if (!this.#isDropping) return;
    event.preventDefault();
    this.#isDropping = false;
    this.#files.add([...(event.dataTransfer?.files ?? [])]);
  };

  readonly #paste = (event: ClipboardEvent): void => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0 || !this.#parts.host.record.mayCreate('attachment')) return;
    event.preventDefault();
    this.#files.add(files);
  };

  // ---- sending -----------------------------------------------------------------------------------------------------

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) this.#submit(event);
  };

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    if (this.#isSending) return;
    const { host: { element: w, record }, controller, ask } = this.#parts;
    const kind = this.#current;
    const open = this.#stillOpen;
    if (!this.#text[kind].trim()) return this.#stop(w.t('desk.needText'));
    if (kind === 'reply' && open.length > 0) return this.#stop(w.t('desk.needFilled', { what: open.join(w.t('value.separator')) }));
    if (this.#files.areWrong) return this.#stop(w.t('desk.filesWrong'));
    // Two answers to one question: the second is sent only by who knows of the first.
    const other = kind === 'reply' && record.who === 'staff' ? this.#otherSince(kind) : undefined;
    if (other && other.id !== this.#warnedOf) {
      this.#warnedOf = other.id;
      return this.#stop(w.t('desk.sendOver', { name: other.name }));
    }
    const ticket = record.ticket!;
    // A note sets no state by itself; what goes with it may.
    const then = record.who !== 'staff' || !record.canEdit('status') ? keep : kind === 'note' ? (this.#macro?.status ?? keep) : this.#chosen(ticket);
    if (then === keep || then === ticket.status) return void this.#hand(kind, {});
    const move = controller.status(then);
    if (move.asks.length > 0) ask(move.asks, this.#sendLabel(then), (values) => void this.#hand(kind, { ...move.patch, ...values }));
    else void this.#hand(kind, move.patch);
  };

  #stop(problem: string): void {
    this.#problem = problem;
    this.#focus = '.compose .text';
    this.#redraw();
  }

  async #hand(kind: Kind, moved: Readonly<Record<string, unknown>>): Promise<void> {
    const patch = { ...this.#macro?.patch, ...moved };
    const note = this.#macro?.note;
    const { host: { emit, record, element: w }, controller, announcer } = this.#parts;
    const ticketId = record.id!;
    const body = this.#text[kind].trim();
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
    this.#text = { ...this.#text, [kind]: '' };
    this.#open = [];
    this.#then = undefined;
    this.#macro = undefined;
    this.#problem = undefined;
    this.#files.clear();
    this.#keep();
    this.#focus = '.compose .text';
    announcer.say(w.t(internal ? 'desk.noteAdded' : 'desk.replySent'));
    emit<TicketRepliedDetail>('vinculo-ticket-replied', { ticketId, messageId: written, internal });
    this.#redraw();
  }

  #redraw(): void { this.#parts.host.element.requestUpdate(); }
  #find<T extends HTMLElement>(selector: string): T | null { return this.#parts.host.element.renderRoot.querySelector<T>(selector); }
}
