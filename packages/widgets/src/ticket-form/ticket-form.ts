import type { VinculoError } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { ticketEnglish } from '../messages/en-ticket.ts';
import { publicFormEnglish } from '../messages/en-public-form.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Clock } from '../parts/clock.ts';
import { FileDrop } from '../parts/file-drop.ts';
import { FormStage } from '../parts/form-stage.ts';
import { jsonAttribute } from '../parts/json-attribute.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { publicForm } from '../styles/public-form.ts';
import { tones } from '../styles/tones.ts';
import { field } from '../styles/field.ts';
import type { FileRules } from '../parts/chosen-files.ts';
import { defaultAccept } from './field-words.ts';
import type { FieldSettings, FormFields } from './form-fields.ts';
import { fieldsView } from './form-view.ts';
import type { OpenedRequest } from './opened-request.ts';
import { TicketFormController } from './ticket-form.controller.ts';

addEnglish(moreEnglish);
addEnglish(publicFormEnglish);
addEnglish(ticketEnglish);

/** Of `vinculo-ticket-submit`. */
export interface TicketSubmitDetail {
  /** The fields of the ticket. What the page changes here is what is sent. */
  readonly values: Record<string, unknown>;
  /** The files that are uploaded next. */
  readonly files: readonly File[];
  /** Keeps the request back until the promise is fulfilled. When it rejects, the request is not sent and the error's message is shown. Call it inside the listener. */
  readonly waitUntil: (promise: Promise<unknown>) => void;
}

/** Of `vinculo-ticket-submitted`. */
export interface TicketSubmittedDetail {
  readonly id: string;
  /** Undefined where the backend gives none. */
  readonly number: string | undefined;
}

const isFields = (read: unknown): read is FormFields => typeof read === 'object' && read !== null && !Array.isArray(read);
const fieldsConverter = jsonAttribute('vinculo-ticket-form', 'fields', isFields, 'a JSON object like {"subject":{"value":"Order 12"}}', {});

/**
 * A form to ask for service, for guests, signed-in customers and staff on behalf of a customer. It writes the ticket, its first message and its
 * attachments as one group, also while there is no connection.
 *
 * @tag vinculo-ticket-form
 *
 * @fires {Event} input - Native, from each control.
 * @fires {Event} change - When an answer was changed and left.
 * @fires {CustomEvent<TicketSubmitDetail>} vinculo-ticket-submit - Before the request is sent. Cancelable. `{ values, files, waitUntil }`.
 * @fires {CustomEvent<TicketSubmittedDetail>} vinculo-ticket-submitted - The server has it. `{ id, number }`.
 * @fires {CustomEvent<VinculoError>} vinculo-error - An upload failed, or the backend refused the request.
 * @fires {CustomEvent<{table: string, id: string}>} vinculo-record-open - A request, or a kept answer, is to be opened. Of a request cancelable; if nobody cancels it and the page has loaded `@vinculo/widgets/ticket`, the request shows here.
 *
 * @slot heading - In place of "How can we help?".
 * @slot hours - When and how soon you answer. Under the heading.
 * @slot before-fields - Above the first field.
 * @slot after-fields - Below the last field: a note on privacy, a check box of your own.
 * @slot actions - Beside Send.
 * @slot step - `<li slot="step">`: what happens next, one step each. Numbered after the request was sent.
 * @slot sent-actions - In place of "Follow this request".
 * @slot unavailable - Where no requests are taken: how to reach you otherwise.
 *
 * @csspart frame - The panel.
 * @csspart form - The form.
 * @csspart title - The heading of the form, and of what became of it.
 * @csspart summary - What has to be changed, or why the request was not taken.
 * @csspart field - One field with label and message; each also has `field-<name>`.
 * @csspart input - What one types into or chooses from.
 * @csspart counter - The characters of the subject.
 * @csspart problem - What is wrong with a field.
 * @csspart suggestions - What may answer it. Each is a `suggestion`, with `suggestion-title` and `suggestion-text`.
 * @csspart files - The chosen files. Each is a `file` with a `remove-file` button; `add-files` adds more.
 * @csspart actions - The line with Send.
 * @csspart button - Every button. The main one is also `primary-button`.
 * @csspart draft - The note on the draft.
 * @csspart sent - After sending; `mark`, `number` and `steps` in it.
 * @csspart waiting - Handed over, while there is no connection.
 * @csspart unknown - The outcome is not known.
 * @csspart list - The customer's own requests. `list-title`, a `request` for each, and `more-rows` to see further ones.
 * @csspart ticket - A request that is looked at, a `<vinculo-ticket>`; `back` leads back.
 * @csspart banner - The line on being offline.
 * @csspart skeleton - While it loads.
 * @csspart state - Empty, error and refused.
 *
 * @cssstate form, refused, sending, waiting, unknown, sent, loading, error, unavailable - Where the form stands.
 *
 * @example <vinculo-ticket-form list><p slot="hours">We answer within 4 working hours.</p></vinculo-ticket-form>
 */
