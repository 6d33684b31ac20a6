import type { Entity, VinculoError } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { leadEnglish } from '../messages/en-lead.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { publicFormEnglish } from '../messages/en-public-form.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { cutOff } from '../parts/cut-off.ts';
import { jsonAttribute } from '../parts/json-attribute.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { field } from '../styles/field.ts';
import { pieces } from '../styles/pieces.ts';
import { publicForm } from '../styles/public-form.ts';
import { tones } from '../styles/tones.ts';
import { consentText } from './consent-text.ts';
import { fieldNames, type ConsentSetting, type LeadFields, type LeadFieldSettings } from './lead-fields.ts';
import { LeadFormController, type LeadPhase } from './lead-form.controller.ts';
import { leadFormStyles } from './lead-form.styles.ts';
import type { GivenConsent } from './lead-on-its-way.ts';
import { leadFieldsView } from './lead-view.ts';
import { noteTouch } from './touches.ts';

addEnglish(moreEnglish);
addEnglish(publicFormEnglish);
addEnglish(leadEnglish);

/** Of `vinculo-lead-submit`. */
export interface LeadSubmitDetail {
  /** The fields of the lead. What the page changes here is what is sent. */
  readonly values: Record<string, unknown>;
  /** What they agreed to. */
  readonly consents: readonly GivenConsent[];
  /** Keeps the lead back until the promise is fulfilled. When it rejects, nothing is sent and the error's message is shown. Call it inside the listener. */
  readonly waitUntil: (promise: Promise<unknown>) => void;
}

/** Of `vinculo-lead-submitted`. */
export interface LeadSubmittedDetail {
  readonly id: string;
}

const isObject = (read: unknown): read is Readonly<Record<string, unknown>> => typeof read === 'object' && read !== null && !Array.isArray(read);
const isFields = (read: unknown): read is LeadFields => isObject(read) && Object.values(read).every(isObject);
const isConsents = (read: unknown): read is readonly ConsentSetting[] => Array.isArray(read) && read.every((each) => isObject(each) && typeof each['purpose'] === 'string');

/**
 * A form by which somebody who may become a customer gets in touch, or asks for a newsletter. It writes a lead with what they agreed to and how they came as one
 * group, once, also while there is no connection. Consent to mail counts only when the owner of the address confirmed it by a link in a mail, which the server sends.
 *
 * @tag vinculo-lead-form
 *
 * @fires {Event} input - Native, from each control.
 * @fires {Event} change - When an answer was changed and left.
 * @fires {CustomEvent<LeadSubmitDetail>} vinculo-lead-submit - Before the lead is sent. Cancelable. `{ values, consents, waitUntil }`.
 * @fires {CustomEvent<LeadSubmittedDetail>} vinculo-lead-submitted - The server has it. `{ id }`.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The backend refused the lead.
 *
 * @slot heading - In place of "Get in touch".
 * @slot intro - What it is about. Under the heading.
 * @slot before-fields - Above the first field.
 * @slot after-fields - Below the last field: a note on privacy.
 * @slot actions - Beside Send.
 * @slot step - `<li slot="step">`: what happens next, one step each. Numbered after the lead was sent.
 * @slot sent-actions - After sending, before "Send another".
 * @slot unavailable - Where no leads are taken: how to reach you otherwise.
 *
 * @csspart frame - The panel.
 * @csspart form - The form.
 * @csspart title - The heading of the form, and of what became of it.
 * @csspart summary - What has to be changed, or why the lead was not taken.
 * @csspart field - One field with label and message; each also has `field-<name>`.
 * @csspart input - What one types into.
 * @csspart consent - A box to tick, with what is agreed to.
 * @csspart problem - What is wrong with a field.
 * @csspart actions - The line with Send.
 * @csspart button - Every button. The main one is also `primary-button`.
 * @csspart draft - The note on the draft.
 * @csspart sent - After sending; `mark` and `steps` in it.
 * @csspart waiting - Handed over, while there is no connection.
 * @csspart unknown - The outcome is not known.
 * @csspart banner - The line on being offline.
 * @csspart skeleton - While it loads.
 * @csspart state - Empty, error and refused.
 *
 * @cssstate form, refused, sending, waiting, unknown, sent, loading, error, unavailable - Where the form stands.
 *
 * @example <vinculo-lead-form consents='[{"purpose":"newsletter"}]'></vinculo-lead-form>
 */
