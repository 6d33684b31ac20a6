import { VinculoError, type AnyRow, type FieldProblem, type OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { isVinculoError } from '../base/known-error.ts';
import { isolated } from '../format/isolated.ts';
import { formatLabel } from '../format/label.ts';
import type { MergedDetail } from '../deeds/deed-events.ts';
import { LateDeeds } from '../deeds/late-deeds.ts';
import { Announcer } from '../parts/announcer.ts';
import { banner } from '../parts/banner.ts';
import { icon } from '../parts/icon.ts';
import { Menus } from '../parts/menu.ts';
import { OthersHere } from '../parts/others-here.ts';
import { RichBodies } from '../parts/rich-bodies.ts';
import { saveFile } from '../parts/save-file.ts';
import { offlineBanner } from '../parts/states.ts';
import { timeAgo } from '../parts/time-ago.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import { customerClosing } from './customer-closing.ts';
import type { DeskDialogs } from './desk-dialogs.ts';
import type { DeskView } from './desk-view.ts';
import { ReplyComposer } from './reply-composer.ts';
import { ticketControls } from './ticket-controls.ts';
import { TicketController } from './ticket.controller.ts';
import { ticketDecisions } from './ticket-decisions.ts';
import { ticketInstead } from './ticket-instead.ts';
import type { TicketChangeDetail, TicketChangedDetail, TicketSeparatedDetail, TicketSeparateDetail } from './ticket-events.ts';
import type { Attachment, TicketMessage, TicketRow, TicketStatus } from './ticket-rows.ts';
import { ticketSide } from './ticket-side.ts';
import type { TicketState } from './ticket-record.ts';
import type { StatusMove } from './status-moves.ts';
import type { TicketGlance, TicketHost } from './ticket-view.ts';

/** What a command did, until it is dismissed: with a way back, or on. */
interface Told {
  readonly text: string;
  readonly tone: 'good' | 'bad';
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Everything a person can do with a ticket, and all of it that is not drawn at first. */
export class TicketDesk {
  readonly announcer: Announcer;
  readonly #host: TicketHost;
  readonly #controller: TicketController;
  readonly #menus: Menus;
  readonly #rich: RichBodies;
  readonly #composer: ReplyComposer;
  readonly #others: OthersHere;
  readonly #deeds: LateDeeds;
  #dialogs: DeskDialogs | undefined;
  #told: Told | undefined;
  #of: string | undefined;
  /** When the newest message was written that was seen. */
  #newest: string | undefined;
  /** Who was said to be replying. */
  #replying = '';

  constructor(host: TicketHost) {
    const { element, record } = host;
    this.#host = host;
    this.announcer = new Announcer(element);
    this.#controller = new TicketController(element, record);
    this.#menus = new Menus(element);
    this.#rich = new RichBodies(element);
    this.#others = new OthersHere(element);
    this.#deeds = new LateDeeds({
      element, say: (text) => this.announcer.say(text), emit: (name, detail, options) => this.#emitDeed(name, detail, options),
      candidates: () => this.#controller.others.rows.map(({ id, subject, number }) => ({ id, name: subject, ...(number ? { hint: number } : {}) })),
      subject: () => {
        const { crm, ticket: row, entity, description, status } = record;
        // The rows of a ticket are those of its table, by the names of their fields.
        return crm && row ? { crm, entity, row: row as TicketRow & AnyRow, description, status } : undefined;
      },
    });
    this.#composer = new ReplyComposer({ host, controller: this.#controller, announcer: this.announcer, menus: this.#menus, others: this.#others, apply: (patch, note) => this.#apply(patch, note), set: (patch) => this.#set(patch), ask: (fields, title, done) => void this.#open((dialogs) => dialogs.open({ what: 'ask', fields, title, done })) });
  }

  /** Called before each drawing. */
  watch(): void {
    const { id } = this.#host.record;
    if (id !== this.#of) {
      this.#told = undefined;
      this.#newest = undefined;
    }
    this.#of = id;
    this.#deeds.entered(id);
    this.#sayNew();
    this.#controller.watch();
    this.#composer.watch();
    const { crm, who, ticket } = this.#host.record;
    // Customers neither learn of the staff nor are they shown to it.
    this.#others.watch(who === 'staff' ? crm : undefined, 'ticket', ticket ? [ticket.id] : [], ticket && [ticket.id, this.#composer.isWriting ? 'writing' : 'looking']);
    this.#sayReplying(ticket?.id);
  }

  /** What somebody else wrote while one looks is said. */
  #sayNew(): void {
    const { element: w, record } = this.#host;
    const [newest] = record.rows;
    if (!newest || record.state !== 'ready') return;
    const before = this.#newest;
    this.#newest = newest.at;
    if (before === undefined || newest.at <= before || (newest.fromUserId ?? newest.fromContactId) === (record.who === 'staff' ? this.#controller.me : record.description?.user.contactId)) return;
    const { side, name } = record.author(newest);
    const who = name ?? w.t(side === 'staff' ? 'desk.service' : 'desk.guest');
    this.announcer.say(w.t(newest.internal ? 'desk.noteBy' : 'desk.messageBy', { name: who }));
  }

  /** That a colleague began to answer is said once. */
  #sayReplying(id: string | undefined): void {
    const { element: w } = this.#host;
    const names = id === undefined ? [] : this.#others.of(id).filter(({ doing }) => doing === 'writing').map(({ name }) => name);
    const replying = new Intl.ListFormat(w.locale, { type: 'conjunction' }).format(names);
    if (replying && replying !== this.#replying) this.announcer.say(w.t('others.replying', { names: replying, count: names.length }));
    this.#replying = replying;
  }

  get isUnsynced(): boolean { return this.#controller.waiting.length > 0; }
  get isUndecided(): boolean { return this.#controller.conflicts.length + this.#controller.refused.length > 0; }

  write(text: string | undefined, internal: boolean): void { this.#composer.write(text, internal); }

  takeFocus(): void { this.#host.element.renderRoot.querySelector<HTMLElement>('.controls button, .compose .text')?.focus(); }

  // ---- the drawing -------------------------------------------------------------------------------------------------

  instead(state: Exclude<TicketState, 'ready' | 'loading'>): unknown { return ticketInstead(this.#host.element, this.#host.record, state); }

  banner({ w, record: { status }, viewer }: TicketGlance): unknown { return offlineBanner(w, status, viewer); }

  controls(glance: TicketGlance): TemplateResult { return ticketControls(this.#view(glance)); }
  side(glance: TicketGlance): TemplateResult { return ticketSide(this.#view(glance)); }
  composer(glance: TicketGlance): TemplateResult { return html`${customerClosing(this.#view(glance))}${this.#composer.render(glance)}`; }
  dialogs(_glance: TicketGlance): unknown { return html`${this.#dialogs?.render() ?? nothing}${this.#deeds.dialogs()}`; }

  decisions(glance: TicketGlance): unknown {
    const told = this.#told;
    const line = told && html`<div class="notice">${banner(told.text, {
      tone: told.tone,
      action: html`${told.action ? html`<button type="button" class="link" @click=${told.action.run}>${told.action.label}</button>` : nothing}<button type="button" class="clear" aria-label=${glance.w.t('action.close')} @click=${() => this.#tell(undefined)}>${icon('x', 'small')}</button>`,
    })}</div>`;
    return html`${line ?? nothing}${this.#deeds.notice()}${ticketDecisions(this.#view(glance))}`;
  }

  /** At the foot: the last own change with the way back, else who changed the ticket last. */
  foot(glance: TicketGlance): unknown {
    const { w, ticket, viewer, record } = glance;
    const { lastChange: last, me } = this.#controller;
    if (last) {
      const fields = last.fields.filter((field) => field !== 'ratedAt').map((field) => this.#label(field)).join(w.t('value.separator'));
      return html`<div part="foot" class="foot"><span>${w.t('desk.changed', { fields })}</span><button type="button" part="undo" class="btn small" @click=${() => { this.#controller.undo(); this.announcer.say(w.t('desk.undone')); }}>${w.t('action.undo')}</button><button type="button" class="clear" aria-label=${w.t('action.close')} @click=${() => this.#controller.dismiss()}>${icon('x', 'small')}</button></div>`;
    }
    if (record.who !== 'staff' || !ticket.updatedAt || !ticket.updatedBy || ticket.updatedBy === me) return nothing;
    const name = this.#controller.userName(ticket.updatedBy);
    return name ? html`<div part="foot" class="foot"><span>${w.t('desk.changedBy', { name: isolated(name) })}</span>${timeAgo(viewer, ticket.updatedAt, { focusable: true })}</div>` : nothing;
  }

  /** Beside a message's time: that it waits, or what can be made of it. */
  besideMessage(message: TicketMessage): unknown {
    const { element: w, record } = this.#host;
    const state = this.#controller.stateOf(message.id);
    const cc = record.who === 'staff' ? (message.cc ?? []) : [];
    const to = cc.join(w.t('value.separator'));
    const copies = cc.length > 0 ? html`<span aria-hidden="true">·</span><span part="copies" class="exact" tabindex="0" title=${to} data-exact=${to}>${w.t('desk.cc')} ${cc.length}<span class="hidden-text">: ${to}</span></span>` : nothing;
    return html`${copies}${this.#besideTime(message, state)}`;
  }

  #besideTime(message: TicketMessage, state: OutboxEntry['state'] | undefined): unknown {
    const { element: w, record } = this.#host;
    if (state === 'waiting' || state === 'sending') return unsyncedMark(w, record.status?.connection === 'online' ? 'saving' : 'unsynced');
    if (state !== undefined || record.who !== 'staff' || !record.canEdit('status')) return nothing;
    return this.#menus.render({ id: `message-${message.id}`, button: icon('more', 'small'), name: w.t('desk.messageMenu'), className: 'quiet more', items: [{ value: 'split', label: w.t('desk.split'), icon: 'ticket' }], choose: () => this.#separate(message) });
  }

  foreign({ id, body }: TicketMessage): unknown { return this.#rich.render(id, body); }

  #label(field: string): string {
    const label = this.#host.record.fieldLabel(field);
    return label ? formatLabel(this.#host.element.locale, label) : field;
  }

  #view(glance: TicketGlance): DeskView {
    return {
      ...glance, controller: this.#controller, menus: this.#menus, isEstimate: glance.record.isAway || glance.record.isStale,
      label: (field) => this.#label(field),
      set: (patch) => this.#set(patch),
      setStatus: (status) => this.#move(this.#controller.status(status), status),
      setStage: (id) => {
        const stage = this.#controller.stages.find((each) => each.id === id);
        if (stage && id !== glance.ticket.stageId) this.#move(this.#controller.stage(stage), stage.name);
      },
      merge: this.#deeds.offered.includes('merge') ? () => void this.#deeds.ask('merge') : undefined,
      escalate: () => void this.#open((dialogs) => dialogs.open({ what: 'escalate' })),
      assign: () => void this.#open((dialogs) => dialogs.open({ what: 'assign' })),
      separate: (message) => this.#separate(message),
      writeAgain: (entry) => this.#writeAgain(entry),
    };
  }

  // ---- what is done ------------------------------------------------------------------------------------------------

  #separate(message: TicketMessage): void { void this.#open((dialogs) => dialogs.open({ what: 'separate', message })); }

  #move({ patch, asks, blocked }: StatusMove, name: TicketStatus | string): void {
    if (blocked || patch['status'] === this.#host.record.ticket?.status) return;
    const option = this.#host.record.options('status').find(({ value }) => value === name);
    const title = option ? formatLabel(this.#host.element.locale, option.label) : name;
    if (asks.length === 0) this.#set(patch);
    else void this.#open((dialogs) => dialogs.open({ what: 'ask', fields: asks, title, done: (values) => this.#set({ ...patch, ...values }) }));
  }

  #set(patch: Readonly<Record<string, unknown>>): void {
    const { element: w, record, emit } = this.#host;
    const ticket: Readonly<Record<string, unknown>> = { ...record.ticket };
    const changed = Object.fromEntries(Object.entries(patch).filter(([field, value]) => (value ?? null) !== (ticket[field] ?? null)));
    const id = record.id!;
    if (Object.keys(changed).length === 0 || !emit<TicketChangeDetail>('vinculo-ticket-change', { id, patch: changed }, { cancelable: true })) return;
    const written = this.#controller.save(changed);
    if ('reason' in written) return this.#tell({ text: written.message, tone: 'bad' });
    this.#tell(undefined);
    this.announcer.say(w.t('desk.changed', { fields: Object.keys(changed).map((field) => this.#label(field)).join(w.t('value.separator')) }));
    emit<TicketChangedDetail>('vinculo-ticket-changed', { id, patch: changed, change: written });
  }

  /** What a saved reply changes, as one group. Answers what is wrong. */
  #apply(patch: Readonly<Record<string, unknown>>, note: string | undefined): string | undefined {
    const { element: w, record, emit } = this.#host;
    const id = record.id!;
    if (!emit<TicketChangeDetail>('vinculo-ticket-change', { id, patch }, { cancelable: true })) return undefined;
    const written = this.#controller.apply(patch, note);
    if (written && 'reason' in written) return written.message;
    this.#tell(undefined);
    this.announcer.say(written ? w.t('desk.changed', { fields: Object.keys(patch).map((field) => this.#label(field)).join(w.t('value.separator')) }) : w.t('desk.noteAdded'));
    if (written) emit<TicketChangedDetail>('vinculo-ticket-changed', { id, patch, change: written });
    return undefined;
  }

  #writeAgain(entry: OutboxEntry): void {
    const { body, internal } = entry.change.patch;
    entry.discard();
    this.#composer.takeBack(String(body ?? ''), internal === true);
  }

  #tell(told: Told | undefined): void {
    this.#told = told;
    if (told) this.announcer.say(told.text);
    this.#host.element.requestUpdate();
  }

  /** Dialogs come with the first use. */
  async #open(show: (dialogs: DeskDialogs) => void): Promise<void> {
    const { element: w, record } = this.#host;
    try {
      const part = w.dress(await w.later(import('./desk-dialogs.ts')));
      this.#dialogs ??= new part.DeskDialogs(w, record, this.#controller, {
        separate: (messageIds, subject) => void this.#split(messageIds, subject),
        escalate: (patch, why) => this.#escalate(patch, why),
        assign: (ownerId) => this.#set({ ownerId }),
      }, (text) => this.announcer.say(text));
      show(this.#dialogs);
    } catch (cause) {
      this.#host.emit('vinculo-error', new VinculoError('load', 'The dialogs of the ticket could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause }));
      this.#tell({ text: w.t('state.cutOff'), tone: 'bad' });
    }
  }

  #emitDeed<T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }): boolean {
    const { record, emit } = this.#host;
    const goesOn = emit<T>(name, detail, options);
    const merged = detail as Partial<MergedDetail>; // what this name is raised with
    // This one is gone: the page is asked to show the one that stays.
    if (name === 'vinculo-ticket-merged' && merged.fromId === record.id) emit('vinculo-record-open', { table: 'ticket', id: merged.intoId });
    return goesOn;
  }

  async #split(messageIds: readonly string[], subject: string): Promise<void> {
    const { element: w, record, emit } = this.#host;
    const detail: TicketSeparateDetail = { ticketId: record.id!, messageIds, subject };
    if (!emit<TicketSeparateDetail>('vinculo-ticket-separate', detail, { cancelable: true })) return;
    await this.#run(async () => {
      const { id } = await record.crm!.run('splitTicket', detail);
      this.#tell({ text: w.t('desk.splitDone', { subject }), tone: 'good', action: { label: w.t('action.open'), run: () => void emit('vinculo-record-open', { table: 'ticket', id }) } });
      emit<TicketSeparatedDetail>('vinculo-ticket-separated', { ...detail, id });
    });
  }

  /** The note says why, and goes with what it explains. */
  #escalate(patch: Readonly<Record<string, unknown>>, why: string): void {
    const { element: w, record, emit } = this.#host;
    if (!emit<TicketChangeDetail>('vinculo-ticket-change', { id: record.id!, patch }, { cancelable: true })) return;
    const written: string | FieldProblem = this.#controller.send({ body: w.t('desk.escalateNote', { why }), internal: true, files: [], patch });
    if (typeof written === 'string') this.#tell({ text: w.t('desk.escalated'), tone: 'good' });
    else this.#tell({ text: written.message, tone: 'bad' });
  }

  /** A command is answered by the server or not at all. */
  async #run(deed: () => Promise<void>): Promise<void> {
    const { element: w, emit } = this.#host;
    try {
      await deed();
    } catch (error) {
      if (!isVinculoError(error)) throw error;
      emit<VinculoError>('vinculo-error', error);
      this.#tell({ text: error.code === 'offline' ? w.t('desk.needsConnection') : error.message, tone: 'bad' });
    }
  }

  /** Saves a file; never opens it in the page, whatever it says it is. */
  async saveFile({ blobId, name }: Attachment): Promise<void> {
    const { element: w, record, emit } = this.#host;
    try {
      const content = await record.crm!.download(blobId);
      saveFile(document, new Blob([content], { type: 'application/octet-stream' }), name);
    } catch (error) {
      if (!isVinculoError(error)) throw error;
      emit<VinculoError>('vinculo-error', error);
      this.#tell({ text: w.t('desk.fileNotSaved', { name }), tone: 'bad' });
    }
  }
}
