import type { Where } from '@vinculo/sdk/schema';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { listEnglish } from '../messages/en-list.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { skeleton } from '../parts/skeleton.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { field } from '../styles/field.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { ActiveCell } from './active-cell.ts';
import type { ColumnChoice } from './columns.ts';
import type { Later, ListContext } from './context.ts';
import type { FilterRule } from '../filters/filter-rules.ts';
import { headView } from './head-view.ts';
import { keepColumns, keptColumns } from './kept-columns.ts';
import { ListController, type ListState } from './list.controller.ts';
import { listStyles } from './list.styles.ts';
import { boneRow, rowView } from './row-view.ts';
import { toolsView } from './tools-view.ts';

addEnglish(moreEnglish);
addEnglish(listEnglish);

/** Rows of the first drawing: what is in sight of a list of the usual height. */
const atFirst = 16;

/** Typing rests this long before the search is asked. */
const searchRest = 150;

/** What a list shows and how, as a saved view keeps it. */
export interface ListView {
  readonly columns: readonly ColumnChoice[];
  readonly sort: string;
  readonly filters: readonly FilterRule[];
  readonly search: string;
  readonly mine: boolean;
  readonly groupBy: string;
}

/**
 * The records of any entity in columns: sorted, searched, filtered, picked and changed together, edited in their cells, exported.
 *
 * @element vinculo-list
 *
 * @attr {string} locale - Language (BCP 47), before any `lang` of the page
 *
 * @fires {CustomEvent} vinculo-record-open - A record is opened: `{ table, id }`. The page shows it
 * @fires {CustomEvent<ListView>} vinculo-view-change - Columns, order, filters, search or groups changed: the view as it is then
 * @fires {CustomEvent} vinculo-selection-change - Other rows are picked: `{ all, ids }`; where `all` is true, all that match but these
 * @fires {CustomEvent} vinculo-record-change - Before values are written: `{ table, ids, patch }`. Cancelable
 * @fires {CustomEvent} vinculo-record-changed - After it: `{ table, ids, patch, changes }`
 * @fires {CustomEvent} vinculo-record-remove - Before records are deleted: `{ table, ids }`. Cancelable
 * @fires {CustomEvent} vinculo-record-removed - After it: `{ table, ids, changes }`
 * @fires {CustomEvent} vinculo-record-export - Before a file is made: `{ table, where }`. Cancelable
 * @fires {CustomEvent<VinculoError>} vinculo-error - Something failed or was refused
 *
 * @slot tools - Own controls in the bar, before the search field
 * @slot empty - What to do where there are no records yet, after the list's own words
 *
 * @csspart frame - The panel
 * @csspart tools - The bar on top
 * @csspart title - What the list is of
 * @csspart count - How many match
 * @csspart search - The search field
 * @csspart mine - The button for own records only
 * @csspart filters - The row of what is filtered
 * @csspart chip - One condition of it
 * @csspart picked - The bar over picked rows
 * @csspart scroll - What scrolls
 * @csspart grid - The table
 * @csspart head - The row of heads
 * @csspart column-head - One head
 * @csspart sort - The button in it
 * @csspart group - The head of rows that stand together
 * @csspart row - One record
 * @csspart cell - One value of it
 * @csspart open - The name of a record, which opens it
 * @csspart pick - The box that picks a row
 * @csspart parked - A change that was refused or is in conflict
 * @csspart summary - What became of a change of many records
 *
 * @cssprop [--vinculo-list-height=516px] - Height of the rows, where the element has none of its own
 */
