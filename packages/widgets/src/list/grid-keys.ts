import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { headRow, pickColumn } from './active-cell.ts';
import type { CellEditing } from './cell-editing.ts';
import type { Lines } from './lines.ts';
import type { ListController } from './list.controller.ts';
import type { Picks } from './picks.ts';

/** Rows that Page Down goes on by. */
const page = 12;

/** Keys and focus in the grid, as its pattern has them: the arrows go from cell to cell, Enter opens or edits, F2 edits, Space picks. */
export class GridKeys implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #list: ListController;
  readonly #lines: Lines;
  readonly #picks: Picks;
  readonly #editing: CellEditing;
  /** Where the focus is to go when its row came. */
  #wanted: { readonly place: number; readonly column: string } | undefined;
  #had: { readonly place: number; readonly column: string } | undefined;

  constructor(host: VinculoElement, list: ListController, { lines, picks, editing }: { lines: Lines; picks: Picks; editing: CellEditing }) {
    this.#host = host;
    this.#list = list;
    this.#lines = lines;
    this.#picks = picks;
    this.#editing = editing;
    host.addController(this);
  }

  hostUpdate(): void {
    const cell = this.#focused();
    const row = cell?.dataset['row'];
    this.#had = cell && row !== undefined && row !== headRow ? { place: this.#lines.placeOf(row), column: cell.dataset['cell'] ?? pickColumn } : undefined;
  }

  hostUpdated(): void {
    const { rows } = this.#list;
    const wanted = this.#wanted;
    if (wanted && rows.at(wanted.place)) void this.#focus(wanted.place, wanted.column);
    // The row that had the focus is gone: the one in its place has it.
    else if (!wanted && this.#had && this.#had.place >= 0 && this.#host.shadowRoot?.activeElement === null && rows.length > 0 && !this.#host.renderRoot.querySelector('dialog[open]')) {
      void this.#focus(Math.min(this.#had.place, rows.length - 1), this.#had.column);
    }
    this.#had = undefined;
  }

  #focused(): HTMLElement | null {
    return this.#host.shadowRoot?.activeElement?.closest<HTMLElement>('[data-cell]') ?? null;
  }

  /** Brings a cell into sight and focuses it; where its row is on its way, when it came. */
  async #focus(place: number, column: string): Promise<void> {
    this.#wanted = undefined;
    const element = await this.#lines.show(place);
    const cell = element?.querySelector<HTMLElement>(`[data-cell="${CSS.escape(column)}"]`);
    if (!cell) {
      this.#wanted = { place, column };
      return;
    }
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** The focus back on a cell whose editor was closed. */
  backTo(id: string, column: string): void {
    const place = this.#lines.placeOf(id);
    if (place >= 0) void this.#host.updateComplete.then(() => this.#focus(place, column));
  }

  press(event: KeyboardEvent): void {
    // The listener sits on the grid; keys come from elements in it.
    const target = event.target as HTMLElement;
    const cell = target.closest<HTMLElement>('[data-cell]');
    if (!cell || event.defaultPrevented || event.isComposing) return;
    const isBox = target instanceof HTMLInputElement && target.type === 'checkbox';
    if (this.#editing.isOpen || (!isBox && target.matches('input, select, textarea'))) return;
    const row = cell.dataset['row'] ?? headRow;
    const column = cell.dataset['cell'] ?? pickColumn;
    const done = row === headRow ? this.#onHead(event, column) : this.#onRow(event, row, column, cell);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  #onHead(event: KeyboardEvent, column: string): boolean {
    const { key } = event;
    const step = this.#sideways(key);
    if (key === 'ArrowDown') this.go(0, column);
    else if (key === 'End' && event.ctrlKey) this.go(this.#list.rows.length - 1, column);
    else if (step !== 0 || key === 'Home' || key === 'End') this.#toHead(this.#next(column, key, step));
    else return false;
    return true;
  }

  #onRow(event: KeyboardEvent, id: string, column: string, cell: HTMLElement): boolean {
    const { key } = event;
    const isMeta = event.ctrlKey || event.metaKey;
    const place = this.#lines.placeOf(id);
    const last = this.#list.rows.length - 1;
    const step = this.#sideways(key);
    if (key === 'a' && isMeta) this.#picks.pickAll(true);
    else if (isMeta && key === 'Home') this.go(0, column);
    else if (isMeta && key === 'End') this.go(last, column);
    else if (isMeta || event.altKey) return false;
    else if (key === 'ArrowDown') this.go(Math.min(last, place + 1), column);
    else if (key === 'ArrowUp') { if (place === 0) this.#toHead(column); else this.go(place - 1, column); }
    else if (key === 'PageDown') this.go(Math.min(last, place + page), column);
    else if (key === 'PageUp') this.go(Math.max(0, place - page), column);
    else if (step !== 0 || key === 'Home' || key === 'End') this.go(place, this.#next(column, key, step));
    else if (key === ' ' && column !== pickColumn) this.#picks.press(id, event.shiftKey);
    else if (key === 'Enter' || key === 'F2') return this.#enter(key, id, column, cell);
    else if (key === 'Escape' && !this.#picks.selection.isEmpty) this.#picks.clear();
    else return false;
    return true;
  }

  #sideways(key: string): number {
    const sign = this.#host.direction === 'rtl' ? -1 : 1;
    return key === 'ArrowRight' ? sign : key === 'ArrowLeft' ? -sign : 0;
  }

  #next(column: string, key: string, step: number): string {
    const names = [pickColumn, ...this.#list.shown.map(({ name }) => name)];
    const at = names.indexOf(column);
    return key === 'Home' ? names[0]! : key === 'End' ? names.at(-1)! : names[Math.max(0, Math.min(names.length - 1, at + step))]!;
  }

  #enter(key: string, id: string, column: string, cell: HTMLElement): boolean {
    const shown = this.#list.shown.find(({ name }) => name === column);
    if (!shown) return false;
    if (key === 'F2' || !shown.isTitle) {
      if (this.#editing.open(id, shown)) return true;
      if (key === 'F2') return false;
    }
    cell.querySelector<HTMLElement>('.open')?.click();
    return true;
  }

  /** Goes to a cell. */
  go(place: number, column: string): void { void this.#focus(place, column); }

  #toHead(column: string): void {
    this.#host.renderRoot.querySelector<HTMLElement>(`[data-row="${headRow}"][data-cell="${CSS.escape(column)}"]`)?.focus();
  }

  /** Two presses edit, as Enter does; one opens what is a name. */
  doublePress(event: MouseEvent): void {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-cell]');
    const shown = this.#list.shown.find(({ name }) => name === cell?.dataset['cell']);
    const row = cell?.dataset['row'];
    if (shown && row !== undefined && row !== headRow && !(event.target as HTMLElement).closest('button, input, select, textarea')) this.#editing.open(row, shown);
  }
}