export class TicketForm extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, field, publicForm];

  /**
   * What you decide about fields, by name: `guestName guestEmail guestPhone orderId productId type priority subject description attachments`, each
   * `{ hidden, required, readonly, value, options, when, help }`. Any other field of a ticket, also one that only the backend knows, is asked too; with nothing but a
   * `value` it is sent unseen. As an attribute: JSON.
   */
  @property({ converter: fieldsConverter }) fields: FormFields = {};
  /** The pipeline that requests go into. Else the first one for tickets. They begin in its first open stage. */
  @property({ attribute: 'pipeline-id' }) pipelineId?: string;
  /** The queue that requests go into. */
  @property({ attribute: 'queue-id' }) queueId?: string;
  /** The contact whose request this is, where staff write it down. A signed-in customer's own is known. */
  @property({ attribute: 'contact-id' }) contactId?: string;
  /** Shows the customer's own requests below the form. */
  @property({ type: Boolean }) list = false;
  /** Keeps no draft on this device. */
  @property({ type: Boolean, attribute: 'no-draft' }) noDraft = false;
  /** Kinds of files that are taken, as of `<input type="file">`. Empty: all. */
  @property() accept: string = defaultAccept;
  /** How many files. */
  @property({ type: Number, attribute: 'max-files' }) maxFiles = 5;
  /** Size of one file in bytes. */
  @property({ type: Number, attribute: 'max-file-size' }) maxFileSize = 10_000_000;

  /** Decides; the drawing reads it. */
  readonly controller: TicketFormController = new TicketFormController(this, {
    submit: (values, files, waits) => this.emit<TicketSubmitDetail>('vinculo-ticket-submit', { values, files, waitUntil: (promise) => void waits.push(promise) }, { cancelable: true }),
    submitted: ({ id, number }) => void this.emit<TicketSubmittedDetail>('vinculo-ticket-submitted', { id, number: typeof number === 'string' ? number : undefined }),
    failed: (error: VinculoError) => void this.emit('vinculo-error', error),
  });
  /** Draws where the form stands. */
  readonly stage: FormStage = new FormStage({
    element: this, controller: this.controller, isAlone: () => this.isAlone, skeleton: () => this.#skeleton(), form: () => this.#form(),
    summary: () => this.controller.sending.later?.summaryView(this),
    // A request is handed over, and found again, only by what is loaded later.
    sent: () => this.controller.sending.later!.sentView(this),
    // Files take their time: that they are on their way is said once, how far they are is drawn.
    said: (phase) => (phase === 'sent' ? this.t('ticket.received') : phase === 'sending' && this.controller.answers.files.length > 0 ? this.t('form.sending') : undefined),
  });
  readonly drop: FileDrop = new FileDrop(this, { mayTake: () => true, take: (files) => void this.#takeFiles(files) });
  readonly #clock: Clock = new Clock(this);
  #judged: FormFields | undefined;
  #opened: OpenedRequest | undefined;
  /** What came for fields beside the form's own, once its sheets are on. */
  #dressed: TicketFormController['further'];

  get now(): Date { return this.#clock.now; }
  /** A request in place of the form; undefined until that was loaded. */
  get opened(): OpenedRequest | undefined { return (this.#opened ??= this.controller.sending.later?.openedRequest(this)); }
  get fileRules(): FileRules {
    const atLeast = (least: number, value: number, name: string, otherwise: number): number => {
      if (value >= least) return value;
      this.warn(`${name} has to be a number from ${least}; ${otherwise} is used`);
      return otherwise;
    };
    return { accept: this.accept, maxFiles: atLeast(1, this.maxFiles, 'max-files', 5), maxBytes: atLeast(1, this.maxFileSize, 'max-file-size', 10_000_000) };
  }

  // ---- for the page ------------------------------------------------------------------------------------------------

  /** Shows the form and puts the cursor into its first field. */
  async open(): Promise<void> {
    this.hidden = false;
    await this.updateComplete;
    this.stage.focusFirst();
  }

  /** Hides the form. What was typed stays. */
  close(): void { this.hidden = true; }

  /** Empties the form and forgets the draft. Prefilled values stay. */
  reset(): void { this.controller.sending.reset(); }

  /** Puts values into fields, over what was typed there. `readonly`: they cannot be changed. */
  prefill(values: Readonly<Record<string, unknown>>, { readonly = false }: { readonly?: boolean } = {}): void {
    const names = Object.keys(values);
    this.fields = { ...this.fields, ...Object.fromEntries(names.map((name): [string, FieldSettings] => [name, { ...this.fields[name], value: values[name], readonly }])) };
    this.controller.answers.drop(names);
  }

  /** Draws these fields, where this sign-in may write them. */
  show(...names: string[]): void { this.#setHidden(names, false); }

  /** Leaves these fields out. A value they were given is sent all the same. */
  hide(...names: string[]): void { this.#setHidden(names, true); }

  #setHidden(names: readonly string[], hidden: boolean): void {
    this.fields = { ...this.fields, ...Object.fromEntries(names.map((name): [string, FieldSettings] => [name, { ...this.fields[name], hidden }])) };
  }

  /** Sends the request, as the button does. False when something has to be changed first, or the page kept it back. */
  submit(): Promise<boolean> { return this.controller.submit(); }

  // ---- life --------------------------------------------------------------------------------------------------------

  protected override update(changed: PropertyValues): void {
    this.stage.enter();
    const { further } = this.controller;
    if (further && further !== this.#dressed) this.#dressed = this.dress(further);
    if (this.fields !== this.#judged && this.controller.sending.later?.judgeFields(this.controller.intake, this.fields, (text) => this.warn(text))) this.#judged = this.fields;
    super.update(changed);
  }

  protected override updated(): void { this.stage.placeFocus(); }

  // ---- what the drawing calls --------------------------------------------------------------------------------------

  openReply(id: string): boolean { return this.emit('vinculo-record-open', { table: 'savedReply', id }, { cancelable: true }); }

  /** Shows a request here, unless the page shows it itself. `writing`: with the cursor where one adds something. */
  openTicket(id: string, writing = false): void {
    if (this.emit('vinculo-record-open', { table: 'ticket', id }, { cancelable: true })) void this.opened?.show(id, writing);
  }

  async #takeFiles(files: readonly File[]): Promise<void> {
    if (await this.controller.addFiles(files)) this.stage.announcer.say(this.t('form.fileAdded', { count: files.length }));
  }

  // ---- the drawing -------------------------------------------------------------------------------------------------

  override render(): TemplateResult {
    const { stage } = this;
    return html`${this.opened?.render() ?? html`<div part="frame" class="frame">${stage.render()}</div>${this.list ? this.controller.sending.later?.ownRequestsView(this) : nothing}`}${stage.announcer.render()}`;
  }

  #skeleton(): TemplateResult {
    const field = html`<div class="field">${bone('label')}${bone('control')}</div>`;
    return skeleton(this, html`<div class="form"><div>${bone('title')}${bone('line')}</div><div class="two">${field}${field}</div>${field}<div class="field">${bone('label')}${bone('card')}</div>${field}</div>`);
  }

  #form(): TemplateResult {
    const { stage, drop } = this;
    return html`${stage.banner()}<form part="form" class="form" novalidate aria-labelledby="heading" aria-busy=${stage.isBusy} @submit=${stage.submitted} @keydown=${stage.key} @paste=${drop.paste} @dragover=${drop.drag} @dragleave=${drop.drag} @drop=${drop.drop}>
      <div><h3 id="heading" part="title" class="title"><slot name="heading">${this.t('ticket.help')}</slot></h3><div class="text-3"><slot name="hours"></slot></div></div>
      ${stage.amiss()}
      <slot name="before-fields"></slot>${fieldsView(this)}<slot name="after-fields"></slot>
      ${stage.actions()}
    </form>`;
  }
}