export class RecordList extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, field, listStyles];

  /** The entity, by its singular name: `contact`, `deal`. */
  @property() table = '';
  /** Names of fields, apart by blanks or commas, of a field that only the backend has `custom.<name>`; the declaration says it when not given. */
  @property() columns = '';
  /** Names of fields in the order they sort by, with a minus for descending: `-amount name`. */
  @property() sort = '';
  /** Words that must occur in a record. */
  @property() search = '';
  /** Only records of the signed-in person. */
  @property({ type: Boolean, reflect: true }) mine = false;
  /** A field whose values rows stand together by. */
  @property({ attribute: 'group-by' }) groupBy = '';
  /** What the page shows at all: a filter that nobody can take off here. */
  @property({ attribute: false }) where?: Where;
  /** What the person filtered. */
  @property({ attribute: false }) filters: readonly FilterRule[] = [];
  /** A saved view to begin with, by its id. */
  @property({ attribute: 'view-id' }) viewId?: string;
  /** Nothing can be changed. */
  @property({ type: Boolean, reflect: true }) readonly = false;
  /** `compact` makes rows and controls 28 px high. */
  @property({ reflect: true }) density?: 'compact' | 'default';

  readonly #clock = new Clock(this);
  readonly #list = new ListController(this);
  readonly #active = new ActiveCell();
  readonly #late = new LatePart<Later>(this, async () => {
    const part = this.dress(await this.later(import('./after-first-drawing.ts')));
    return { ...part, ...part.workOn(this, this.#list, this.#active, (name, detail, options) => this.emit(name, detail, options)) };
  });
  #isDrawn = false;
  #searching: ReturnType<typeof setTimeout> | undefined;
  #widths: { readonly grid: HTMLElement; readonly text: string } | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('density') && this.density !== undefined && !['compact', 'default'].includes(this.density)) this.warn(`density="${this.density}" is not known; use "compact" or leave it out`);
    if (changed.has('table')) {
      this.#active.row = this.#active.column = undefined;
      this.#list.chosen = keptColumns(this.table);
    }
    this.#warnOfNames();
  }

  protected override updated(): void {
    this.#writeColumns();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#searching);
  }

  #warnOfNames(): void {
    const { state, columns } = this.#list;
    if (this.isConnected && this.crm && this.table === '') this.warn('table is not set: name an entity, as in <vinculo-list table="contact">');
    if (state !== 'ready') return;
    for (const name of [...this.columns.split(/[\s,]+/), this.groupBy].filter(Boolean)) if (!columns.has(name)) this.warn(`${this.table} has no field "${name}" to show, or you may not see it`);
  }

  // A literal style attribute would break a page's policy; a property set by script does not.
  #writeColumns(): void {
    const grid = this.renderRoot.querySelector<HTMLElement>('.grid');
    const widths = this.#list.shown.map(({ own, width, isTitle }) => (own === undefined ? `minmax(${width}px, ${isTitle ? 2 : 1}fr)` : `${own}px`)).join(' ');
    if (!grid || (this.#widths?.grid === grid && this.#widths.text === widths)) return;
    this.#widths = { grid, text: widths };
    grid.style.setProperty('--columns', `40px ${widths}`);
    grid.style.setProperty('--least', `${this.#list.shown.reduce((sum, { own, width }) => sum + (own ?? width), 40)}px`);
  }

  get #context(): ListContext {
    return {
      locale: this.locale, t: (key, ...values) => this.t(key, ...values), list: this.#list, active: this.#active, late: this.#late.part,
      viewer: { locale: this.locale, now: this.#clock.now },
      sortBy: (column, also) => this.#sortBy(column, also),
      open: (table, id) => void this.emit('vinculo-record-open', { table, id }, { cancelable: true }),
    };
  }

  /** What is on show, and how. Plain data: a page may keep it and give it back with `show()`. */
  get view(): ListView {
    return { columns: this.#list.chosen ?? [], sort: this.sort, filters: this.filters, search: this.search, mine: this.mine, groupBy: this.groupBy };
  }

  /** Shows as a view says; what it does not say stays. */
  show(view: Partial<ListView>): void {
    const { columns, sort, filters, search, mine, groupBy } = view;
    if (columns) this.#list.chosen = columns.length > 0 ? columns : undefined;
    if (sort !== undefined) this.sort = sort;
    if (filters) this.filters = filters;
    if (search !== undefined) this.search = search;
    if (mine !== undefined) this.mine = mine;
    if (groupBy !== undefined) this.groupBy = groupBy;
    this.requestUpdate();
    this.emit('vinculo-view-change', this.view);
  }

  /** Shows these columns, kept in this browser for lists of this entity; undefined: those of the declaration or the attribute. */
  setColumns(columns: readonly ColumnChoice[] | undefined): void {
    this.#list.chosen = columns;
    keepColumns(this.table, columns);
    this.requestUpdate();
    this.emit('vinculo-view-change', this.view);
  }

  /** Makes a column so many px wide; undefined: as wide as usual. `kept`: it is no step on the way. */
  setWidth(name: string, width: number | undefined, kept = true): void {
    const columns = this.#list.shown.map((each): ColumnChoice => {
      const own = each.name === name ? width : each.own;
      return { name: each.name, ...(own === undefined ? {} : { width: own }) };
    });
    if (kept) return this.setColumns(columns);
    this.#list.chosen = columns;
    this.requestUpdate();
  }

  override render(): TemplateResult {
    const { state } = this.#list;
    this.#isDrawn ||= (state === 'ready' || state === 'empty' || state === 'no-match') && !this.#isHeldBack;
    const { entity } = this.#list;
    return html`<section part="frame" class="frame list" aria-label=${entity ? formatLabel(this.locale, entity.pluralLabel) : this.t('list.records')}>${this.#content(state)}</section>`;
  }

  #content(state: ListState): unknown {
    if (state === 'ready' || state === 'empty' || state === 'no-match') return this.#ready(this.#isDrawn ? state : 'loading');
    if (state === 'loading' || (state === 'no-client' && !this.isAlone)) return this.#ready('loading');
    return this.#late.part?.listInstead(this, this.#list) ?? (this.#late.isCutOff ? this.#cutOff() : this.#ready('loading'));
  }

  // Whether it came is seen in the next drawing.
  #cutOff(): TemplateResult { return cutOff(this, () => void this.#late.load().catch(() => {})); }

  #ready(state: 'loading' | 'empty' | 'no-match' | 'ready'): TemplateResult {
    const on = this.#context;
    const late = this.#late.part;
    return html`
      ${late?.offlineBanner(this, this.#list.status)}
      ${toolsView(on, { mine: this.mine, search: this.search, setMine: (mine) => this.show({ mine }), setSearch: (text) => this.#setSearch(text) })}
      ${late ? html`${late.filterRow(on)}${late.pickedBar(on)}${late.parkedView(on)}` : this.#late.isCutOff ? this.#cutOff() : nothing}
      ${state === 'loading' ? skeleton(this, html`<div class="bones-box">${Array.from({ length: 10 }, () => boneRow(5))}</div>`)
        : state !== 'ready' ? late?.emptyList(this, on, state) : this.#grid(on)}
      ${late?.dialogs(on)}`;
  }

  #grid(on: ListContext): TemplateResult {
    const list = this.#list;
    const late = this.#late.part;
    const { rows } = list;
    const body = late ? html`<div role="rowgroup" class="body" ${late.lines.box()}>${late.lines.draw(on)}</div>`
      : html`<div role="rowgroup" class="body">${Array.from({ length: Math.min(atFirst, rows.length) }, (_, i) => { const row = rows.at(i); return row ? rowView(on, row, i) : boneRow(list.shown.length); })}</div>`;
    return html`<div class="scroll" part="scroll"><div role="grid" class="grid" part="grid" aria-label=${formatLabel(this.locale, list.entity!.pluralLabel)} aria-multiselectable="true" aria-rowcount=${rows.exact === undefined ? -1 : (late?.lines.count ?? rows.length) + 1} aria-colcount=${list.shown.length + 1} aria-busy=${rows.isSettled ? nothing : 'true'}
      @keydown=${(event: KeyboardEvent) => late?.keys.press(event)} @focusin=${(event: FocusEvent) => this.#focused(event)} @dblclick=${(event: MouseEvent) => late?.keys.doublePress(event)}>${headView(on)}${body}</div></div>`;
  }

  /** The cell that has the focus is the one that Tab comes back to. */
  #focused(event: FocusEvent): void {
    // The listener sits on the grid; what is focused in it is an element.
    const cell = (event.target as Element).closest<HTMLElement>('[data-cell]');
    const row = cell?.dataset['row'];
    const column = cell?.dataset['cell'];
    if (row === undefined || column === undefined || this.#active.is(row, column)) return;
    [this.#active.row, this.#active.column] = [row, column];
    this.requestUpdate();
  }

  #sortBy(name: string, also: boolean): void {
    const keys = this.#list.sortKeys;
    const key = keys.find((each) => each.name === name);
    const next = !key ? name : key.descending ? undefined : `-${name}`;
    const others = also ? keys.map((each) => (each.name === name ? next : `${each.descending ? '-' : ''}${each.name}`)) : [];
    const sorted = also && key ? others : [...others, next];
    this.show({ sort: sorted.filter(Boolean).join(' ') });
    this.#late.part?.sayOrder(this.#context);
  }

  /** What waits for a person, and what is amiss, stands above the rows: the first drawing waits for it, so that they need not move. */
  get #isHeldBack(): boolean {
    return !this.#late.part && !this.#late.isCutOff && (this.#list.parked.length > 0 || this.filters.length > 0 || !['online', 'connecting', undefined].includes(this.#list.status?.connection));
  }

  #setSearch(text: string): void {
    clearTimeout(this.#searching);
    this.#searching = setTimeout(() => this.show({ search: text }), searchRest);
  }
}
