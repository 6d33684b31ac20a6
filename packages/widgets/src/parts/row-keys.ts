import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';

/**
 * Moves through the rows of a list by keys. Rows are elements with `data-row`; one of them is in the tab order, with its controls. Up, down, j, k, Home and End
 * go on from it, every other key on a row itself goes to `act`. A row that goes while it has the focus gives it to the one that takes its place.
 * @example
 * readonly #rows = new RowKeys(this, (key, id) => { if (key !== 'Enter') return false; this.#open(id); return true; });
 * render() { return html`<ul @keydown=${this.#rows.keydown} @focusin=${this.#rows.focusin}>...<li data-row=${id} tabindex="-1">` }
 */
export class RowKeys implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #act: (key: string, id: string) => boolean;
  #current: string | undefined;
  #focusedAt: number | undefined;

  /** `act` answers whether the key meant something. */
  constructor(host: VinculoElement, act: (key: string, id: string) => boolean) {
    this.#host = host;
    this.#act = act;
    host.addController(this);
  }

  hostUpdate(): void {
    const row = this.#host.hasUpdated ? this.#host.shadowRoot?.activeElement?.closest<HTMLElement>('[data-row]') : undefined;
    this.#focusedAt = row ? this.#rows().indexOf(row) : undefined;
  }

  hostUpdated(): void {
    const rows = this.#rows();
    const at = this.#focusedAt;
    this.#focusedAt = undefined;
    if (at !== undefined && !this.#host.shadowRoot?.activeElement) {
      const next = rows[Math.min(at, rows.length - 1)];
      this.#current = next?.dataset['row'];
      (next ?? this.#host.renderRoot.querySelector<HTMLElement>('[data-fallback]'))?.focus();
    }
    this.#mark(rows);
  }

  /** Gives a row the focus. */
  focus(id: string): void {
    this.#current = id;
    const rows = this.#rows();
    this.#mark(rows);
    rows.find((row) => row.dataset['row'] === id)?.focus();
  }

  readonly focusin = (event: FocusEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
    if (!row || row.dataset['row'] === this.#current) return;
    this.#current = row.dataset['row'];
    this.#mark(this.#rows());
  };

  readonly keydown = (event: KeyboardEvent): void => {
    const row = event.target;
    if (!(row instanceof HTMLElement) || row.dataset['row'] === undefined || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.#rows();
    const at = rows.indexOf(row);
    const to = { ArrowDown: at + 1, j: at + 1, ArrowUp: Math.max(at - 1, 0), k: Math.max(at - 1, 0), Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined ? !this.#act(event.key, row.dataset['row']) : !rows[to]) return;
    event.preventDefault();
    if (to === undefined) return;
    rows[to]!.focus();
    rows[to]!.scrollIntoView({ block: 'nearest' });
  };

  #rows(): HTMLElement[] { return Array.from(this.#host.renderRoot.querySelectorAll<HTMLElement>('[data-row]')); }

  #mark(rows: readonly HTMLElement[]): void {
    const current = rows.find((row) => row.dataset['row'] === this.#current) ?? rows[0];
    for (const row of rows) {
      row.tabIndex = row === current ? 0 : -1;
      for (const control of row.querySelectorAll<HTMLElement>('button, a[href], time.exact')) control.tabIndex = row.tabIndex;
    }
  }
}
