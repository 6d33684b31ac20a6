import type { Where } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import { LatePart } from '../base/late-part.ts';
import type { FilterRule } from '../filters/filter-rules.ts';
import { cutOff } from '../parts/cut-off.ts';
import type { BoardFilters } from './board-filters.ts';
import type { ViewHost } from './board-views.ts';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** An element whose cards somebody filters. */
export interface FilterHost extends ViewHost {
  readonly filters: readonly FilterRule[];
}

/** The person's filters: their button is there from the start, all else comes with the first filter. Until it came nothing is asked for, as nobody could say what. */
export class Filtering {
  readonly #host: FilterHost;
  readonly #late: LatePart<BoardFilters>;

  constructor(host: FilterHost, board: BoardController) {
    this.#host = host;
    this.#late = new LatePart(host, async () => {
      const part = host.dress(await host.later(import('./board-filters.ts')));
      return new part.BoardFilters(host, board);
    }, () => host.filters.length > 0);
  }

  /** The rules that can be asked. */
  get rules(): readonly FilterRule[] { return this.#late.part?.rules ?? []; }

  /** A filter, and that the rules hold as well; undefined while they cannot be read. */
  narrow(where: Where<Deal>): Where<Deal> | undefined { return this.#late.part?.narrow(where); }

  /** Runs something once these rules can be read: what is on show stays till then. */
  whenRead(rules: readonly FilterRule[], run: () => void): void {
    if (rules.length === 0 || this.#late.part) run();
    else this.#late.load().then(run, run);
  }

  /** The dialog; where it cannot be had nothing happens, and the next press tries again. */
  readonly open = (): void => void this.#late.load().then((part) => part.open(), () => {});

  button(): TemplateResult {
    const { length } = this.#host.filters;
    return html`<button type="button" class="btn wide" part="filter-button" @click=${this.open}>${this.#host.t('board.filter')}${length > 0 ? html`<span class="count">${length}</span>` : nothing}</button>`;
  }

  chips(): unknown {
    if (this.#host.filters.length === 0) return nothing;
    return this.#late.part?.chips() ?? (this.#late.isCutOff ? cutOff(this.#host, () => void this.#late.load().catch(() => {})) : nothing);
  }

  dialog(): TemplateResult | typeof nothing { return this.#late.part?.dialog() ?? nothing; }
}
