import { VinculoError } from '@vinculo/sdk';
import { html, type ComplexAttributeConverter, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { recordEnglish } from '../messages/en-record.ts';
import { addEnglish } from '../messages/message.ts';
import { cutOff } from '../parts/cut-off.ts';
import { entityOf, titleOf } from '../parts/declared-field.ts';
import { RecordSource } from '../parts/record-source.ts';
import { common } from '../styles/common.ts';
import type { RecordOpenDetail } from './record-events.ts';
import type { RecordDrawing } from './record-full.ts';
import { recordSkeleton } from './record-skeleton.ts';
import type { RecordHost } from './record-view.ts';
import { referencesOf } from './references.ts';
import { recordStyles } from './record.styles.ts';

addEnglish(recordEnglish);

/** Names set apart by spaces or commas; undefined where the attribute is not there. */
const names: ComplexAttributeConverter<readonly string[] | undefined> = {
  fromAttribute: (text) => (text === null ? undefined : text.split(/[\s,]+/).filter(Boolean)),
};

/**
 * One record of any kind: its name and amount, the stage it stands in, its fields, what belongs to it, who changed it. Drawn by the entity's declaration
 * and by what the backend says of it, so that a new entity needs nothing here. Everything that may be written is edited where it stands.
 *
 * @example
 * <vinculo-pipeline-board></vinculo-pipeline-board>
 * <vinculo-record follow closable></vinculo-record>
 *
 * @fires {CustomEvent<RecordOpenDetail>} vinculo-record-open - A person wants to see a record that this one names: `{ table, id }`.
 * @fires {CustomEvent<RecordChangeDetail>} vinculo-record-change - Before fields are written, a move of its stage too; cancelable. `{ table, id, patch }`.
 * @fires {CustomEvent<RecordChangedDetail>} vinculo-record-changed - After they were written; `change.synced` tells when the backend has it.
 * @fires {CustomEvent<RecordCreateDetail>} vinculo-record-create - Before a row that names the record is added to one of its lists; cancelable. `{ table, values }`.
 * @fires {CustomEvent<RecordCreatedDetail>} vinculo-record-created - After it was added.
 * @fires {CustomEvent<LeadConversion>} vinculo-lead-convert - Before a lead is converted; cancelable. `{ leadId, accountId?, contactId?, deal }`.
 * @fires {CustomEvent} vinculo-lead-converted - After it, with the ids of what was made: `accountId`, `contactId`, `dealId`.
 * @fires {CustomEvent<RecordDeleteDetail>} vinculo-record-delete - After a person confirmed it, before the record is deleted; cancelable.
 * @fires {CustomEvent<RecordDeletedDetail>} vinculo-record-deleted - After it was deleted.
 * @fires {CustomEvent<RecordOpenDetail>} vinculo-record-close - Before the panel hides, by its close button; cancelable.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The record, or a part of the panel, could not be read.
 *
 * @slot actions - Beside the menu at the top.
 * @slot badges - Beside the name and the amount.
 * @slot fields - After the fields.
 * @slot footer - Above the foot.
 *
 * @csspart panel - The whole panel.
 * @csspart bar - Kind and number, with `back`, `menu-button` and `close`.
 * @csspart header - The `name`, the `amount`, the stages and the buttons that move it.
 * @csspart stages - The stages; `stage` is each of them, `stage-now` the present one; `move` a button that moves the record.
 * @csspart fields - The list of fields; `label` and `value` are its sides, `editable` and `edit` open one, `input`, `save` and `cancel` stand in an open one; `more` shows those without a value.
 * @csspart list - A list of what belongs to the record; `row` is each line of it, `more-rows` the button that shows the rest, `link` what can be opened, `add` adds one.
 * @csspart decisions - Conflicts, refused changes and notices; `merged` says that the record asked for was merged into this one.
 * @csspart duplicates - After a change here: other records that may be of the same person or company.
 * @csspart history - Who changed what, with a `history-entry` each.
 * @csspart foot - The last change, with `undo` and `history-button`.
 * @csspart state - What stands in place of the record: `empty`, `error`, `forbidden`, `not-found`, `no-client`; `skeleton` while it loads.
 * @csspart banner - Offline, or older data.
 *
 * @cssstate loading - The record is on its way.
 * @cssstate stale - Shown from the cache, not as the backend holds it now.
 * @cssstate unsynced - Own changes wait.
 * @cssstate undecided - A conflict or a refused change waits for a person.
 */
export class RecordPanel extends VinculoElement {
  static override styles: CSSResult[] = [...common, recordStyles];

  /** The entity of the record, by its singular name: `deal`. */
  @property({ reflect: true }) table = '';
  /** Id of the record to show. */
  @property({ attribute: 'record-id', reflect: true }) recordId?: string;
  /** Names of the fields to draw, in their order. Else those of the declaration. */
  @property({ converter: names }) fields?: readonly string[];
  /** What of other entities to list, in their order: `dealParty ticket activityLink`. Else what the declarations say of them. */
  @property({ converter: names }) lists?: readonly string[];
  /** Shows what the page opens: it listens to `vinculo-record-open` anywhere in the document. */
  @property({ type: Boolean, reflect: true }) follow = false;
  /** Has a button that hides the panel. */
  @property({ type: Boolean }) closable = false;
  /** Nothing can be written here, whatever the backend allows. */
  @property({ type: Boolean }) readonly = false;
  /** `compact` makes controls 28 px high; else they are 32 px. */
  @property({ reflect: true }) density?: 'compact';

  readonly #source = new RecordSource(this, (error) => this.emit<VinculoError>('vinculo-error', error), { entityOf, include: referencesOf });
  readonly #internals: ElementInternals = this.attachInternals();
  #drawing: RecordDrawing | undefined;
  #unloaded: VinculoError | undefined;
  #asked = false;
  #hadFocus = false;
  /** What was shown before, to go back to. */
  #before: RecordOpenDetail[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.ownerDocument.addEventListener('vinculo-record-open', this.#follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.ownerDocument.removeEventListener('vinculo-record-open', this.#follow);
  }

  /** Shows a record; the one shown before can be gone back to. */
  open(table: string, id: string): void {
    if (table === this.table && id === this.recordId) { this.hidden = false; return; }
    if (this.recordId && !this.hidden) this.#before = [...this.#before, { table: this.table, id: this.recordId }].slice(-50);
    else this.#before = [];
    this.table = table;
    this.recordId = id;
    this.hidden = false;
  }

  /** Shows the record that was shown before this one; nothing where there was none. */
  back(): void {
    const last = this.#before.at(-1);
    if (!last) return;
    this.#before = this.#before.slice(0, -1);
    this.table = last.table;
    this.recordId = last.id;
  }

  #follow = (event: Event): void => {
    if (!this.follow || !(event instanceof CustomEvent)) return;
    // Whatever raised it, the shape may differ: any script can.
    const { table, id } = (event.detail ?? {}) as Partial<RecordOpenDetail>;
    if (typeof table === 'string' && typeof id === 'string') this.open(table, id);
  };

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement != null;
    this.#source.watch({ crm: this.crm, table: this.table, id: this.recordId || undefined });
    if (!this.#asked) { this.#asked = true; void this.#load(); }
  }

  override render(): TemplateResult {
    const { entity, row } = this.#source;
    const kind = entity ? formatLabel(this.locale, entity.label) : this.t('record.record');
    const name = entity ? titleOf(entity, row) : '';
    return html`<article part="panel" class="frame" tabindex="-1" aria-label=${name ? `${kind} ${name}` : kind}>${this.#content(kind)}</article>${this.#host.late?.announcer.render()}`;
  }

  #content(kind: string): TemplateResult {
    if (this.#unloaded) return cutOff(this, () => void this.#load());
    const { state } = this.#source;
    const drawn = this.#drawing?.draw();
    if (drawn) return drawn;
    if (this.#drawing && state !== 'ready' && state !== 'loading' && (state !== 'noClient' || this.isAlone)) {
      return this.#drawing.instead(this, state, { what: kind, error: this.#source.error, retry: () => this.#source.retry() });
    }
    return recordSkeleton(this);
  }

  protected override updated(): void {
    const writes = this.#host.late?.control.writes;
    const set = (name: string, on: boolean): void => void (on ? this.#internals.states.add(name) : this.#internals.states.delete(name));
    // What had focus may be gone after a drawing: the undo button, a stage that was moved to. Focus then stays in the panel.
    if (this.#hadFocus && !this.shadowRoot?.activeElement) this.renderRoot.querySelector<HTMLElement>('[part="panel"]')?.focus();
    set('loading', !this.#unloaded && (this.#source.state === 'loading' || !this.#drawing));
    set('stale', this.#source.isStale);
    set('unsynced', !!writes?.waiting.length);
    set('undecided', !!writes && writes.conflicts.length + writes.refused.length > 0);
  }

  async #load(): Promise<void> {
    this.#unloaded = undefined;
    try {
      const { drawing } = await this.later(import('./record-full.ts'));
      this.#drawing ??= drawing(this.#host);
    } catch (cause) {
      this.#unloaded = new VinculoError('load', 'A part of the panel could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause });
      this.emit<VinculoError>('vinculo-error', this.#unloaded);
    }
    this.requestUpdate();
  }

  /** What its drawing may do with the panel. */
  readonly #host: RecordHost = {
    element: this, source: this.#source, late: undefined,
    options: () => ({ fields: this.fields, lists: this.lists, readonly: this.readonly, closable: this.closable, canGoBack: this.#before.length > 0 }),
    emit: (name, detail, options) => this.emit(name, detail, options),
    goBack: () => this.back(),
    close: () => {
      if (!this.emit<RecordOpenDetail>('vinculo-record-close', { table: this.table, id: this.recordId ?? '' }, { cancelable: true })) return;
      this.#before = [];
      this.hidden = true;
    },
  };
}
