import type { PendingChange, VinculoError } from '@vinculo/sdk';
import { html, nothing, type ComplexAttributeConverter, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { entityOf } from '../parts/declared-field.ts';
import type { Found } from '../parts/find-records.ts';
import { icon } from '../parts/icon.ts';
import { LookupBoxes } from '../parts/lookup-box.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { LookupController } from './lookup.controller.ts';
import { lookupStyles } from './lookup.styles.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(fieldsEnglish);

/** `vinculo-record-create`: what is about to be made of what was typed. */
export interface LookupCreateDetail {
  readonly table: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** `vinculo-record-created` */
export interface LookupCreatedDetail extends LookupCreateDetail {
  readonly id: string;
  readonly change: PendingChange;
}

const names: ComplexAttributeConverter<readonly string[]> = {
  fromAttribute: (text) => (text ?? '').split(/[\s,]+/).filter(Boolean),
};

/**
 * Finds a record of one or more entities by words, names or phone numbers, or makes a new one. Takes part in a `<form>` with the id that was chosen.
 *
 * @example
 * <form><vinculo-lookup name="customer" label="Customer" tables="contact account" required></vinculo-lookup></form>
 *
 * @fires {Event} change - Another record was chosen, or none: read `value` or `values`.
 * @fires {CustomEvent<LookupCreateDetail>} vinculo-record-create - Before a record is made of what was typed; cancel it to make it yourself, and then set `value`.
 * @fires {CustomEvent<LookupCreatedDetail>} vinculo-record-created - After it was made.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The new record was refused.
 *
 * @csspart label - The label.
 * @csspart input - What one types into.
 * @csspart menu - What was found; `menu-item` is each record.
 * @csspart tag - Each chosen record, where several can be; `remove` takes it out.
 * @csspart clear - Takes the choice back.
 * @csspart problem - What is wrong.
 */
export class Lookup extends VinculoElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { ...VinculoElement.shadowRootOptions, delegatesFocus: true };
  static override styles: CSSResult[] = [...common, tones, pieces, button, field, menu, declaredFieldStyles, lookupStyles];

  /** The entities to look in, by their singular names. */
  @property({ converter: names }) tables: readonly string[] = ['contact', 'account'];
  /** Ids of what is chosen. */
  @property({ attribute: false }) values: readonly string[] = [];
  /** Several can be chosen. */
  @property({ type: Boolean }) multiple = false;
  /** Its name in a form. */
  @property({ reflect: true }) name = '';
  /** A visible label. Without it a `<label>` of the page, or the name of the entity, says what it is. */
  @property() label = '';
  @property() placeholder = '';
  @property({ type: Boolean, reflect: true }) required = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** Offers to make a new record of what was typed, of the first of `tables`, where this sign-in may. */
  @property({ type: Boolean }) creatable = false;

  readonly #internals: ElementInternals = this.attachInternals();
  readonly #announcer: Announcer = new Announcer(this);
  readonly #boxes: LookupBoxes = new LookupBoxes(this, (text) => this.#announcer.say(text));
  readonly #lookup: LookupController = new LookupController(this);
  @state() private isDisabledByForm = false;
  @state() private problem = '';
  #first: readonly string[] | undefined;

  /** Id of the record that is chosen, of several the first; empty: none. */
  @property()
  get value(): string { return this.values[0] ?? ''; }
  set value(id: string) { this.values = id ? [id] : []; }

  get form(): HTMLFormElement | null { return this.#internals.form; }
  get validity(): ValidityState { return this.#internals.validity; }
  get validationMessage(): string { return this.#internals.validationMessage; }
  checkValidity(): boolean { return this.#internals.checkValidity(); }
  reportValidity(): boolean { return this.#internals.reportValidity(); }

  formResetCallback(): void { this.values = this.#first ?? []; this.problem = ''; }
  formDisabledCallback(disabled: boolean): void { this.isDisabledByForm = disabled; }
  formStateRestoreCallback(state: string | File | FormData | null): void {
    if (typeof state === 'string') this.values = state.split('\n').filter(Boolean);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#first ??= this.values;
    if (changed.has('tables') && this.tables.length === 0) this.warn('tables is empty: name at least one entity, like tables="contact account"');
    this.#lookup.watch(this.crm, this.tables, this.values);
  }

  protected override updated(): void {
    const data = new FormData();
    for (const id of this.values) data.append(this.name, id);
    this.#internals.setFormValue(this.values.length > 0 && this.name ? data : null, this.values.join('\n'));
    const input = this.renderRoot.querySelector<HTMLInputElement>('input');
    const isMissing = this.required && this.values.length === 0;
    this.#internals.setValidity(isMissing ? { valueMissing: true } : {}, isMissing ? this.t('field.required', { field: this.#label }) : '', input ?? undefined);
  }

  get #label(): string {
    const entity = entityOf(this.crm, this.tables[0] ?? '');
    return this.label || [...this.#internals.labels].map((each) => each.textContent?.trim()).filter(Boolean).join(' ') || (entity ? formatLabel(this.locale, entity.label) : '');
  }

  override render(): TemplateResult {
    const isDisabled = this.disabled || this.isDisabledByForm || !this.crm;
    const { value } = this;
    const nameOf = (id: string): string => this.#lookup.nameOf(this.tables, id);
    const table = this.tables[0] ?? '';
    const create = this.creatable && this.#lookup.mayCreate(table) ? (text: string): void => this.#create(table, text) : undefined;
    return html`<div class="field">${this.label ? html`<label part="label" for="lookup-box">${this.label}${this.required ? nothing : html` <span class="fine text-3">${this.t('field.optional')}</span>`}</label>` : nothing}${
      this.multiple && this.values.length > 0 ? html`<ul class="row wrap tight" aria-label=${this.#label}>${repeat(this.values, (id) => id, (id) => html`<li part="tag" class="tag"><bdi>${nameOf(id)}</bdi>${
        isDisabled ? nothing : html`<button type="button" part="remove" class="clear" aria-label=${this.t('fields.clearChoice', { name: nameOf(id) })} @click=${() => this.#set(this.values.filter((each) => each !== id))}>${icon('x', 'small')}</button>`}</li>`)}</ul>` : nothing}${
      this.#boxes.render({
        id: 'box', tables: this.tables, shown: this.multiple || !value ? '' : nameOf(value), required: this.required, disabled: isDisabled, create,
        ...(this.label ? {} : { label: this.#label }), ...(this.placeholder ? { placeholder: this.placeholder } : {}), ...(this.problem ? { invalid: true, describedBy: 'problem' } : {}),
        ...(this.multiple ? { without: new Set(this.values) } : {}), choose: (found) => this.#choose(found),
      })}${this.problem ? html`<p id="problem" part="problem" class="message bad" role="alert">${icon('warn')}${this.problem}</p>` : nothing}</div>${this.#announcer.render()}`;
  }

  #choose(found: Found | undefined): void {
    if (found) this.#lookup.tell(found.id, found.name);
    if (!found) this.#set([]);
    else this.#set(this.multiple ? [...this.values.filter((id) => id !== found.id), found.id] : [found.id]);
  }

  #set(values: readonly string[]): void {
    this.values = values;
    this.problem = '';
    this.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }

  #create(table: string, text: string): void {
    const detail: LookupCreateDetail = { table, values: this.#lookup.valuesOf(table, text) };
    if (!this.emit<LookupCreateDetail>('vinculo-record-create', detail, { cancelable: true })) return;
    const change = this.#lookup.create(table, detail.values);
    if (!change) {
      this.problem = this.t('fields.needsMore');
      return;
    }
    change.synced.catch((error: VinculoError) => void this.emit<VinculoError>('vinculo-error', error));
    this.#lookup.tell(change.id, text);
    this.#set(this.multiple ? [...this.values, change.id] : [change.id]);
    this.emit<LookupCreatedDetail>('vinculo-record-created', { ...detail, id: change.id, change });
  }
}