export class LeadForm extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, field, publicForm, leadFormStyles];

  /**
   * What you decide about fields, by name: `name email company jobTitle phone description`, each `{ hidden, required, readonly, value }`. Any other field of a lead
   * may carry a `value`, unseen. As an attribute: JSON.
   */
  @property({ converter: jsonAttribute('vinculo-lead-form', 'fields', isFields, 'a JSON object like {"company":{"required":true}}', {}) }) fields: LeadFields = {};
  /** Boxes to tick: `{ purpose, channel, text, required }` each. As an attribute: JSON. */
  @property({ converter: jsonAttribute('vinculo-lead-form', 'consents', isConsents, 'a JSON list like [{"purpose":"newsletter"}]', []) }) consents: readonly ConsentSetting[] = [];
  /** The pipeline that leads go into. Else the first one for leads. They begin in its first open stage. */
  @property({ attribute: 'pipeline-id' }) pipelineId?: string;
  /** The campaign that this page is part of. */
  @property({ attribute: 'campaign-id' }) campaignId?: string;
  /** Keeps no draft on this device. */
  @property({ type: Boolean, attribute: 'no-draft' }) noDraft = false;

  /** Decides; the drawing reads it. */
  readonly controller: LeadFormController = new LeadFormController(this, {
    submit: (values, consents, waits) => this.emit<LeadSubmitDetail>('vinculo-lead-submit', { values, consents, waitUntil: (promise) => void waits.push(promise) }, { cancelable: true }),
    submitted: (id) => void this.emit<LeadSubmittedDetail>('vinculo-lead-submitted', { id }),
    failed: (error: VinculoError) => void this.emit('vinculo-error', error),
  });
  readonly #announcer: Announcer = new Announcer(this);
  readonly #internals: ElementInternals = this.attachInternals();
  #phase: LeadPhase | undefined;
  #judged: readonly [LeadFields, readonly ConsentSetting[]] | undefined;
  #isDressed = false;
  #isDrawn = false;

  get hasSteps(): boolean { return this.querySelector(':scope > [slot="step"]') !== null; }

  // ---- for the page ------------------------------------------------------------------------------------------------

  /** Shows the form and puts the cursor into its first field. */
  async open(): Promise<void> {
    this.hidden = false;
    await this.updateComplete;
    this.#focusFirst();
  }

  /** Hides the form. What was typed stays. */
  close(): void { this.hidden = true; }

  /** Empties the form and forgets the draft. Prefilled values stay. */
  reset(): void { this.controller.reset(); }

  /** Puts values into fields, over what was typed there. `readonly`: they cannot be changed. */
  prefill(values: Readonly<Record<string, unknown>>, { readonly = false }: { readonly?: boolean } = {}): void {
    const names = Object.keys(values);
    this.fields = { ...this.fields, ...Object.fromEntries(names.map((name): [string, LeadFieldSettings] => [name, { ...this.fields[name], value: values[name], readonly }])) };
    this.controller.dropAnswers(names);
  }

  /** Sends the lead, as the button does. False when something has to be changed first, or the page kept it back. */
  submit(): Promise<boolean> { return this.controller.submit(); }

  // ---- life --------------------------------------------------------------------------------------------------------

  override connectedCallback(): void {
    super.connectedCallback();
    noteTouch();
  }

  #warnOfSettings(entity: Entity): void {
    this.#judged = [this.fields, this.consents];
    for (const name of Object.keys(this.fields)) {
      if (name !== 'email' && name !== 'phone' && name !== 'custom' && !Object.hasOwn(entity.fields, name)) this.warn(`fields.${name}: a lead has no such field; there are ${fieldNames.join(', ')}`);
    }
    for (const each of this.consents) if (!consentText(this.locale, each)) this.warn(`consents: the one for ${each.purpose} has no text, so it is not asked for; give what they agree to as text`);
  }

  protected override update(changed: PropertyValues): void {
    const { phase, later, data: { entity } } = this.controller;
    if (later && !this.#isDressed) this.#isDressed = this.dress(later) === later;
    if (phase !== this.#phase) this.#entered(phase);
    if (entity && (this.fields !== this.#judged?.[0] || this.consents !== this.#judged[1])) this.#warnOfSettings(entity);
    super.update(changed);
  }

  protected override updated(): void {
    const { focus } = this.controller;
    if (!focus) return;
    const element = this.renderRoot.querySelector<HTMLElement>(focus === 'summary' ? '.summary' : '#outcome');
    if (focus !== 'first' && !element) return;
    this.controller.focus = undefined;
    if (focus === 'first') this.#focusFirst();
    else element!.focus();
  }

  #entered(phase: LeadPhase): void {
    if (this.#phase) this.#internals.states.delete(this.#phase);
    this.#internals.states.add(phase);
    this.#phase = phase;
    if (phase === 'sent') this.#announcer.say(this.t('lead.received'));
    if (phase === 'waiting') this.#announcer.say(this.t('form.notSentYet'));
  }

  #focusFirst(): void {
    this.renderRoot.querySelector<HTMLElement>('form :is(input, textarea):not([readonly], [hidden])')?.focus();
  }

  // ---- what the drawing calls --------------------------------------------------------------------------------------

  /** A change event stays inside a shadow root; the page hears one from the element. */
  changed(event: Event): void {
    event.stopPropagation();
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }

  /** Where a message on a field leads. */
  focusField(name: string): void { this.renderRoot.querySelector<HTMLElement>(`#field-${CSS.escape(name)}`)?.focus(); }

  #submitted = (event: Event): void => {
    event.preventDefault();
    void this.submit();
  };

  #key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) void this.submit();
  };

  #clearDraft(): void {
    this.controller.startOver();
    this.#announcer.say(this.t('form.draftCleared'));
  }

  // ---- the drawing -------------------------------------------------------------------------------------------------

  override render(): TemplateResult {
    return html`<div part="frame" class="frame">${this.#body()}</div>${this.#announcer.render()}`;
  }

  #body(): unknown {
    const { phase, later, isCutOff, data } = this.controller;
    switch (phase) {
      case 'loading': return this.#skeleton();
      case 'no-client': case 'error': case 'unavailable':
        if (phase === 'no-client' && !this.isAlone) return this.#skeleton();
        return later?.formInstead(this, phase, { error: data.error, retry: () => this.controller.retry() }) ?? (isCutOff ? this.#cutOff() : this.#skeleton());
      // A lead is handed over, and found again, only by what is loaded later.
      case 'sent': return later!.sentView(this);
      case 'waiting': return later!.leadWaiting(this);
      case 'unknown': return later!.leadUnknown(this);
      default:
        // What is amiss stands above the form: the first drawing waits for it, so that the form need not move.
        this.#isDrawn ||= later !== undefined || isCutOff || !data.isAway;
        return this.#isDrawn ? this.#form(phase) : this.#skeleton();
    }
  }

  #cutOff(): TemplateResult { return cutOff(this, () => this.controller.bring()); }

  #skeleton(): TemplateResult {
    const one = html`<div class="field">${bone('label')}${bone('control')}</div>`;
    return skeleton(this, html`<div class="form"><div>${bone('title')}${bone('line')}</div><div class="two">${one}${one}</div>${one}${one}<div class="field">${bone('label')}${bone('card')}</div></div>`);
  }

  #form(phase: LeadPhase): TemplateResult {
    const { controller } = this;
    const isBusy = phase === 'sending';
    const draft = controller.answers.draftKept && !isBusy ? html`<span part="draft" class="fine text-3">${this.t('ticket.draftKept')}</span><button type="button" part="button" class="link fine" @click=${() => this.#clearDraft()}>${this.t('form.clearDraft')}</button>` : nothing;
    return html`${controller.data.isAway ? controller.later?.awayBanner(this) : nothing}<form part="form" class="form" novalidate aria-labelledby="heading" aria-busy=${isBusy} @submit=${this.#submitted} @keydown=${this.#key}>
      <div><h3 id="heading" part="title" class="title"><slot name="heading">${this.t('lead.title')}</slot></h3><div class="text-3"><slot name="intro"></slot></div></div>
      ${isBusy ? nothing : controller.isCutOff ? this.#cutOff() : controller.later?.summaryView(this)}
      <slot name="before-fields"></slot>${leadFieldsView(this)}<slot name="after-fields"></slot>
      <div part="actions" class="row wrap"><button type="submit" part="button primary-button" class="btn primary" aria-disabled=${isBusy ? 'true' : nothing}>${this.t(isBusy ? 'form.sending' : 'action.send')}</button><slot name="actions"></slot>${draft}</div>
    </form>`;
  }
}
