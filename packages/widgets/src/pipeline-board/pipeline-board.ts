import type { Money, Where } from '@vinculo/sdk/schema';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import type { FilterRule } from '../filters/filter-rules.ts';
import { boardEnglish } from '../messages/en-board.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish, messageAbout, type MessageArguments, type MessageKey } from '../messages/message.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { field } from '../styles/field.ts';
import { atHand } from './at-hand.ts';
import { CardStops } from './card-stops.ts';
import type { BoardView } from './board-view.ts';
import type { BoardContext, Later } from './context.ts';
import type { BoardTable, Deal } from './lane-rows.ts';
import { laneView } from './lane-view.ts';
import { BoardController, type Emit } from './pipeline-board.controller.ts';
import { boardStyles } from './pipeline-board.styles.ts';
import { heldUntil, type Press } from './press.ts';
import type { SwimlanesBy } from './swimlanes.ts';
import { toolsBar } from './tools-bar.ts';

addEnglish(moreEnglish);
addEnglish(boardEnglish);

/** Keys that mean something on a card. */
const early: ReadonlySet<string> = new Set([' ', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

/** Nouns of the texts on a board of leads. */
const aboutLeads: Readonly<Record<string, string>> = { deal: 'lead', deals: 'leads' };

/** The same one each time. */
const noCards: ReadonlySet<string> = new Set();

/** Typing rests this long before the search is asked. */
const searchRest = 150;

/**
 * Deals or leads of one pipeline, a lane per stage. Cards are moved by mouse, finger, pen, keys or menu, also several at once; each move is one write.
 *
 * @element vinculo-pipeline-board
 *
 * @attr {string} locale - Language (BCP 47), before any `lang` of the page
 *
 * @fires {CustomEvent<DealMove>} vinculo-deal-move - Before a move is written: `{ deal, fromStageId, toStageId, patch }`. Cancel it and the card goes back
 * @fires {CustomEvent<DealMove>} vinculo-deal-moved - After a move was written, and after its undo; `change.synced` says when the backend has it
 * @fires {CustomEvent} vinculo-deal-create - Before a deal is added: `{ values }`. Cancelable
 * @fires {CustomEvent} vinculo-deal-created - After a deal was added: `{ id, values, change }`
 * @fires {CustomEvent} vinculo-lead-move - On a board of leads the four above are called so: `vinculo-lead-move`, `-moved`, `-create`, `-created`
 * @fires {CustomEvent<LeadConversion>} vinculo-lead-convert - Before a lead is converted. Cancelable
 * @fires {CustomEvent} vinculo-lead-converted - After it, with the ids of what was made: `{ leadId, accountId, contactId, dealId }`
 * @fires {CustomEvent<BoardView>} vinculo-view-change - Somebody changed how the board looks: order, swimlanes, fields, search, filters, forecast
 * @fires {CustomEvent} vinculo-record-open - A card is opened: `{ table, id }`. The page shows the record
 * @fires {CustomEvent} vinculo-pipeline-change - Another pipeline was chosen: `{ pipelineId }`
 * @fires {CustomEvent<VinculoError>} vinculo-error - A write failed or was refused
 *
 * @slot tools - Own controls in the bar, before the search field
 * @slot empty - What to do in an empty pipeline, after the board's own words
 *
 * @csspart frame - The panel
 * @csspart tools - The bar on top
 * @csspart summary - Open deals, sum and weighted sum
 * @csspart search - The search field
 * @csspart filter-button - The button that asks for filters
 * @csspart filters - The row of what is filtered
 * @csspart chip - One condition of it
 * @csspart mine - The button for own deals only
 * @csspart new - The button for a new deal
 * @csspart lanes - What holds the lanes, and scrolls sideways
 * @csspart lane - One stage; `folded` too where it is folded
 * @csspart lane-head - Its name, count, probability, sums and share
 * @csspart share - The share bar
 * @csspart add - Add a deal to this stage
 * @csspart cards - The list of cards
 * @csspart card - One deal; `ghost` while it is carried, `lifted` the one under the pointer
 * @csspart selection - How many cards are chosen, and what can be done with them; a chosen card is `selected` too
 * @csspart layout - The switch between board and list
 * @csspart list - The list, in place of the lanes
 * @csspart swimlane - A row of lanes
 * @csspart swimlane-head - Its name, count and sum
 * @csspart forecast - The strip by month
 * @csspart forecast-month - One month
 * @csspart forecast-meter - Its bar
 * @csspart card-field - A line that host or user chose
 * @csspart redo - Does again what was taken back
 * @csspart gap - Where the carried card will be
 * @csspart deal-name - First line of a card
 * @csspart deal-customer - Second line
 * @csspart deal-amount - Third line
 * @csspart deal-next - Fourth line
 * @csspart no-next-activity - The mark of a deal without a next activity
 * @csspart rotting - Days in the stage, when they are too many
 * @csspart days - Days in the stage
 * @csspart parked - A change that was refused or is in conflict
 * @csspart notices - Values of others that own edits covered
 * @csspart status - The status line
 *
 * @cssprop [--vinculo-board-height=516px] - Height of the lanes, where the element has none of its own
 *
 * @cssState carrying - A card is being moved
 */
export class PipelineBoard extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, field, boardStyles];

  /** What stands on the board: `deal` or `lead`. */
  @property({ reflect: true }) of: BoardTable = 'deal';
  /** The pipeline on show; the first active one when not given. */
  @property({ attribute: 'pipeline-id' }) pipelineId?: string;
  /** Only deals of the signed-in person. */
  @property({ type: Boolean, reflect: true }) mine = false;
  /** Words that must occur in a deal. */
  @property() search = '';
  /** What the person filtered, drawn as chips: conditions that hold together. */
  @property({ attribute: false }) filters: readonly FilterRule[] = [];
  /** Nothing can be moved or added. */
  @property({ type: Boolean, reflect: true }) readonly = false;
  /** `compact` makes controls 28 px high and cards closer. */
  @property({ reflect: true }) density?: 'compact' | 'default';
  /** A further filter of the host's, which the user cannot take off. */
  @property({ attribute: false }) filter?: Where<Deal>;
  /** A field that cards stand by, with a leading minus for descending; `rank`, the order made by hand, when not given. */
  @property() sort?: string;
  /** Rows of lanes by `owner` or by `team`. */
  @property({ reflect: true }) swimlanes?: SwimlanesBy;
  /** Fields that a card shows beside its own lines: their names, with spaces between them. */
  @property({ attribute: 'card-fields', converter: { fromAttribute: (text) => (text ?? '').split(/\s+/).filter(Boolean) } }) cardFields: readonly string[] = [];
  /** Shows what the coming months may bring. */
  @property({ type: Boolean, reflect: true }) forecast = false;
  /** What is to be sold, by month: `{ '2026-11': { minor: 26000000, currency: 'EUR' } }`. */
  @property({ attribute: false }) targets: Readonly<Record<string, Money>> = {};
  /** `list` shows the same records in columns, where the page has loaded `@vinculo/widgets/list`. */
  @property({ reflect: true }) layout: 'board' | 'list' = 'board';
  /** Stages without a card stand folded. */
  @property({ type: Boolean, reflect: true, attribute: 'fold-empty' }) foldEmpty = false;

  readonly #internals = this.attachInternals();
  readonly #clock = new Clock(this);
  // Before the board asks: what it asks may need what came.
  readonly #late = new LatePart<Later>(this, async () => {
    await this.later(import('./after-first-drawing.ts'));
    return this.#putOn(atHand.rest!);
  }, undefined, () => (atHand.rest && this.hasLater() ? this.#putOn(atHand.rest) : undefined));
  readonly #board = new BoardController(this);
  readonly #stops = new CardStops(this, this.#board);
  readonly #strip = new LatePart(this, async () => {
    const { ForecastStrip, sheets } = await this.later(import('./forecast-strip.ts'));
    this.dress({ sheets });
    return new ForecastStrip(this, this.#board);
  }, () => this.forecast && this.of === 'deal');
  readonly #conversion = new LatePart(this, async () => {
    const { moves } = await this.#late.load();
    const { ConvertForm } = this.dress(await this.later(import('../parts/convert-form.ts')));
    return new ConvertForm({ element: this, emit: this.#emitted, say: (text) => void moves.say(text) });
  }, () => false);
  #isDrawn = false;
  /** Another one whenever what stands around the lanes is to be drawn. */
  #around: object = {};
  #searching: ReturnType<typeof setTimeout> | undefined;

  /**
   * Moves a deal as a person would: judged, asked for what the stage needs, one write. `place` counts from 0; the top by default. False where it
   * cannot be; a call right after the first drawing is judged a moment later.
   */
  moveDeal(dealId: string, stageId: string, place = 0): boolean {
    const { moves } = this.#board;
    if (!moves) this.#late.load().then((late) => late.moves.move(dealId, stageId, place), () => {});
    return moves?.move(dealId, stageId, place) ?? true;
  }

  /** Moves several, one below the other, in one write; what may not go stays. */
  moveDeals(ids: readonly string[], stageId: string, place = 0): boolean {
    const { moves } = this.#board;
    if (!moves) this.#late.load().then((late) => late.moves.moveAll(ids, stageId, place), () => {});
    return moves?.moveAll(ids, stageId, place) ?? true;
  }

  /** Takes the last move back, as Ctrl+Z does; false where there is none. */
  undo(): boolean { return this.#board.moves?.undo() ?? false; }
  /** Does again what was taken back, as Ctrl+Shift+Z does; false where nothing was. */
  redo(): boolean { return this.#board.moves?.redo() ?? false; }

  /** How the board looks now, as a saved view keeps it. */
  get view(): BoardView {
    const { search, mine, filters, sort, swimlanes, cardFields, forecast } = this;
    return { search, mine, filters, ...(sort ? { sort } : {}), ...(swimlanes ? { swimlanes } : {}), cardFields, forecast };
  }

  /** Shows the board in another way; what is not said is as in a new board. */
  setView({ search = '', mine = false, filters = [], sort, swimlanes, cardFields = [], forecast = false }: BoardView): void {
    Object.assign(this, { search, mine, filters, sort, swimlanes, cardFields, forecast });
    this.emit('vinculo-view-change', this.view);
  }

  /** On a board of leads the texts speak of them. */
  override t<K extends MessageKey>(key: K, ...values: MessageArguments<K>): string {
    return this.of === 'lead' ? messageAbout(aboutLeads, this.locale, key, ...values) : super.t(key, ...values);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('density') && this.density !== undefined && !['compact', 'default'].includes(this.density)) this.warn(`density="${this.density}" is not known; use "compact" or leave it out`);
    if (changed.has('of') && !['deal', 'lead'].includes(this.of)) {
      this.warn(`of="${this.of}" is not known; use "deal" or "lead"`);
      this.of = 'deal';
    }
    if (changed.has('swimlanes') && this.swimlanes !== undefined && !['owner', 'team'].includes(this.swimlanes)) {
      this.warn(`swimlanes="${this.swimlanes}" is not known; use "owner" or "team", or leave it out`);
      this.swimlanes = undefined;
    }
    const missing = this.#board.missingPipeline;
    if (missing !== undefined) this.warn(`there is no pipeline "${missing}", or you may not see it; the first one is shown`);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#searching);
  }

  /** The tag of the list beside this board's own; undefined where the page has none. */
  get #listTag(): string | undefined {
    const tag = this.localName.replace(/pipeline-board$/, 'list');
    return customElements.get(tag) ? tag : undefined;
  }

  get #context(): BoardContext {
    return {
      locale: this.locale, t: (key, ...values) => this.t(key, ...values), now: this.#clock.now, board: this.#board, stops: this.#stops, late: this.#late.part,
      press: (press) => this.#press(press),
      key: (event, dealId) => this.#key(event, dealId),
      openDeal: (id) => void this.emit('vinculo-record-open', { table: this.of, id }, { cancelable: true }),
      click: (event, id) => this.#click(event, id),
      convertLead: (row) => this.#convert(row),
      cardFields: this.cardFields, words: this.t('board.new'), mayMove: this.#board.mayMove, options: this.#board.options, marked: this.#board.status?.connection === 'online' ? noCards : this.#board.unsynced,
      addDeal: (stageId) => this.#create(stageId),
    };
  }

  override render(): TemplateResult {
    const { state } = this.#board;
    this.#isDrawn ||= (state === 'ready' || state === 'empty') && !this.#isHeldBack;
    return html`<section part="frame" class="frame board" aria-label=${this.t('board.title')}>${this.#content(state)}</section>`;
  }

  /** Brings what came after the first drawing, or was there before it, to life. */
  #putOn(part: NonNullable<typeof atHand.rest>): Later {
    const { BoardForms, BoardViews, CardFocus, CardLists, CarriedCards, Gap, ListLayout, Menus, Moves, PointerDrag, Selection, SwimRows } = this.dress(part);
    const selection = new Selection(this, this.#board);
    const moves = new Moves(this, this.#board, selection, this.#emitted);
    const lists = new CardLists(this, this.#board);
    const gap = new Gap(this, this.#board, moves);
    // Before the focus, which has the board laid out.
    const carried = new CarriedCards(this, moves, (isCarrying) => { this.#internals.states[isCarrying ? 'add' : 'delete']('carrying'); });
    const cards = new CardFocus(this, this.#board, moves, lists, this.#stops, selection, gap);
    const menus = new Menus(this);
    this.#board.moves = moves;
    this.#board.swims = new SwimRows(this, this.#board);
    moves.convert = (lead) => this.#convert(lead);
    return { ...part, moves, lists, cards, menus, selection, views: new BoardViews(this, this.#board, menus), list: new ListLayout(this, this.#board), drag: new PointerDrag(this, moves, cards, gap, carried), forms: new BoardForms(this, this.#board, moves, cards) };
  }

  #content(state: BoardController['state']): unknown {
    if (state === 'ready' || state === 'empty') return this.#ready(this.#isDrawn ? state : 'loading');
    if (state === 'loading' && this.#board.pipeline) return this.#ready('loading');
    if (state === 'loading' || (state === 'no-client' && !this.isAlone)) return this.#skeleton();
    return this.#late.part?.boardInstead(this, this.#board) ?? (this.#late.isCutOff ? this.#cutOff() : this.#skeleton());
  }

  // Whether it came is seen in the next drawing.
  #cutOff(): TemplateResult { return cutOff(this, () => void this.#late.load().catch(() => {})); }

  #skeleton(): TemplateResult {
    return skeleton(this, html`<div class="tools"><span class="bone control bone-menu"></span><span class="grow"></span><span class="bone control bone-find wide"></span><span class="bone control bone-new"></span></div>
      ${boneLanes()}<div class="say"></div>`);
  }

  #ready(state: 'loading' | 'empty' | 'ready'): TemplateResult {
    const on = this.#context;
    const board = this.#board;
    const late = this.#late.part;
    const isList = this.layout === 'list' && this.#listTag !== undefined;
    // While something is carried the status line alone says more, and nobody looks at what stands around the lanes.
    if (!board.moves?.carried) this.#around = {};
    return html`
      ${guard([this.#around], () => html`${late?.offlineBanner(this, board.status)}
      ${toolsBar(on, {
        mine: this.mine, search: this.search, setMine: (mine) => { this.mine = mine; }, setSearch: (text) => this.#setSearch(text),
        layout: this.#listTag ? this.layout : undefined, setLayout: (layout) => { this.layout = layout; },
        choosePipeline: (id) => { board.choosePipeline(id); this.emit('vinculo-pipeline-change', { pipelineId: id }); },
      })}
      ${this.forecast ? this.#strip.part?.render() ?? nothing : nothing}
      ${late ? html`${isList ? nothing : late.views.filtering.chips()}${late.parkedView(on, late.forms)}${late.noticesView(on)}` : this.#late.isCutOff ? this.#cutOff() : nothing}`)}
      ${isList && late && state !== 'loading' ? html`<div class="as-list">${late.list.element(this.#listTag)}</div>` : state === 'empty' && late ? late.emptyBoard(on) : state !== 'ready' ? skeleton(this, boneLanes()) : html`<div class="lanes ${this.swimlanes ? 'swimming' : ''}" part="lanes" @touchmove=${this.#hold} @contextmenu=${this.#hold} @keydown=${this.#shortcut}>${
        this.swimlanes ? late?.swimlanesView(on) ?? nothing : repeat(board.lanes, (lane) => lane.key, (lane) => laneView(on, lane))}</div>`}
      ${late ? html`${late.statusLine(on, late.moves, { isList })}<div class="lifting" aria-hidden="true"></div>${guard([this.#around], () => html`${late.forms.render()}${late.views.render()}${this.#conversion.part?.render() ?? nothing}`)}` : html`<div class="say" part="status"><span class="text-3">${state === 'ready' && board.mayMove ? this.t('board.hint') : ''}</span></div>`}
      <p id="how-to-move" class="hidden-text">${this.t('board.howToMove')}</p>`;
  }

  readonly #emitted: Emit = (name, detail, options) => this.emit(name, detail, options);

  /** A card that is pressed before dragging is loaded can be dragged from where it was pressed. */
  #press(press: Press): void {
    const late = this.#late.part;
    if (late) late.drag.down(press);
    else void this.#pressLater(press);
  }

  async #pressLater(press: Press): Promise<void> {
    try {
      const loading = this.#late.load();
      const { isDown, moved } = await heldUntil(press, loading);
      const { drag } = await loading;
      if (!isDown) return;
      drag.down(press);
      if (moved) drag.move(moved);
    } catch {
      // Nothing can be dragged until the next drawing has brought it; the card's menu and keys move it meanwhile.
    }
  }

  readonly #hold: { handleEvent(event: Event): void; passive: false } = { handleEvent: (event) => this.#late.part?.drag.hold(event), passive: false };

  /** A key on a card; those of the buttons inside it are theirs. One that comes before its part waits for it. */
  #key(event: KeyboardEvent, dealId: string): void {
    this.#stops.settle();
    const { key, ctrlKey, metaKey, shiftKey } = event;
    if (event.target !== event.currentTarget || event.altKey) return;
    const late = this.#late.part;
    const pressed = { key, ctrlKey, metaKey, shiftKey };
    if (!(late ? late.cards.press(pressed, dealId) : early.has(key) && !ctrlKey && !metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!late) this.#late.load().then(({ cards }) => cards.press(pressed, dealId), () => {});
  }

  /** Undo and redo, wherever in the lanes the focus is. */
  readonly #shortcut = (event: KeyboardEvent): void => {
    const moves = this.#board.moves;
    if (!moves || moves.carried || event.altKey || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const wanted = key === 'z' ? (event.shiftKey ? moves.redo() : moves.undo()) : key === 'y' && moves.redo();
    if (wanted) event.preventDefault();
  };

  /** A click opens a card. With Ctrl or Shift it chooses, as does a tap once a card is chosen. */
  #click(event: MouseEvent, id: string): void {
    const selection = this.#late.part?.selection;
    const tapped = event instanceof PointerEvent && event.pointerType === 'touch';
    if (selection && this.#board.mayMove && (event.ctrlKey || event.metaKey || (tapped && selection.rows.length > 0))) selection.toggle(id);
    else if (selection && this.#board.mayMove && event.shiftKey) selection.extendTo(id);
    else this.emit('vinculo-record-open', { table: this.of, id }, { cancelable: true });
  }

  #convert(lead: Deal): void {
    this.#conversion.load().then((form) => form.open(lead), () => {});
  }

  /** What waits for a person, and what is amiss, stands above the lanes: the first drawing waits for it, so that they need not move. */
  get #isHeldBack(): boolean {
    if (this.forecast && this.of === 'deal' && !this.#strip.part && !this.#strip.isCutOff) return true;
    return !this.#late.part && !this.#late.isCutOff && (this.layout === 'list' || this.swimlanes !== undefined || this.#board.parked.length + this.#board.notices.length > 0 || !['online', 'connecting', undefined].includes(this.#board.status?.connection));
  }

  // Without its part there is no asking, and the board says so.
  #create(stageId: string): void {
    this.#late.load().then(({ forms }) => forms.create(stageId), () => {});
  }

  #setSearch(text: string): void {
    clearTimeout(this.#searching);
    this.#searching = setTimeout(() => { this.search = text; }, searchRest);
  }
}

function boneLanes(): TemplateResult {
  return html`<div class="lanes">${[4, 3, 3, 2, 2].map((cards) => html`<div class="lane"><div class="lane-bones">${bone('short')}${bone('long')}</div><div class="stack">${Array.from({ length: cards }, () => bone('card'))}</div></div>`)}</div>`;
}
