import type { AnyRow, PendingChange, VinculoError } from '@vinculo/sdk';
import type { FieldKind } from '@vinculo/sdk/schema';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { LatePart } from '../base/late-part.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { patchOf } from '../parts/declared-field.ts';
import { icon } from '../parts/icon.ts';
import type { FieldReader } from '../parts/field-text.ts';
import type { Asking } from './asking.ts';
import { type Column, valueUnder } from './columns.ts';
import type { Emit, ListContext } from './context.ts';
import type { ListController } from './list.controller.ts';
import type { Stages } from './stages.ts';

/** Kinds whose values need more room than a cell has: they are edited where the record is open. */
const large: ReadonlySet<FieldKind> = new Set<FieldKind>(['longText', 'emails', 'phones', 'addresses', 'socials', 'lines']);

interface OpenCell { readonly row: AnyRow; readonly column: Column; problem?: string | undefined }

/** The one cell that is edited where it stands: Enter or the check mark saves, Escape or the cross leaves it as it was. */
export class CellEditing implements ReactiveController {
  /** Told which cell was closed, so that it gets the focus back. */
  closed: ((id: string, column: string) => void) | undefined;
  readonly #host: VinculoElement;
  readonly #list: ListController;
  readonly #asking: LatePart<Asking>;
  readonly #stages: Stages;
  readonly #emit: Emit;
  readonly #reader: () => FieldReader;
  #open: OpenCell | undefined;
  #isNew = false;

  constructor(host: VinculoElement, list: ListController, { asking, stages, emit, reader }: { asking: LatePart<Asking>; stages: Stages; emit: Emit; reader: () => FieldReader }) {
    this.#host = host;
    this.#list = list;
    this.#asking = asking;
    this.#stages = stages;
    this.#emit = emit;
    this.#reader = reader;
    host.addController(this);
  }

  get isOpen(): boolean { return this.#open !== undefined; }

  mayEdit(column: Column): boolean { return this.#list.edits(column) && !large.has(column.field.kind); }

  /** Opens the editor of a cell; false where it cannot be edited. */
  open(id: string, column: Column): boolean {
    const row = this.#list.rows.at(this.#list.rows.placeOf(id));
    if (!row || !this.mayEdit(column)) return false;
    this.#open = { row, column };
    this.#isNew = true;
    this.#asking.load().then(() => this.#host.requestUpdate(), () => this.#leave());
    this.#host.requestUpdate();
    return true;
  }

  hostUpdated(): void {
    const inputs = this.#asking.part?.inputs;
    if (!this.#isNew || !this.#open || !inputs) return;
    const input = this.#host.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(inputs.focusId('cell', this.#field(this.#open)))}`);
    if (!input) return;
    this.#isNew = false;
    input.focus();
    if (input instanceof HTMLInputElement && input.type !== 'date' && input.type !== 'datetime-local') input.select();
  }

  /** A stage is chosen among those of the record's own process. */
  #field({ row, column }: OpenCell): Column['field'] { return this.#stages.choice(column, row['pipelineId']); }

  #leave(goesBack = true): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    this.#asking.part?.inputs.drop('cell');
    this.#host.requestUpdate();
    if (goesBack) this.closed?.(open.row.id, open.column.name);
  }

  #save(open: OpenCell, box: ParentNode, goesBack = true): void {
    const { row, column } = open;
    if (open !== this.#open) return;
    const inputs = this.#asking.part?.inputs;
    const { crm } = this.#host;
    if (!inputs || !crm) return;
    const before = valueUnder(row, column);
    const answer = inputs.read(this.#reader(), this.#field(open), 'cell', box, before);
    if ('problem' in answer) {
      open.problem = answer.problem;
      this.#isNew = true;
      this.#host.requestUpdate();
      return;
    }
    this.#leave(goesBack);
    const patch = patchOf(column.field, answer.value);
    const table = this.#list.entity!.name;
    if (!this.#emit('vinculo-record-change', { table, ids: [row.id], patch }, { cancelable: true })) return;
    try {
      const change: PendingChange = crm.collection(table).update(row.id, patch);
      change.synced.catch((error: unknown) => this.#emit('vinculo-error', error as VinculoError));
      this.#emit('vinculo-record-changed', { table, ids: [row.id], patch, changes: [change] });
    } catch (error) {
      // What the declaration refuses was not written; the event says what it was.
      this.#emit('vinculo-error', error as VinculoError);
    }
  }

  /** The editor, where this cell is open. */
  view(row: AnyRow, column: Column): TemplateResult | undefined {
    const open = this.#open;
    if (!open || open.row.id !== row.id || open.column.name !== column.name) return undefined;
    const inputs = this.#asking.part?.inputs;
    if (!inputs) return html`<span class="bone long"></span>`;
    const box = (event: Event): ParentNode => (event.currentTarget as Element).closest('.editing')!;
    const key = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented) return;
      if (event.key === 'Escape') this.#leave();
      else if (event.key === 'Enter' || event.key === 'Tab') this.#save(open, box(event));
      else { event.stopPropagation(); return; }
      event.preventDefault();
      event.stopPropagation();
    };
    // Whoever goes on elsewhere in the page meant it; what cannot be kept stays open.
    const left = (event: FocusEvent): void => {
      const to = event.relatedTarget;
      if (to instanceof Node && !(event.currentTarget as Node).contains(to)) this.#save(open, event.currentTarget as Element, false);
    };
    const label = this.#host.t('list.columnOf', { column: column.label, name: this.#list.titleOf(row) || this.#host.t('list.unnamed') });
    return html`<span class="editing" @keydown=${key} @focusout=${left}>${inputs.render(this.#reader(), this.#field(open), { key: 'cell', value: valueUnder(row, column), label, invalid: open.problem !== undefined, currency: this.#list.currency, ...(open.problem === undefined ? {} : { describedBy: 'cell-problem' }) })}
      <button type="button" part="save" class="clear good" tabindex="-1" aria-label=${this.#host.t('action.saveField', { field: column.label })} @click=${(event: Event) => this.#save(open, box(event))}>${icon('check')}</button><button type="button" part="cancel" class="clear" tabindex="-1" aria-label=${this.#host.t('action.cancel')} @click=${() => this.#leave()}>${icon('x')}</button>${
      open.problem === undefined ? nothing : html`<span id="cell-problem" class="problem bad" role="alert">${icon('warn', 'small')}${open.problem}</span>`}</span>`;
  }
}

/** In the cell that has the focus: what a finger presses where keys press Enter. */
export function editButton(on: ListContext, row: AnyRow, column: Column): TemplateResult | typeof nothing {
  const { editing } = on.late!;
  if (!editing.mayEdit(column)) return nothing;
  return html`<button type="button" part="edit" class="clear pencil" tabindex="-1" aria-label=${on.t('action.editField', { field: column.label })} @click=${() => editing.open(row.id, column)}>${icon('pencil', 'small')}</button>`;
}
