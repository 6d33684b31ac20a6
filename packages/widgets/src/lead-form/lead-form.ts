import type { Entity, VinculoError } from '@vinculo/sdk';
import { html, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { leadEnglish } from '../messages/en-lead.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { publicFormEnglish } from '../messages/en-public-form.ts';
import { addEnglish } from '../messages/message.ts';
import { FormStage } from '../parts/form-stage.ts';
import { jsonAttribute } from '../parts/json-attribute.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { field } from '../styles/field.ts';
import { pieces } from '../styles/pieces.ts';
import { publicForm } from '../styles/public-form.ts';
import { tick } from '../styles/tick.ts';
import { tones } from '../styles/tones.ts';
import { consentText } from './consent-text.ts';
import { fieldNames, leadFieldOf, type ConsentSetting, type LeadFields, type LeadFieldSettings } from './lead-fields.ts';
import { LeadFormController } from './lead-form.controller.ts';
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
 * @csspart input - What one types into or chooses from.
 * @csspart tick - The box of a field that is yes or no.
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
  static override styles: CSSResult[] = [...common, tones, pieces, button, field, publicForm, tick];

  /**
   * What you decide about fields, by name: `name email company jobTitle phone description`, and any other field of a lead that can be typed, chosen or ticked, also
   * those that only the backend knows; each `{ hidden, required, readonly, value, options, when, help }`. One with nothing but a `value` is sent unseen. As an attribute: JSON.
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
    submitted: ({ id }) => void this.emit<LeadSubmittedDetail>('vinculo-lead-submitted', { id }),
    failed: (error: VinculoError) => void this.emit('vinculo-error', error),
  });
  /** Draws where the form stands. */
  readonly stage: FormStage = new FormStage({
    element: this, controller: this.controller, isAlone: () => this.isAlone, skeleton: () => this.#skeleton(), form: () => this.#form(),
    summary: () => this.controller.sending.later?.summaryView(this),
    // A lead is handed over, and found again, only by what is loaded later.
    sent: () => this.controller.sending.later!.sentView(this),
    said: (phase) => (phase === 'sent' ? this.t('lead.received') : undefined),
  });
  #judged: readonly [LeadFields, readonly ConsentSetting[]] | undefined;

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
    this.fields = { ...this.fields, ...Object.fromEntries(names.map((name): [string, LeadFieldSettings] => [name, { ...this.fields[name], value: values[name], readonly }])) };
    this.controller.answers.drop(names);
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
      if (name !== 'custom' && !Object.hasOwn(entity.fields, leadFieldOf(name)) && !this.controller.isCustom(name)) this.warn(`fields.${name}: a lead has no such field; there are ${fieldNames.join(', ')}, and what else the entity or your backend declares`);
    }
    for (const each of this.consents) if (!consentText(this.locale, each)) this.warn(`consents: the one for ${each.purpose} has no text, so it is not asked for; give what they agree to as text`);
  }

  protected override update(changed: PropertyValues): void {
    const { entity } = this.controller.intake;
    this.stage.enter();
    if (entity && (this.fields !== this.#judged?.[0] || this.consents !== this.#judged[1])) this.#warnOfSettings(entity);
    super.update(changed);
  }

  protected override updated(): void { this.stage.placeFocus(); }

  // ---- the drawing -------------------------------------------------------------------------------------------------

  override render(): TemplateResult {
    return html`<div part="frame" class="frame">${this.stage.render()}</div>${this.stage.announcer.render()}`;
  }

  #skeleton(): TemplateResult {
    const one = html`<div class="field">${bone('label')}${bone('control')}</div>`;
    return skeleton(this, html`<div class="form"><div>${bone('title')}${bone('line')}</div><div class="two">${one}${one}</div>${one}${one}<div class="field">${bone('label')}${bone('card')}</div></div>`);
  }

  #form(): TemplateResult {
    const { stage } = this;
    return html`${stage.banner()}<form part="form" class="form" novalidate aria-labelledby="heading" aria-busy=${stage.isBusy} @submit=${stage.submitted} @keydown=${stage.key}>
      <div><h3 id="heading" part="title" class="title"><slot name="heading">${this.t('lead.title')}</slot></h3><div class="text-3"><slot name="intro"></slot></div></div>
      ${stage.amiss()}
      <slot name="before-fields"></slot>${leadFieldsView(this)}<slot name="after-fields"></slot>
      ${stage.actions()}
    </form>`;
  }
}
