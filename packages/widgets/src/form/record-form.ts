import { VinculoError } from '@vinculo/sdk';
import { html, type ComplexAttributeConverter, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { warnOnce } from '../base/warn.ts';
import { Announcer } from '../parts/announcer.ts';
import { cutOff } from '../parts/cut-off.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { similarByOf } from '../parts/similar-records.ts';
import { common } from '../styles/common.ts';
import type { FormDrawing, FormHost } from './form-host.ts';
import { RecordFormController } from './record-form.controller.ts';
import { recordFormStyles } from './record-form.styles.ts';

const names: ComplexAttributeConverter<readonly string[] | undefined> = {
  fromAttribute: (text) => (text === null ? undefined : text.split(/[\s,]+/).filter(Boolean)),
};

const valuesConverter: ComplexAttributeConverter<Readonly<Record<string, unknown>>> = {
  fromAttribute(text) {
    try {
      const read: unknown = JSON.parse(text || '{}');
      if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Readonly<Record<string, unknown>>;
    } catch {
      // Said below: what is not JSON is as wrong as what is no object.
    }
    warnOnce('vinculo-form', `values="${text}" is no JSON object like {"accountId":"a1"}; it is ignored`);
    return {};
  },
};

/**
 * A form for a record of any kind: makes one, or edits one. Its fields are drawn and checked by the entity's declaration and by what the backend says of it.
 * Records that may be the same person or company are shown before another one is made.
 *
 * @example <vinculo-form table="contact" fields="name emails phones accountId" values='{"accountId":"a1"}'></vinculo-form>
 *
 * @fires {CustomEvent<FormCreateDetail>} vinculo-record-create - Before a record is made; cancelable. `{ table, values }`.
 * @fires {CustomEvent<FormCreatedDetail>} vinculo-record-created - After it was made: `{ table, id, values, change }`; `change.synced` tells when the backend has it.
 * @fires {CustomEvent<FormChangeDetail>} vinculo-record-change - Before a record is changed; cancelable. `{ table, id, patch }`.
 * @fires {CustomEvent<FormChangedDetail>} vinculo-record-changed - After it was changed: `{ table, id, patch, change }`.
 * @fires {CustomEvent<{table: string, id: string}>} vinculo-record-open - A person wants to see the record, or one that may be the same.
 * @fires {CustomEvent<FormUseDetail>} vinculo-record-use - In place of a new record a person wants one that is there: `{ table, id }`. Cancelable; else the form becomes that record's, with what was typed where it lacks something.
 * @fires {CustomEvent<{table: string, id?: string}>} vinculo-form-cancel - Before the form is emptied by Cancel; cancelable.
 * @fires {CustomEvent<VinculoError>} vinculo-error - A part of the form could not be loaded.
 *
 * @slot heading - In place of the title.
 * @slot before-fields - Above the first field.
 * @slot after-fields - Below the last field.
 * @slot actions - Beside the buttons.
 * @slot after - Beside the buttons once it was written.
 *
 * @csspart frame - The panel.
 * @csspart form - The form.
 * @csspart title - The heading.
 * @csspart summary - What has to be changed, or which records may be the same.
 * @csspart field - One field with label and message; each also has `field-<name>`.
 * @csspart label - The label of a field.
 * @csspart input - What one types into or chooses from.
 * @csspart problem - What is wrong with a field.
 * @csspart actions - The line with the buttons; each is a `button`, the main one also a `primary-button`.
 * @csspart draft - The note on the draft.
 * @csspart outcome - What became of it.
 * @csspart state - What stands in place of the form; `skeleton` while it loads.
 */
export class RecordForm extends VinculoElement {
  static override styles: CSSResult[] = [...common, recordFormStyles];

  /** The entity, by its singular name: `contact`. */
  @property({ reflect: true }) table = '';
  /** Id of the record to edit. Without it a new one is made. */
  @property({ attribute: 'record-id', reflect: true }) recordId?: string;
  /** Names of the fields to ask, in their order. Else those a record cannot be without, and the first of the declaration. */
  @property({ converter: names }) fields?: readonly string[];
  /** What fields hold at first. Of a new record those that are not asked are written all the same. As an attribute: JSON. */
  @property({ converter: valuesConverter }) values: Readonly<Record<string, unknown>> = {};
  /** By what records are held to be the same before one is written: `email`, `phone`, `name` (with the company). All of them where it is not set, none where it is empty. */
  @property() duplicates?: string;
  /** Has a Cancel button. */
  @property({ type: Boolean }) cancelable = false;
  /** Keeps nothing of what is typed. Else it stays in the tab, over a reload, until it is written or cleared. */
  @property({ type: Boolean, attribute: 'no-draft' }) noDraft = false;
  /** `compact` makes controls 28 px high; else they are 32 px. */
  @property({ reflect: true }) density?: 'compact';

  readonly #form: RecordFormController = new RecordFormController(this);
  readonly #announcer: Announcer = new Announcer(this);
  #drawing: FormDrawing | undefined;
  #unloaded: VinculoError | undefined;
  #asked = false;

  /** Writes what stands in the fields, as the button does. False when something has to be changed first, or the page kept it back. */
  async submit(): Promise<boolean> { return this.#drawing ? this.#drawing.submit() : false; }
  /** Back to what the fields held at first. */
  reset(): void { this.#drawing?.reset(); }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#form.watch({ crm: this.crm, table: this.table, id: this.recordId || undefined, values: this.values, duplicates: similarByOf(this.duplicates) });
    if (!this.#asked) { this.#asked = true; void this.#load(); }
  }

  override render(): TemplateResult {
    return html`<section part="frame" class="frame">${this.#content()}</section>${this.#announcer.render()}`;
  }

  #content(): unknown {
    if (this.#unloaded) return cutOff(this, () => void this.#load());
    if (this.#form.state === 'noClient' && !this.isAlone) return this.#bones();
    return this.#drawing?.draw() ?? this.#bones();
  }

  #bones(): TemplateResult {
    return skeleton(this, html`<div class="room">${bone('title')}${Array.from({ length: 6 }, () => html`<span>${bone('label')}${bone('control')}</span>`)}</div>`);
  }

  async #load(): Promise<void> {
    this.#unloaded = undefined;
    try {
      const { drawing } = await this.later(import('./form-full.ts'));
      this.#drawing ??= drawing(this.#host);
    } catch (cause) {
      this.#unloaded = new VinculoError('load', 'A part of the form could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause });
      this.emit<VinculoError>('vinculo-error', this.#unloaded);
    }
    this.requestUpdate();
  }

  /** What its drawing may do with the form. */
  readonly #host: FormHost = {
    element: this, form: this.#form, announcer: this.#announcer, fields: () => this.fields, cancelable: () => this.cancelable, keepsDraft: () => !this.noDraft, edit: (id) => { this.recordId = id; },
    emit: (name, detail, options) => this.emit(name, detail, options),
  };
}
