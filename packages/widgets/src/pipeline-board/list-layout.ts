// The same records in columns: by a list element that the page has loaded.
import type { Vinculo } from '@vinculo/sdk';
import type { Where } from '@vinculo/sdk/schema';
import type { ReactiveController } from 'lit';
import type { FilterRule } from '../filters/filter-rules.ts';
import type { ViewHost } from './board-views.ts';
import type { BoardTable, Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** What is set on the list. */
interface ListElement extends HTMLElement {
  client?: Vinculo;
  table: BoardTable;
  where?: Where<Deal>;
  readonly: boolean;
  density?: 'compact' | 'default';
  ownLocale?: string;
  search: string;
  mine: boolean;
  filters: readonly FilterRule[];
}

/** What it follows of the board. */
interface ListHost extends ViewHost {
  readonly of: BoardTable;
  readonly readonly: boolean;
  readonly density?: 'compact' | 'default';
}

/**
 * Keeps one list for the pipeline on show, so that its columns and places stay when somebody goes to the board and back. What is looked for and
 * filtered is so in both.
 */
export class ListLayout implements ReactiveController {
  readonly #host: ListHost;
  readonly #board: BoardController;
  #list: ListElement | undefined;
  #where = '';
  /** As the two had it last. */
  #search = '';
  #isMine = false;
  #filters = '[]';

  constructor(host: ListHost, board: BoardController) {
    this.#host = host;
    this.#board = board;
    host.addController(this);
  }

  hostUpdate(): void {
    if (this.#list) this.#set(this.#list);
  }

  /** The list, to be put into the drawing. */
  element(tag: string): HTMLElement {
    if (!this.#list) {
      // Whoever registers this tag is the list of this package.
      this.#list = document.createElement(tag) as ListElement;
      this.#list.part.add('list');
      this.#list.addEventListener('vinculo-view-change', this.#changed);
      this.#set(this.#list);
    }
    return this.#list;
  }

  /** The page hears of it as of a change of the board's view, whoever made it. */
  readonly #changed = (event: Event): void => {
    event.stopPropagation();
    const { search, mine, filters } = this.#list!;
    const rules = JSON.stringify(filters);
    if (search === this.#search && mine === this.#isMine && rules === this.#filters) return;
    this.#board.filtering!.whenRead(filters, () => {
      [this.#search, this.#isMine, this.#filters] = [search, mine, rules];
      this.#host.setView({ ...this.#host.view, search, mine, filters });
    });
  };

  #set(list: ListElement): void {
    const { crm, of, readonly, density, locale } = this.#host;
    const where = this.#board.scope;
    if (crm && list.client !== crm) list.client = crm;
    if (list.table !== of) list.table = of;
    if (list.readonly !== readonly) list.readonly = readonly;
    if (density !== undefined && list.density !== density) list.density = density;
    if (list.ownLocale !== locale) list.ownLocale = locale;
    const { search = '', mine = false } = this.#host.view;
    if (search !== this.#search) list.search = this.#search = search;
    if (mine !== this.#isMine) list.mine = this.#isMine = mine;
    const { rules } = this.#board.filtering!;
    if (JSON.stringify(rules) !== this.#filters) {
      this.#filters = JSON.stringify(rules);
      list.filters = rules;
    }
    if (JSON.stringify(where) !== this.#where) {
      this.#where = JSON.stringify(where);
      list.where = where;
    }
  }
}
